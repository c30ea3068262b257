import { figure, type HoldingFacts } from './rule.ts'

/** A table smaller than this may well lose half of its rows, or gain as many, in an ordinary week. */
export const SMALLEST_TABLE = 20
/** Changes vary from day to day, and the first file is often the whole: so many deliveries say what is usual. */
const ENOUGH_DELIVERIES = 3

export type UsualRows = { least: number; most: number; leastSays: string; mostSays: string }

/**
 * How many rows a table usually has: in a snapshot as many as last time; among changes between the smallest and the
 * largest of the last deliveries. `undefined` where that cannot be said yet.
 */
export function usualRows({ mode, before }: HoldingFacts, table: string): UsualRows | undefined {
  const counts = before.flatMap(one => one.rows[table] ?? [])
  if (mode === 'snapshot') {
    const [last] = counts
    if (last === undefined) return undefined
    const says = `the last delivery had ${figure(last)}`
    return { least: last, most: last, leastSays: says, mostSays: says }
  }
  if (counts.length < ENOUGH_DELIVERIES) return undefined
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  const of = `of the last ${counts.length} deliveries had`
  return {
    least,
    most,
    leastSays: `the smallest ${of} ${figure(least)}`,
    mostSays: `the largest ${of} ${figure(most)}`,
  }
}
