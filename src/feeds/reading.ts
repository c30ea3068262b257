import { assumedEncoding } from './checks/row-rules.ts'
import type { Draft, ProtectionDraft } from './contract.ts'
import type { Identified } from './identify.ts'
import { openProfiler, type Profile } from './profile.ts'
import { noteProtection, type Stated } from './protections.ts'
import { type Batch, readTable, type Tally, type Unreadable } from './readers/table.ts'
import { readDocument } from './readers/xml.ts'
import type { Assigned } from './recognise.ts'

export type Read = Batch & { file: string }

/** A delivery as it is being read: what has been counted so far, and its rows in batches. */
export type Reading = {
  asOf: string | undefined
  rowsRead: number
  rowsRejected: number
  rejections: number
  dropped: Map<string, number>
  protections: Stated
  files: { scope: string; name: string; sha256: Buffer; rows: number }[]
  batches: () => AsyncGenerator<Read | Unreadable>
  profile: () => Profile
  /** The delivery's own instant, or the newest of its rows. */
  newestAsOf: () => Date
}

/** Begins to read a delivery; nothing is read until the batches are asked for. */
export function openReading(identified: Identified, today: string): Reading {
  const tally: Tally = {
    partnerId: identified.partnerId,
    today,
    dropped: new Map(identified.passedOver.map(name => [name, 1])),
    references: new Map(),
    profiler: openProfiler(),
    textIsClean: false,
  }
  let newest = identified.asOf ?? ''
  const reading: Reading = {
    asOf: identified.asOf,
    rowsRead: 0,
    rowsRejected: 0,
    rejections: 0,
    dropped: tally.dropped,
    protections: new Map(),
    files: [],
    batches: () =>
      readFiles(identified, tally, reading, asOf => {
        if (asOf > newest) newest = asOf
      }),
    profile: tally.profiler.profile,
    newestAsOf: () => (newest === '' ? new Date() : new Date(newest)),
  }
  return reading
}

async function* readFiles(
  identified: Identified,
  tally: Tally,
  reading: Reading,
  note: (asOf: string) => void,
): AsyncGenerator<Read | Unreadable> {
  for (const one of identified.files) {
    const { name, sha256, encoding } = one.file
    const batches = batchesOf(one, tally)
    if (batches === undefined) {
      tally.dropped.set(name, 1)
      continue
    }
    const rows = new Map(scopesOf(one).map(scope => [scope, 0]))
    const first: Batch = { rows: 0, rejected: 0, drafts: [], rejections: [] }
    if (encoding !== 'utf-8' && !declares(one.file)) first.rejections.push(encodingReport(name))
    if (first.rejections.length > 0) yield account(first, name, reading)
    for await (const batch of batches) {
      if ('refused' in batch) return yield batch
      settle(batch, reading, rows, note, identified)
      yield account(batch, name, reading)
    }
    for (const [scope, count] of rows) reading.files.push({ scope, name, sha256, rows: count })
  }
}

function batchesOf({ file, table, document }: Assigned, tally: Tally) {
  if (table) return readTable(file, table, tally)
  return document && readDocument(file, document, tally)
}

function scopesOf({ table, document }: Assigned): readonly string[] {
  return table ? [table.scope] : (document?.scopes ?? [])
}

function account(batch: Batch, file: string, reading: Reading): Read {
  reading.rowsRead += batch.rows
  reading.rowsRejected += batch.rejected
  reading.rejections += batch.rejections.length
  return { ...batch, file }
}

/** Takes protections out, counts the rest by table, and notes how new the rows are. */
function settle(
  batch: Batch,
  reading: Reading,
  rows: Map<string, number>,
  note: (asOf: string) => void,
  identified: Identified,
): void {
  const rowsCarryInstant = identified.asOf === undefined
  const drafts = batch.drafts
  batch.drafts = []
  const single = rows.size === 1
  for (const draft of drafts) {
    if (isProtection(draft)) {
      noteProtection(reading.protections, identified, draft)
      continue
    }
    if (draft.asOf !== undefined) note(draft.asOf)
    else if (rowsCarryInstant) draft.asOf = new Date().toISOString()
    if (!single) rows.set(draft.scope, (rows.get(draft.scope) ?? 0) + 1)
    batch.drafts.push(draft)
  }
  if (single) for (const scope of rows.keys()) rows.set(scope, (rows.get(scope) ?? 0) + batch.rows)
}

const isProtection = (draft: Draft): draft is Draft & { protection: ProtectionDraft } =>
  draft.protection !== undefined

/** Whether a document says itself that it is written in another encoding than UTF-8, as XML may. */
function declares({ head }: Assigned['file']): boolean {
  return /^<\?xml[^>]*encoding=["'](windows-1252|iso-8859-1|utf-16)/i.test(head)
}

function encodingReport(file: string): Batch['rejections'][number] {
  return {
    file,
    row: 1,
    column: undefined,
    rule: assumedEncoding.rule,
    remedy: assumedEncoding.remedy,
  }
}
