import type { Linked } from '../judge-pairs.ts'
import { wordOf } from '../rows/dictionary.ts'

/** What came out of a run, for people and scripts. */
export type Summary = {
  records: number
  persons: number
  /** Records that stand alone. */
  alone: number
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

const count = (number: number): string => number.toLocaleString('en-GB')

/** More default dates than this are told as a number. */
const MOST_DATES = 5

function notesOf({
  records: { notes, dictionary, count: all },
  settled,
  rules,
  caps,
  leftOut,
  pairs,
  comparisons,
}: Linked): string[] {
  const said: string[] = []
  if (pairs.compared === 0 && pairs.capped.length === 0 && all > 1)
    said.push(
      'No rule brought two records together, so each stands alone. See whether the model names the right columns and they have values.',
    )
  if (notes.oldTexts > 0)
    said.push(`${count(notes.oldTexts)} different values were not UTF-8 and were read as Windows-1252.`)
  if (notes.impossibleDates > 0)
    said.push(`${count(notes.impossibleDates)} birth dates are no dates and count as missing.`)
  if (notes.raggedRows > 0)
    said.push(`${count(notes.raggedRows)} of ${count(all)} rows end before the last column that is used.`)
  said.push(...notesOfDates(settled, dictionary))
  for (const source of settled.monthFirst.map(number => wordOf(dictionary, number)).toSorted())
    said.push(`${source} writes the month before the day.`)
  const identifiers = comparisons.filter(({ kind }) => kind === 'identifier')
  for (const [at, { kind, invalid, shared }] of settled.identifiers.entries()) {
    const name = identifiers[at]?.name ?? ''
    if (invalid > 0) said.push(`${count(invalid)} values of ${name} fail their check and count as missing.`)
    if (shared.size > 0)
      said.push(`${count(shared.size)} values of ${name} stand in many records each and count as missing.`)
    if (kind !== 'other') said.push(`Two records with different ${name} are never linked.`)
  }
  if (leftOut.length > 0)
    said.push(
      `Records that agree only by ${leftOut.join(', ')} were not compared: these columns ask for more rules than one run has. State the rules, or name fewer identifiers or texts.`,
    )
  for (const [rule, name] of rules.entries()) {
    const capped = pairs.capped.filter(block => block.rule === rule)
    if (capped.length === 0) continue
    const records = capped.reduce((sum, block) => sum + block.records, 0)
    said.push(
      `${count(capped.length)} blocks of ${name} hold more than ${caps[rule]} records each (${count(records)} in all) and gave no pairs.`,
    )
  }
  return said
}

/** Dates that stand for "not known", the commonest by name, in an order that no order of rows changes. */
function notesOfDates(
  { defaultDates }: Linked['settled'],
  dictionary: Linked['records']['dictionary'],
): string[] {
  const named = defaultDates.map(({ source, date, records }) => ({
    records,
    where: `${date} stands in ${count(records)} records of ${wordOf(dictionary, source)}`,
  }))
  const defaults = named.toSorted((a, b) => b.records - a.records || (a.where < b.where ? -1 : 1))
  const said = defaults.slice(0, MOST_DATES).map(({ where }) => `${where} and counts as missing.`)
  const others = defaults.length - MOST_DATES
  return others > 0
    ? [...said, `${count(others)} more dates stand in so many records and count as missing.`]
    : said
}
