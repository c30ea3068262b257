import { labelOf } from '../explain/pair-in-words.ts'
import type { Linked } from '../judge-pairs.ts'
import { wordOf } from '../rows/dictionary.ts'

const count = (number: number): string => number.toLocaleString('en-GB')

/** What was odd about the files and is told, in an order that no order of rows changes. */
export const notesOf = (linked: Linked): string[] => [
  ...ofReading(linked),
  ...ofDates(linked),
  ...ofNames(linked),
  ...ofIdentifiers(linked),
  ...ofRules(linked),
]

function ofReading({ records: { notes, count: all }, pairs }: Linked): string[] {
  const said: string[] = []
  if (pairs.compared === 0 && pairs.capped.length === 0 && all > 1)
    said.push(
      'No rule brought two records together, so each stands alone. See whether the model names the right columns and they have values.',
    )
  if (notes.oldTexts > 0)
    said.push(`${count(notes.oldTexts)} different values were not UTF-8 and were read as Windows-1252.`)
  if (notes.impossibleDates > 0)
    said.push(`${count(notes.impossibleDates)} birth dates are no dates and count as missing.`)
  if (notes.oddSexes > 0)
    said.push(`${count(notes.oddSexes)} sexes are none of the words that are known and count as missing.`)
  if (notes.oddStages > 0)
    said.push(`${count(notes.oddStages)} stages are none of the words that are known and count as missing.`)
  if (notes.raggedRows > 0)
    said.push(`${count(notes.raggedRows)} of ${count(all)} rows end before the last column that is used.`)
  return said
}

/** More default dates than this are told as a number. */
const MOST_DATES = 5

/** Dates that stand for "not known", the commonest by name, and who writes the month first. */
function ofDates({
  settled: { defaultDates, monthFirst, yearFirst, precision, coarserDates },
  records: { dictionary },
}: Linked): string[] {
  const stated = defaultDates.map(({ source, date, records }) => ({
    records,
    where: `${date} stands in ${count(records)} records of ${wordOf(dictionary, source)}`,
  }))
  const defaults = stated.toSorted((a, b) => b.records - a.records || (a.where < b.where ? -1 : 1))
  const said: string[] = []
  if (precision !== 'day')
    said.push(`Most birth dates tell the ${precision} alone, so no more than that is compared.`)
  if (coarserDates > 0)
    said.push(`${count(coarserDates)} birth dates tell no ${precision} and count as missing.`)
  said.push(...defaults.slice(0, MOST_DATES).map(({ where }) => `${where} and counts as missing.`))
  const others = defaults.length - MOST_DATES
  if (others > 0) said.push(`${count(others)} more dates stand in so many records and count as missing.`)
  const named = (sources: readonly number[]): string[] =>
    sources.map(number => wordOf(dictionary, number)).toSorted()
  for (const source of named(monthFirst)) said.push(`${source} writes the month before the day.`)
  for (const source of named(yearFirst)) said.push(`${source} writes the year before the day, in two digits.`)
  return said
}

/** Names that stand for "not known", by source. */
function ofNames({ settled: { notNames }, records: { dictionary } }: Linked): string[] {
  const sources = new Map<string, { word: string; names: number }[]>()
  for (const { source, word, names } of notNames) {
    const name = wordOf(dictionary, source)
    sources.set(name, [...(sources.get(name) ?? []), { word, names }])
  }
  return [...sources]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, words]) => {
      const all = words.reduce((sum, { names }) => sum + names, 0)
      const said = words.map(({ word }) => word).toSorted()
      return `${count(all)} names of ${source} stand for not known (${said.join(', ')}) and count as missing.`
    })
}

function ofIdentifiers(linked: Linked): string[] {
  const identifiers = linked.comparisons.filter(({ kind }) => kind === 'identifier')
  return identifiers.flatMap((comparison, at) => {
    const { kind, invalid, shared } = linked.settled.identifiers[at]!
    const name = labelOf(linked, comparison)
    return [
      ...(invalid > 0 ? [`${count(invalid)} values of ${name} fail their check and count as missing.`] : []),
      ...(shared.size > 0
        ? [`${count(shared.size)} values of ${name} stand in many records each and count as missing.`]
        : []),
      ...(kind === 'other' ? [] : [`Two records with different ${name}s are never linked.`]),
    ]
  })
}

function ofRules({ rules, caps, leftOut, pairs }: Linked): string[] {
  const said: string[] = []
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
