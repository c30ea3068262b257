import assert from 'node:assert/strict'
import { z } from 'zod'
import type { DeliveryOutcome } from '../../src/feeds/delivery-outcome.ts'
import type { Database } from '../../src/kit/database.ts'

/** What must happen to a delivery that is not as it should be. */
export const expectation = z.strictObject({
  /** What is wrong with it, or remarkable, in a sentence. */
  says: z.string().min(5),
  /** Who sends it, and what the sender says beside the files. */
  partner: z.string().optional(),
  contract: z.string().optional(),
  asOf: z.string().optional(),
  outcome: z.enum(['published', 'held', 'refused']),
  /** A part of the sentence that the partner reads. */
  because: z.string().optional(),
  /** Rows of the delivery. */
  accepted: z.number().optional(),
  rejected: z.number().optional(),
  /** Every rule that the rejections name, with how often. */
  rules: z.record(z.string(), z.number()).optional(),
  /** Texts that the live records hold afterwards, exactly so. */
  shows: z.array(z.string()).optional(),
  /** How many records are live afterwards, where it is not told by the rows. */
  live: z.number().optional(),
  /** Names of columns, elements and files that were passed over and counted: all of them. */
  dropped: z.array(z.string()).optional(),
})
export type Expectation = z.infer<typeof expectation>

/**
 * Compares what became of a delivery with what must have. `values` are words of its rows: a partner's own file tells
 * them, and nothing that we say may.
 */
export async function checkOutcome(
  database: Database,
  outcome: DeliveryOutcome,
  expected: Expectation,
  values: ReadonlySet<string>,
): Promise<void> {
  const rejections = await rejectionsIn(database)
  const seen = JSON.stringify({ outcome, rejections: rejections.slice(0, 5) })
  assert.equal(outcome.outcome, expected.outcome, seen)
  if ('reason' in outcome) {
    assert.ok(outcome.reason.includes(expected.because ?? 'a reason that is expected'), outcome.reason)
    checkSentence(outcome.reason, values)
  }
  if ('rowsRead' in outcome) {
    assert.deepEqual(
      [outcome.rowsAccepted, outcome.rowsRejected],
      [expected.accepted, expected.rejected],
      seen,
    )
    assert.deepEqual(Object.keys(outcome.dropped), (expected.dropped ?? []).toSorted(), seen)
  }
  assert.deepEqual(countRules(rejections), expected.rules ?? {}, seen)
  for (const { file, row, column, remedy } of rejections) {
    assert.ok(file !== '' && row > 0, seen)
    checkSentence(remedy, values)
    assert.ok(column === null || !values.has(column), seen)
  }
  await checkRecords(database, outcome, expected)
}

type Rejection = { file: string; row: number; column: string | null; rule: string; remedy: string }

async function rejectionsIn(database: Database): Promise<Rejection[]> {
  const { rows } = await database.owner.query<Rejection>(
    `select file_name as file, row_number as row, column_name as "column", rule, remedy from feeds.rejection
     order by row_number limit 10000`,
  )
  return rows
}

function countRules(rejections: Rejection[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { rule } of rejections) counts[rule] = (counts[rule] ?? 0) + 1
  return counts
}

/** Words of machines, which tell a school's administrator nothing. */
const JARGON =
  /\b(null|undefined|NaN|exception|stack|parser?|tokens?|buffer|regex|sqlstate|errno|bytes?|schema|validation|invalid)\b/i

function checkSentence(sentence: string, values: ReadonlySet<string>): void {
  assert.match(sentence, /^\S.{10,400}\.$/s, sentence)
  assert.doesNotMatch(sentence, JARGON)
  const told = wordsOf(sentence).filter(word => values.has(word))
  assert.deepEqual(told, [], `repeats what stands in the file: ${sentence}`)
}

/** Words by which a text could be known again; a year is none. */
export function wordsOf(text: string): string[] {
  return text.match(/(?!\b\d{4}\b)[\p{L}\p{N}\p{M}]{4,}/gu) ?? []
}

/** What is published is there whole; what is not has left nothing that anyone sees. */
async function checkRecords(
  database: Database,
  outcome: DeliveryOutcome,
  expected: Expectation,
): Promise<void> {
  const { rows } = await database.owner.query<{ content: unknown }>('select content from feeds.live_record')
  if (outcome.outcome !== 'published') assert.equal(rows.length, 0, 'something of it is shown')
  if (expected.live !== undefined) assert.equal(rows.length, expected.live)
  const texts = new Set(rows.flatMap(({ content }) => leavesOf(content)))
  for (const text of expected.shows ?? []) assert.ok(texts.has(text), `${text} is not shown`)
  const canary = await database.owner.query(
    `select from feeds.source_record where content::text like '%CANARY%'
     union all select from feeds.rejection r where r::text like '%CANARY%'
     union all select from feeds.delivery d where d::text like '%CANARY%'`,
  )
  assert.equal(canary.rowCount, 0, 'what nobody agreed was stored')
}

export function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : []
}
