/** What a chart says in one sentence: its title. */

import type { Series } from '../charts/trend-chart.ts'
import { count, percent } from '../feeds/words.ts'

/** A share that moves by less is called steady. */
const STEADY = 0.05

/** The share that moved most between the last two deliveries that have it; or that all are steady. */
export function sharesMessage(series: readonly Series[]): string {
  const moves = series.flatMap(({ name, values }) => {
    const known = values.filter(value => value !== undefined)
    const [was, is] = [known.at(-2), known.at(-1)]
    return was === undefined || is === undefined ? [] : [{ name, was, is, by: is - was }]
  })
  const [most] = moves.toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by))
  if (most === undefined) return 'Complete, valid and matched: too few figures to compare yet'
  if (Math.abs(most.by) < STEADY) {
    const names = moves.map(move => move.name.toLowerCase()).join(', ')
    return `Steady since the delivery before: ${names}`
  }
  const verb = most.by < 0 ? 'fell' : 'rose'
  return `“${most.name}” ${verb} from ${percent(most.was)} to ${percent(most.is)} in the last delivery`
}

/** Rows beside what was usual before. */
export function rowsMessage(rows: readonly number[]): string {
  const last = rows.at(-1) ?? 0
  const before = rows.slice(0, -1)
  const [least, most] = [Math.min(...before), Math.max(...before)]
  const were = least === most ? count(least) : `between ${count(least)} and ${count(most)}`
  return `${last === 1 ? '1 row' : `${count(last)} rows`} in the last delivery; ${were} before`
}
