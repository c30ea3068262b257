import type { Client } from '../kit/database.ts'
import type { Draft } from './contract.ts'
import type { Rejection } from './readers/table.ts'
import {
  copyArrivals,
  copyField,
  copyRejections,
  createArrivals,
  insertNewRecords,
  insertSightings,
} from './record-store.ts'
import { identityId, uuidOf } from './sections.ts'

/** So many rows make a transaction: some tenths of a second, far below the two seconds that a writer may take. */
const CHUNK_ROWS = 5000
const CHUNK_CHARACTERS = 4_000_000

export type Writer = {
  add: (drafts: Draft[], rejections: Rejection[], asOf: string | undefined) => Promise<void>
  /** Writes what is left and gives the number of records that were new. */
  finish: () => Promise<number>
  /** Waits for the transaction that is on its way, whatever becomes of it. */
  settle: () => Promise<void>
}

export type WriterOptions = {
  client: Client
  deliveryId: number
  partnerId: string
  contract: string
}

/**
 * Stores drafts and rejections in chunks. One chunk is on its way to the database while the next is being filled, so
 * that reading and storing use a processor each.
 */
export async function openWriter(options: WriterOptions): Promise<Writer> {
  const { client, deliveryId, partnerId, contract } = options
  await createArrivals(client)
  let records: string[] = []
  let rejections: string[] = []
  let characters = 0
  let recordsNew = 0
  let underway: Promise<void> = Promise.resolve()

  const flush = async () => {
    await underway
    const [rows, faults] = [records, rejections]
    records = []
    rejections = []
    characters = 0
    if (rows.length + faults.length === 0) return
    underway = writeChunk(client, options, rows, faults).then(added => {
      recordsNew += added
    })
    // The failure is thrown at the next await; until then it must not count as unhandled.
    underway.catch(() => {})
  }

  return {
    add: async (drafts, faults, asOf) => {
      for (const draft of drafts) {
        const line = recordLine(partnerId, contract, draft, asOf)
        characters += line.length
        records.push(line)
        if (records.length >= CHUNK_ROWS || characters > CHUNK_CHARACTERS) await flush()
      }
      for (const fault of faults) rejections.push(rejectionLine(deliveryId, fault))
      if (rejections.length >= CHUNK_ROWS) await flush()
    },
    finish: async () => {
      await flush()
      await underway
      return recordsNew
    },
    settle: async () => await underway.catch(() => {}),
  }
}

async function writeChunk(
  client: Client,
  options: WriterOptions,
  records: string[],
  rejections: string[],
): Promise<number> {
  try {
    await client.query('begin')
    await copyArrivals(client, records)
    const added = await insertNewRecords(client, options.partnerId, options.contract)
    await insertSightings(client, options.deliveryId)
    await copyRejections(client, rejections)
    await client.query('commit')
    return added
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

function recordLine(partnerId: string, contract: string, draft: Draft, asOf: string | undefined): string {
  const { scope, sourceRef, person, object } = draft
  // A contract writes its fields in one order and leaves out what is empty, so the same fact has the same bytes.
  const content = JSON.stringify(draft.content)
  const from = draft.from ?? ''
  const to = draft.to ?? ''
  const subject = person === undefined ? undefined : identityId(partnerId, contract, person)
  const other = object === undefined ? undefined : identityId(partnerId, contract, object)
  const recordId = uuidOf(
    partnerId,
    contract,
    scope,
    sourceRef,
    subject ?? '',
    other ?? '',
    content,
    from,
    to,
  )
  const valid = from === '' && to === '' ? '(,)' : `[${from},${to}]`
  return `${recordId}\t${scope}\t${copyField(sourceRef)}\t${copyField(subject)}\t${copyField(other)}\t${content.replaceAll('\\', '\\\\')}\t${valid}\t${draft.asOf ?? asOf ?? '\\N'}\n`
}

function rejectionLine(deliveryId: number, { file, row, column, rule, remedy }: Rejection): string {
  return `${deliveryId}\t${copyField(file)}\t${row}\t${copyField(column)}\t${copyField(rule)}\t${copyField(remedy)}\n`
}
