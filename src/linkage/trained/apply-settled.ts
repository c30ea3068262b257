import type { People } from '../read/pack-people.ts'
import { exchangeDayAndMonth, showDate } from '../read/values/scan-birth-date.ts'
import { type Dictionary, wordOf } from '../rows/dictionary.ts'
import {
  BIRTH,
  FIRST_IDENTIFIER,
  FLAGS,
  IS_DAY_OR_MONTH_FIRST,
  OF_YEARS,
  SOURCE,
} from '../rows/row-layout.ts'
import { dropFromAll } from '../settle/settle-names.ts'
import { settlePartialDate } from '../settle/settle-precision.ts'
import { fingerprintAt, isValidFor, type Settled, settleYear, stageSettler } from '../settle/settle-values.ts'
import type { TrainedModel } from './trained-model.ts'

/** Settles one row's values as the model's files were; gives its date if that was a default one, else 0, whether its date was told less far than the model's, and a bit for each identifier that failed its check. */
type SettleRow = (
  rows: Int32Array,
  row: number,
  source: string,
) => { defaultDate: number; isCoarser: boolean; invalid: number }

/** Makes the function that settles a row, a record at a time, by what stands in a model. */
export function rowSettler({ settled, adultsBornBefore }: TrainedModel, thisYear: number): SettleRow {
  const yearFirst = new Set(settled.yearFirst)
  const monthFirst = new Set(settled.monthFirst)
  const defaults = new Set(settled.defaultDates.map(({ source, date }) => `${date} ${source}`))
  const identifiers = settled.identifiers.map(({ kind, shared }) => ({
    kind,
    shared: new Set(shared.map(hex => Number.parseInt(hex, 16) | 0)),
  }))
  const settleStage = stageSettler(adultsBornBefore)
  return (rows, row, source) => {
    if ((rows[row + FLAGS]! & OF_YEARS) !== 0) settleYear(rows, row, yearFirst.has(source), thisYear)
    if ((rows[row + FLAGS]! & IS_DAY_OR_MONTH_FIRST) !== 0 && monthFirst.has(source))
      rows[row + BIRTH] = exchangeDayAndMonth(rows[row + BIRTH]!)
    const isCoarser = settlePartialDate(rows, row, settled.precision ?? 'day')
    const date = rows[row + BIRTH]!
    const isDefault = date !== 0 && defaults.size > 0 && defaults.has(`${showDate(date)} ${source}`)
    if (isDefault) rows[row + BIRTH] = 0
    settleStage(rows, row)
    let invalid = 0
    for (const [one, { kind, shared }] of identifiers.entries()) {
      const at = row + FIRST_IDENTIFIER + 2 * one
      if (rows[at] === 0 && rows[at + 1] === 0) continue
      const isValid = isValidFor(kind, rows[at]!, rows[at + 1]!)
      if (!isValid) invalid |= 1 << one
      if (isValid && !shared.has(fingerprintAt(rows, at))) continue
      rows[at] = 0
      rows[at + 1] = 0
    }
    return { defaultDate: isDefault ? date : 0, isCoarser, invalid }
  }
}

/** What each source writes for "not known" among its names, as the model's files showed. */
export function notNamesOf(
  { settled }: TrainedModel,
  dictionary: Dictionary,
): (source: number, word: string) => boolean {
  const known = new Set(settled.notNames.map(({ source, word }) => `${word} ${source}`))
  return (source, word) => known.size > 0 && known.has(`${word} ${wordOf(dictionary, source)}`)
}

/** Settles all rows of a run as the model's files were, and tells what came of it. */
export function applySettled(people: People, dictionary: Dictionary, model: TrainedModel): Settled {
  const { rows, layout, thisYear } = people
  const settleRow = rowSettler(model, thisYear)
  const sources = new Map<number, string>()
  const nameOf = (source: number): string => {
    const known = sources.get(source) ?? wordOf(dictionary, source)
    sources.set(source, known)
    return known
  }
  const dropped = new Map<string, Settled['defaultDates'][number]>()
  const invalid = model.settled.identifiers.map(() => 0)
  let coarserDates = 0
  for (let row = 0; row < rows.length; row += layout.stride) {
    const source = rows[row + SOURCE]!
    const came = settleRow(rows, row, nameOf(source))
    for (let one = 0; one < invalid.length; one++) if (came.invalid & (1 << one)) invalid[one]!++
    if (came.isCoarser) coarserDates++
    if (came.defaultDate === 0) continue
    const date = showDate(came.defaultDate)
    const known = dropped.get(`${source} ${date}`) ?? { source, date, records: 0 }
    known.records++
    dropped.set(`${source} ${date}`, known)
  }
  const among = (names: readonly string[]): number[] =>
    [...sources].filter(([, name]) => names.includes(name)).map(([source]) => source)
  return {
    precision: model.settled.precision ?? 'day',
    coarserDates,
    monthFirst: among(model.settled.monthFirst),
    yearFirst: among(model.settled.yearFirst),
    defaultDates: [...dropped.values()],
    notNames: dropFromAll(people, dictionary, notNamesOf(model, dictionary)),
    identifiers: model.settled.identifiers.map(({ kind, shared }, one) => ({
      kind,
      invalid: invalid[one]!,
      shared: new Set(shared.map(hex => Number.parseInt(hex, 16))),
    })),
  }
}
