import { type Html, html, render } from '../../kit/html.ts'
import type { Linked } from '../judge-pairs.ts'
import { ENGINE } from '../trained/trained-model.ts'
import { addBits } from '../weigh/weigh-patterns.ts'
import { writeWhole } from '../write/write-file.ts'
import { isUsed } from '../write/write-pairs.ts'
import { barsOf } from './bar-chart.ts'
import { chooseExamples, type Example } from './choose-examples.ts'
import { countUnlinkable } from './count-unlinkable.ts'
import { type GroupRates, type Measured, measureTruth, type Share } from './measure-truth.ts'
import { type Summary, summarise } from './summarise.ts'

/** Everything about a run that is no record: for people as a page, for programs as JSON. */
export type Report = {
  about: About
  summary: Summary
  /** Bits from which any two records begin that a rule brought together. */
  prior: number
  /** For each comparison that any pair has values for, and level, how often it is met under each story, and its bits for one person against strangers. */
  weights: { comparison: string; levels: LevelWeights[] }[]
  /** How many persons have how many records. */
  clusterSizes: { records: number; persons: number }[]
  /** Records that hold too little to reach the line even beside a copy of themselves. */
  unlinkable: number
  /** Pairs with their weight step by step, by levels alone. */
  examples: Example[]
  measured: Measured | undefined
}

/** What was linked by what, so that the report can be held against another. */
export type About = { engine: number; files?: readonly string[]; model?: string; day?: string }

type LevelWeights = {
  level: string
  same: number
  household: number
  unrelated: number
  bitsAgainstStranger: number
  bitsAgainstHousehold: number
}

/** Writes the report as data where the path ends in `.json`, else as a page that needs nothing but itself. */
export function writeReport(path: string, linked: Linked, about: Omit<About, 'engine'> = {}): void {
  const report = makeReport(linked, about)
  if (path.endsWith('.json')) writeWhole(path, `${JSON.stringify(report, null, 2)}\n`)
  else writeWhole(path, pageOf(report))
}

