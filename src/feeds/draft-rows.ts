import {
  addFields,
  addInstant,
  addNull,
  addPeriod,
  addText,
  addUuidLater,
  beginRow,
  type CopyRows,
  fieldsOf,
  integerField,
} from '../kit/copy-rows.ts'
import type { Draft } from './contract.ts'
import { referenceKey } from './sections.ts'

/** So much makes a transaction: some tenths of a second, far below the two seconds that a writer may take. */
const CHUNK_ROWS = 5000
const CHUNK_BYTES = 3_145_728
/** Rows take about as much as the files; more is asked for as they grow. Memory that is asked for has to be cleared away. */
const MOST_AT_FIRST = 262_144

/**
 * The columns of a source record in the order in which `addDraft` writes them. A record's id is the hash of those
 * between it and the delivery, as they are written: other columns here, and every fact would get another id.
 */
export const RECORD_COLUMNS =
  'record_id, subject, object, partner_id, contract, scope, source_ref, content, valid, delivery_id, as_of'
const FIELDS = RECORD_COLUMNS.split(', ').length

/**
 * Drafts on their way to become records: rows as COPY takes them, but for the ids. In their places stand numbers: where
 * a record stood in which file, and whose reference it names. `makeChunk` makes the ids, if need be in another thread.
 */
export type DraftRows = {
  rows: CopyRows
  /** The partner's references of persons, each once: the rows of a family name them again and again. */
  references: string[]
  files: string[]
}

export type DraftWriter = {
  add: (draft: Draft, asOf: string, file: string) => void
  /** How many drafts wait to be taken. */
  waiting: () => number
  isFull: () => boolean
  /** Gives what was added, and begins anew. */
  take: () => DraftRows
  /** Memory of rows that were taken is filled again: to ask for millions of bytes each time costs more. */
  reuse: (memory: Buffer) => void
}

/** `bytes`: of the files. */
export function openDraftWriter(
  deliveryId: number,
  partnerId: string,
  contract: string,
  bytes: number,
): DraftWriter {
  const sender = fieldsOf(partnerId, contract)
  const delivery = integerField(deliveryId)
  let made = newDraftRows(Buffer.allocUnsafeSlow(Math.min(bytes, MOST_AT_FIRST)))
  let spare: Buffer | undefined
  let numbers = new Map<string, number>()

  const addReference = (reference: string | undefined) => {
    if (reference === undefined) return addNull(made.rows)
    let number = numbers.get(reference)
    if (number === undefined) {
      number = made.references.push(referenceKey(reference)) - 1
      numbers.set(reference, number)
    }
    addUuidLater(made.rows, number, 0)
  }

  return {
    add: (draft, asOf, file) => {
      const { rows, files } = made
      if (files.at(-1) !== file) files.push(file)
      beginRow(rows, FIELDS)
      addUuidLater(rows, draft.row ?? 1, files.length - 1)
      addReference(draft.person)
      addReference(draft.object)
      addFields(rows, sender)
      addText(rows, draft.scope)
      addText(rows, referenceKey(draft.sourceRef))
      addText(rows, contentOf(draft))
      addPeriod(rows, draft.from, draft.to)
      addFields(rows, delivery)
      addInstant(rows, millisecondsOf(asOf))
    },
    waiting: () => made.rows.starts.length,
    isFull: () => made.rows.starts.length >= CHUNK_ROWS || made.rows.used >= CHUNK_BYTES,
    take: () => {
      const taken = made
      made = newDraftRows(spare ?? Buffer.alloc(0))
      spare = undefined
      numbers = new Map()
      return taken
    },
    reuse: memory => {
      spare = memory
    },
  }
}

function newDraftRows(bytes: Buffer): DraftRows {
  return { rows: { bytes, used: 0, starts: [] }, references: [], files: [] }
}

/** A contract writes its fields in one order and leaves out what is empty, so the same fact has the same bytes. */
function contentOf(draft: Draft): string {
  const content = JSON.stringify(draft.content)
  if (content.includes('\\u') && UNREADABLE.test(content))
    throw new Error('a contract let through a character that cannot be read back')
  return content
}

/** NUL or half a character, as JSON writes them: the database stores such a text and can never read it again. */
const UNREADABLE = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f])/

const last = { instant: '', milliseconds: 0 }

/** Rows of one file mostly carry one instant, so the last answer is kept. */
function millisecondsOf(instant: string): number {
  if (instant !== last.instant) {
    last.instant = instant
    last.milliseconds = Date.parse(instant)
  }
  return last.milliseconds
}
