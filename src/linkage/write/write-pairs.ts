import { levelIn, MISSING } from '../compare/comparisons.ts'
import type { Linked } from '../judge-pairs.ts'
import { probabilityOf } from '../weigh/weigh-patterns.ts'
import { lineWriter } from './line-writer.ts'
import { recordNames } from './write-clusters.ts'
import { beginFile } from './write-file.ts'

/**
 * Writes each pair that reaches the threshold of review: both records, weight in bits, probability, and the level of
 * each comparison (empty where a value is missing), in order of the first record, then of the second.
 */
export function writePairs(path: string, linked: Linked): void {
  const { links, pairs, comparisons, order } = linked
  const used = comparisons.filter(({ place }) => isUsed(linked, place))
  const file = beginFile(path)
  const out = lineWriter(file)
  const record = recordNames(linked, out)
  const names = used.map(({ name }) => (/[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name))
  out.text(`source_1,record_id_1,source_2,record_id_2,weight,probability,${names.join(',')}\n`)
  const places = Uint32Array.from({ length: links.count }, (_, at) => at).sort(
    (x, y) =>
      order.ranks[links.a[x]!]! - order.ranks[links.a[y]!]! ||
      order.ranks[links.b[x]!]! - order.ranks[links.b[y]!]!,
  )
  for (const at of places) {
    for (const row of [links.a[at]!, links.b[at]!]) {
      record.source(row)
      record.id(row)
    }
    const [low, high] = [pairs.patterns.low[links.patterns[at]!]!, pairs.patterns.high[links.patterns[at]!]!]
    const levels = used.map(({ place, levels: names }) => names[levelIn(low, high, place) - 1] ?? '')
    const bits = links.bits[at]!
    out.thousandths(bits)
    out.text(`,${probabilityOf(bits).toFixed(6)},${levels.join(',')}\n`)
  }
  out.flush()
  file.finish()
}

/** Whether any pair has both values of a comparison. */
export function isUsed({ pairs: { patterns } }: Linked, place: number): boolean {
  for (let number = 0; number < patterns.count; number++)
    if (levelIn(patterns.low[number]!, patterns.high[number]!, place) !== MISSING) return true
  return false
}