export function makeReport(linked: Linked, about: Omit<About, 'engine'> = {}): Report {
  const { estimates, clusters, order, weights } = linked
  const comparisons = linked.comparisons.filter(({ place }) => isUsed(linked, place))
  const { same, household, unrelated } = estimates
  const sizes = new Map<number, number>()
  for (const row of order.rows) sizes.set(clusters.keyOf[row]!, (sizes.get(clusters.keyOf[row]!) ?? 0) + 1)
  const bySize = new Map<number, number>()
  for (const size of sizes.values()) bySize.set(size, (bySize.get(size) ?? 0) + 1)
  return {
    about: { engine: ENGINE, ...about },
    summary: summarise(linked),
    prior: weights.prior.same - addBits(weights.prior.household, weights.prior.unrelated),
    weights: comparisons.map(({ name, place, levels }) => ({
      comparison: name,
      levels: levels.map((level, at) => ({
        level,
        same: same[place]![at + 1]!,
        household: household[place]![at + 1]!,
        unrelated: unrelated[place]![at + 1]!,
        bitsAgainstStranger: Math.log2(same[place]![at + 1]! / unrelated[place]![at + 1]!),
        bitsAgainstHousehold: Math.log2(same[place]![at + 1]! / household[place]![at + 1]!),
      })),
    })),
    clusterSizes: [...bySize]
      .toSorted(([a], [b]) => a - b)
      .map(([records, persons]) => ({ records, persons })),
    unlinkable: countUnlinkable(linked),
    examples: chooseExamples(linked),
    measured: measureTruth(linked),
  }
}

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#0b0c0c}
table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;font-weight:bold}
th,td{border-bottom:1px solid #b1b4b6;padding:.25rem .75rem;text-align:left}td.n{text-align:right}
td:only-of-type{overflow-wrap:anywhere}
.scroll{overflow-x:auto;max-width:100%}.scroll:focus{outline:3px solid #0b0c0c}
rect.for{fill:#1d70b8}rect.against{fill:#d4351c}line{stroke:#0b0c0c}`

const count = (number: number): string => number.toLocaleString('en-GB')
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`

function pageOf(report: Report): string {
  const { summary, weights, clusterSizes, unlinkable, examples, measured } = report
  const page = html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Report of linking</title><style>${STYLE}</style></head><body><main>
<h1>Report of linking</h1>
<p>${count(summary.records)} records are ${count(summary.persons)} persons; ${count(summary.alone)} of them have one record. ${count(summary.pairsCompared)} pairs were compared. ${count(summary.recordsForReview)} records are for review.</p>
<p>${summary.stories}</p>
<p>${count(unlinkable)} records (${percent(unlinkable / summary.records)}) hold too little to be linked: they would not reach the line even beside a copy of themselves.</p>
${tableOf('What was linked, and by what', ['', ''], factsOf(report))}
${measured === undefined ? '' : truthPart(measured)}
${summary.notes.length === 0 ? '' : html`<h2>Notes</h2><ul>${summary.notes.map(note => html`<li>${note}</li>`)}</ul>`}
${tableOf(
  'Blocking rules',
  ['Rule', 'Pairs', 'Blocks above the cap', 'Cap', 'Largest block'],
  summary.rules.map(rule => [
    rule.rule,
    count(rule.pairs),
    count(rule.blocksAboveCap),
    count(rule.cap),
    count(rule.largestBlock),
  ]),
)}
${tableOf(
  'Persons by number of records',
  ['Records', 'Persons'],
  clusterSizes.map(size => [count(size.records), count(size.persons)]),
)}
<h2>Weights</h2>
<p>How often each level is met, where both records have a value, among pairs of one person, of one household and of strangers, and the bits that it counts for one person.</p>
${weights.map(weightPart)}
<h2>Examples, step by step</h2>
<p>How the weight of a pair comes about: where any two records begin, and what each comparison adds or takes. No record is quoted; family-hub link explain says it in words for two records by their ids.</p>
${examples.map(examplePart)}
</main></body></html>
`
  return render(page)
}

function factsOf({ about, summary: { thresholds, refused }, prior }: Report): string[][] {
  const { files = [], model, day, engine } = about
  return [
    ...(day === undefined ? [] : [['Day', day]]),
    ...(files.length === 0 ? [] : [['Files', files.join(', ')]]),
    ...(model === undefined ? [] : [['Model', model]]),
    ['Engine', String(engine)],
    ['Linked from', `${thresholds.link} bits`],
    ['For review from', `${thresholds.review} bits`],
    ['Where two compared records begin', `${prior.toFixed(1)} bits`],
    ['Pairs above the line kept apart by different numbers', count(refused.conflicting)],
    ['Pairs above the line whose persons do not hold together', count(refused.incoherent)],
  ]
}

/** `initialOrMiddle` as "initial or middle"; the names of columns stay. */
const inWords = (name: string): string =>
  /^(identifier|text) /.test(name) ? name : name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)

const weightPart = ({ comparison, levels }: Report['weights'][number]): Html =>
  html`<h3>${inWords(comparison)}</h3>${tableOf(
    `${inWords(comparison)}: shares and bits by level`,
    ['Level', 'One person', 'Household', 'Strangers', 'Bits against strangers', 'Bits against household'],
    levels.map(level => [
      inWords(level.level),
      percent(level.same),
      percent(level.household),
      percent(level.unrelated),
      level.bitsAgainstStranger.toFixed(1),
      level.bitsAgainstHousehold.toFixed(1),
    ]),
    barsOf(levels.map(({ bitsAgainstStranger }) => bitsAgainstStranger)),
  )}`

const examplePart = ({ what, bits, start, steps }: Example): Html =>
  html`<h3>${what}: ${bits.toFixed(1)} bits</h3>${tableOf(
    what,
    ['Comparison', 'Level', 'Bits', 'Total'],
    [
      ['any two records', '', start.toFixed(1), start.toFixed(1)],
      ...steps.map(step => [
        inWords(step.comparison),
        inWords(step.level),
        step.bits.toFixed(1),
        step.after.toFixed(1),
      ]),
    ],
    barsOf([start, ...steps.map(step => step.bits)]),
  )}`

function truthPart({ pairs, clusters, bCubed, calibration, bySource, byColumn, records }: Measured): Html {
  const row = (name: string, { precision, recall, f1 }: Measured['pairs']): string[] => [
    name,
    percent(precision),
    percent(recall),
    f1.toFixed(4),
  ]
  return html`<h2>Beside the truth</h2>
${tableOf(
  `${count(records)} records whose person is known`,
  ['Measure', 'Precision', 'Recall', 'F1'],
  [row('Pairs', pairs), row('Persons exactly right', clusters), row('B cubed', bCubed)],
)}
${tableOf(
  `Calibration: ${count(calibration.pairs)} pairs with a probability of .01 to .99, expected error ${calibration.expectedError.toFixed(3)}`,
  ['Pairs', 'Predicted', 'One person'],
  calibration.bins.map(bin => [count(bin.pairs), percent(bin.predicted), percent(bin.true)]),
)}
${groupTable('By source', bySource)}
${byColumn.length === 0 ? '' : groupTable('By the column asked for', byColumn)}`
}

const groupTable = (caption: string, groups: GroupRates[]): Html =>
  tableOf(
    `${caption}: true pairs missed and pairs of one person that are wrong, with 95 % intervals`,
    ['Group', 'Records', 'Missed', 'Wrong'],
    groups.map(({ group, records, missed, wrong }) => [
      group,
      count(records),
      interval(missed),
      interval(wrong),
    ]),
  )

const interval = ({ share, from, to }: Share): string =>
  `${percent(share)} (${percent(from)} to ${percent(to)})`

/** A table that scrolls by itself where it is wider than the page; `bars` stand behind the figures of their rows. */
function tableOf(caption: string, heads: string[], rows: string[][], bars: Html[] = []): Html {
  const chart = bars.length > 0 ? html`<td></td>` : ''
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>${heads.some(Boolean) ? html`<thead><tr>${heads.map(head => html`<th scope="col">${head}</th>`)}${chart}</tr></thead>` : ''}
<tbody>${rows.map(([first = '', ...cells], at) => html`<tr><th scope="row">${first}</th>${cells.map(cell => html`<td class="n">${cell}</td>`)}${bars[at] === undefined ? '' : html`<td>${bars[at]}</td>`}</tr>`)}</tbody></table></div>`
}
