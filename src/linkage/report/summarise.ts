import type { Linked } from '../judge-pairs.ts'
import { notesOf } from './notes.ts'

/** What came out of a run, for people and scripts. */
export type Summary = {
  records: number
  persons: number
  /** Records that stand alone. */
  alone: number
  /** Pairs that reach the threshold of review and are of one person. */
  linkedPairs: number
  pairsCompared: number
  recordsForReview: number
  /** Pairs that bits would have linked and that were not: different numbers of which nobody has two, or clusters that do not agree. */
  refused: { conflicting: number; incoherent: number }
  stories: string
  thresholds: { link: number; review: number }
  rules: { rule: string; pairs: number; blocksAboveCap: number; cap: number; largestBlock: number }[]
  notes: string[]
}

/** Sums a run up. */
export function summarise(linked: Linked): Summary {
  const { records, clusters, links, pairs, order, thresholds, rules, caps, estimates } = linked
  const sizes = new Uint32Array(clusters.keyOf.length)
  let recordsForReview = 0
  for (const row of order.rows) {
    sizes[clusters.keyOf[row]!]!++
    recordsForReview += clusters.review[row]!
  }
  let [persons, alone] = [0, 0]
  for (const size of sizes) {
    if (size > 0) persons++
    if (size === 1) alone++
  }
  let linkedPairs = 0
  for (let at = 0; at < links.count; at++)
    if (clusters.keyOf[links.a[at]!] === clusters.keyOf[links.b[at]!]) linkedPairs++
  return {
    records: records.count,
    persons,
    alone,
    linkedPairs,
    pairsCompared: pairs.compared,
    recordsForReview,
    refused: clusters.refused,
    stories: storiesInWords(estimates.hasHouseholds),
    thresholds,
    rules: rules.map((rule, number) => {
      const capped = pairs.capped.filter(block => block.rule === number)
      return {
        rule,
        pairs: pairs.byRule[number]!,
        blocksAboveCap: capped.length,
        cap: caps[number]!,
        largestBlock: capped.reduce((most, block) => Math.max(most, block.records), 0),
      }
    }),
    notes: notesOf(linked),
  }
}

const storiesInWords = (hasHouseholds: boolean): string =>
  hasHouseholds
    ? 'Three stories were weighed for each pair: one person, two people of one household, two strangers.'
    : 'Two stories were weighed for each pair, one person and two strangers: the records show no households.'
