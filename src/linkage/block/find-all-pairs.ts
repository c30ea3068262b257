import type { CompareRows } from '../compare/compare-rows.ts'
import type { Comparison } from '../compare/comparisons.ts'
import { mergePatterns, type Patterns } from '../compare/patterns.ts'
import type { Chance } from '../learn/chance.ts'
import type { Estimates } from '../learn/estimate.ts'
import { newCounter, type Records } from '../read/read-people.ts'
import type { Pool } from '../workers/pool.ts'
import type { CappedBlock, Found, KeptPairs } from './find-pairs.ts'

/** All pairs that the rules bring together, as a histogram, and those worth keeping. */
export type AllPairs = {
  patterns: Patterns
  kept: KeptPairs[]
  capped: CappedBlock[]
  compared: number
  /** Pairs that count under each rule. */
  byRule: number[]
}

/** What is known of the records before their pairs are compared. */
export type Known = {
  comparisons: Comparison[]
  chance: Chance
  /** What is believed before the file's own pairs speak: it tells which pairs are worth keeping. */
  provisional: Estimates
  compare: CompareRows
  identifiers: string[]
  texts: string[]
  sources: number
}

/** The blocking rules of a run, each with the most records of a block and the comparisons that it settles. */
export type Plan = {
  rules: string[]
  caps: number[]
  settles: number[][]
  /** Rules that would have been chosen too, had there been room. */
  leftOut: string[]
}

/** Entries of one partition stay near the processor. */
const ENTRIES_IN_PARTITION = 4096

/** Compares all pairs of all blocks, rule by rule: every worker hashes a stretch of rows, then takes whole partitions of keys. */
export async function findAllPairs(
  pool: Pool,
  records: Records,
  { rules, caps }: Plan,
  { chance, comparisons, provisional, identifiers, texts, sources }: Known,
  onRule: (done: number, of: number) => void,
): Promise<AllPairs> {
  const rows = records.people.rows.length / records.people.layout.stride
  const { dictionary } = records
  await pool.run('prepare', () => ({
    dictionary,
    rules,
    identifiers,
    texts,
    caps,
    sources,
    comparisons: comparisons.length,
    chance,
    provisional,
  }))
  const bits = Math.min(12, Math.max(0, Math.ceil(Math.log2(rows / ENTRIES_IN_PARTITION))))
  const keys = new Int32Array(new SharedArrayBuffer(4 * rows))
  const entries = new Int32Array(new SharedArrayBuffer(8 * rows))
  const stretch = (worker: number): { from: number; to: number } => ({
    from: Math.floor((rows * worker) / pool.size),
    to: Math.floor((rows * (worker + 1)) / pool.size),
  })
  for (const rule of rules.keys()) {
    const counts = await pool.run('hashRows', worker => ({ keys, entries, bits, rule, ...stretch(worker) }))
    const { starts, offsets } = placePartitions(counts)
    await pool.run('scatterRows', worker => ({
      keys,
      entries,
      bits,
      ...stretch(worker),
      offsets: offsets[worker]!,
    }))
    const counter = newCounter()
    await pool.run('comparePartitions', () => ({ keys, entries, bits, rule, starts, counter }))
    onRule(rule + 1, rules.length)
  }
  return gather(await pool.run('giveFound', () => undefined), rules.length)
}

/** Where each partition begins, and where each worker's share of it does. */
function placePartitions(counts: Int32Array[]): { starts: Int32Array; offsets: Int32Array[] } {
  const partitions = counts[0]!.length
  const starts = new Int32Array(partitions + 1)
  const offsets = counts.map(() => new Int32Array(partitions))
  let at = 0
  for (let partition = 0; partition < partitions; partition++) {
    starts[partition] = at
    for (const [worker, own] of counts.entries()) {
      offsets[worker]![partition] = at
      at += own[partition]!
    }
  }
  starts[partitions] = at
  return { starts, offsets }
}

function gather(found: Found[], rules: number): AllPairs {
  const { merged, numbers } = mergePatterns(found.map(({ patterns }) => patterns))
  for (const [worker, { kept }] of found.entries())
    for (const { patterns, count } of kept)
      for (let at = 0; at < count; at++) patterns[at] = numbers[worker]![patterns[at]!]!
  const byRule = Array.from({ length: rules }, () => 0)
  for (let number = 0; number < merged.count; number++) {
    const first = 31 - Math.clz32(merged.rules[number]! & -merged.rules[number]!)
    byRule[first]! += merged.pairs[number]!
  }
  return {
    patterns: merged,
    kept: found.flatMap(({ kept }) => kept),
    capped: found.flatMap(({ capped }) => capped),
    compared: found.reduce((sum, { compared }) => sum + compared, 0),
    byRule,
  }
}
