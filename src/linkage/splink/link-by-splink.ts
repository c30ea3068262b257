import { lineWriter } from '../write/line-writer.ts'
import { beginFile } from '../write/write-file.ts'
import { readRecords, type SplinkRecords } from './read-records.ts'
import type { SplinkModel } from './read-splink-model.ts'
import { type ScoredPairs, scorePairs } from './score-pairs.ts'

/** What a run with a model of Splink's found out. */
export type SplinkLinked = {
  model: SplinkModel
  records: SplinkRecords
  /** Pairs that reach the threshold of review, in order of their records. */
  pairs: ScoredPairs
  /** For each record the first record, in order, of its person. */
  keyOf: Uint32Array
  /** For each record the bits of its strongest link; NaN where it has none. */
  strongest: Float64Array
  review: Uint8Array
  persons: number
  links: number
}

/**
 * Links files by a model that Splink saved: its rules, levels, weights and term frequencies, and its clusters, which
 * are all records that links connect. What the engine knows beside (households, limits, seals) takes no part.
 */
export async function linkBySplink(
  paths: readonly string[],
  model: SplinkModel,
  onRule?: (done: number, of: number) => void,
): Promise<SplinkLinked> {
  const records = await readRecords(paths, model)
  const { link, review } = model.thresholds
  const pairs = inOrder(scorePairs(model, records, Math.min(link, review), onRule), records)
  const parents = Uint32Array.from({ length: records.count }, (_, record) => record)
  const rootOf = (record: number): number => {
    let root = record
    while (parents[root] !== root) root = parents[root] = parents[parents[root]!]!
    return root
  }
  const strongest = new Float64Array(records.count).fill(Number.NaN)
  let links = 0
  for (const [at, bits] of pairs.bits.entries()) {
    if (bits < link) continue
    links++
    const [one, other] = [rootOf(pairs.l[at]!), rootOf(pairs.r[at]!)]
    // The record that stands first gives its person the name.
    if (records.ranks[one]! < records.ranks[other]!) parents[other] = one
    else parents[one] = other
    for (const record of [pairs.l[at]!, pairs.r[at]!])
      if (!(strongest[record]! >= bits)) strongest[record] = bits
  }
  const keyOf = parents.map((_, record) => rootOf(record))
  const asked = new Uint8Array(records.count)
  for (const [at, bits] of pairs.bits.entries()) {
    const [l, r] = [pairs.l[at]!, pairs.r[at]!]
    if (bits < link && keyOf[l] !== keyOf[r]) asked[l] = asked[r] = 1
  }
  const persons = new Set(keyOf).size
  return { model, records, pairs, keyOf, strongest, review: asked, persons, links }
}

function inOrder(pairs: ScoredPairs, { ranks }: SplinkRecords): ScoredPairs {
  const order = pairs.bits.map((_, at) => at)
  order.sort((x, y) => ranks[pairs.l[x]!]! - ranks[pairs.l[y]!]! || ranks[pairs.r[x]!]! - ranks[pairs.r[y]!]!)
  return {
    l: order.map(at => pairs.l[at]!),
    r: order.map(at => pairs.r[at]!),
    bits: order.map(at => pairs.bits[at]!),
    levels: order.map(at => pairs.levels[at]!),
    compared: pairs.compared,
  }
}

const cellOf = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Writes each record's person, as the engine's own models do. */
export function writeSplinkClusters(path: string, { records, keyOf, strongest, review }: SplinkLinked): void {
  const { ids, sources, ranks, count } = records
  const inRank = new Uint32Array(count)
  for (const [record, rank] of ranks.entries()) inRank[rank] = record
  const file = beginFile(path)
  const out = lineWriter(file)
  out.text('source,record_id,person_id,link_weight,review\n')
  for (const record of inRank) {
    const key = keyOf[record]!
    const cells = [sources[record]!, ids[record]!, `${sources[key]}:${ids[key]}`].map(cellOf)
    const bits = strongest[record]!
    out.text(
      `${cells.join(',')},${Number.isNaN(bits) ? '' : bits.toFixed(3)},${review[record] === 1 ? 'yes' : 'no'}\n`,
    )
  }
  out.flush()
  file.finish()
}

/** Writes each pair that reaches the threshold of review: weight as precise as a number holds it, probability, levels by label. */
export function writeSplinkPairs(path: string, { model, records, pairs }: SplinkLinked): void {
  const { ids, sources } = records
  const file = beginFile(path)
  const out = lineWriter(file)
  const names = model.comparisons.map(({ name }) => cellOf(name))
  out.text(`source_1,record_id_1,source_2,record_id_2,weight,probability,${names.join(',')}\n`)
  for (const [at, bits] of pairs.bits.entries()) {
    const [l, r] = [pairs.l[at]!, pairs.r[at]!]
    const who = [sources[l]!, ids[l]!, sources[r]!, ids[r]!].map(cellOf)
    const levels = model.comparisons.map((one, place) => cellOf(one.levels[pairs.levels[at]![place]!]!.label))
    out.text(`${who.join(',')},${bits},${(1 / (1 + 2 ** -bits)).toFixed(6)},${levels.join(',')}\n`)
  }
  out.flush()
  file.finish()
}
