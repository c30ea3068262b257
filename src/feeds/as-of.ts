import { londonDay, showDay } from '../kit/clock.ts'
import { csvParser } from '../kit/csv.ts'
import { isDay } from './checks/date-format.ts'
import { exportedDay } from './checks/exported-date.ts'
import { parseInstant } from './checks/instant-format.ts'
import type { Contract } from './contract.ts'
import { columnName, placeOf } from './readers/header.ts'
import { decode } from './readers/inspect.ts'
import type { Assigned } from './recognise.ts'

/** Of which instant a delivery is true, where it does not say so in one plain word. */

type Dated = { files: readonly Assigned[]; contract: Contract; now: Date }

/**
 * The instant, from whatever says it first: the document itself, who sends it, the names of the files, and where the
 * contract allows it the data. `said` is the document's own and is passed over where it cannot be read.
 */
export async function dayOfTruth(
  said: string | undefined,
  claimed: string | undefined,
  { files, contract, now }: Dated,
): Promise<{ asOf: string | undefined; notes: string[] } | { refused: string }> {
  if (claimed !== undefined && instantOf(claimed) === undefined) return { refused: UNREADABLE_DAY }
  const stated = instantOf(said) ?? instantOf(claimed) ?? instantOf(dateInNames(files))
  const columns = stated === undefined ? contract.datedBy : undefined
  const found = columns && (await newestDayIn(files, columns, londonDay(now)))
  const asOf = stated ?? instantOf(found)
  if (asOf === undefined && contract.mode === 'snapshot')
    return { refused: said === undefined ? NO_DAY : UNREADABLE_DAY }
  if (asOf !== undefined && Date.parse(asOf) > now.getTime() + A_DAY) return { refused: DAY_TO_COME }
  return { asOf, notes: found === undefined ? [] : [datedByItself(found)] }
}

const A_DAY = 86_400_000

const UNREADABLE_DAY =
  'The day of which the data is true cannot be read. Write it as in 2026-11-20 or 2026-11-20T18:00:00Z.'
export const NO_DAY =
  'It is not said of which day the data is true. Put "asOf" into delivery.json, or the day into the names of the files.'
export const DAY_TO_COME =
  'The files say that they are true of a day in the future. Correct that day and send them again.'

function datedByItself(day: string): string {
  return `Nothing says of which day the data is true. It is taken as that of ${showDay(day)}, the newest day in it.`
}

/** An instant or a day as somebody wrote it, in any form that systems export; `undefined` where it is none. */
function instantOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  return parseInstant(text) ?? parseInstant(exportedDay(text) ?? '')
}

/** The newest day in the files' names: `ssd_person_2026-11-20.csv`, `…_20261120.csv`, `…_20-11-2026.csv`. */
function dateInNames(files: readonly Assigned[]): string | undefined {
  const days = files.flatMap(({ file: { name } }) => [
    ...[...name.matchAll(/(?<!\d)(20\d{2})-?(\d{2})-?(\d{2})(?!\d)/g)].map(([, y, m, d]) => `${y}-${m}-${d}`),
    ...[...name.matchAll(/(?<!\d)(\d{2})[-._]?(\d{2})[-._]?(20\d{2})(?!\d)/g)].map(
      ([, d, m, y]) => `${y}-${m}-${d}`,
    ),
  ])
  return days.filter(isDay).toSorted().at(-1)
}

/** The newest day in these columns that is not later than today: a return is true at least until its last event. */
async function newestDayIn(
  files: readonly Assigned[],
  columns: readonly string[],
  today: string,
): Promise<string | undefined> {
  let newest: string | undefined
  for (const { file, table } of files) {
    if (table === undefined) continue
    const parser = csvParser()
    let places: number[] | undefined
    const look = (cells: string[] | undefined) => {
      if (cells === undefined) return
      if (places === undefined) {
        const names = cells.map(columnName)
        places = columns.flatMap(name => placesOf(name, table, names))
        return
      }
      for (const at of places) {
        const day = exportedDay(cells[at]?.trim() ?? '')
        if (day !== undefined && day <= today && day > (newest ?? '')) newest = day
      }
    }
    for await (const text of decode(file)) for (const row of parser.push(text)) look(row.cells)
    for (const row of parser.end()) look(row.cells)
  }
  return newest
}

function placesOf(name: string, table: NonNullable<Assigned['table']>, names: string[]): number[] {
  const field = table.columns[name]
  const at = field === undefined ? -1 : placeOf(name, field, names)
  return at < 0 ? [] : [at]
}
