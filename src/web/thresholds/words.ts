import type { Unit } from '../../feeds/holding/rule.ts'
import { count } from '../feeds/words.ts'

const UNITS: Record<Unit, [one: string, many: string]> = {
  percent: ['%', '%'],
  points: ['percentage point', 'percentage points'],
  times: ['time as many', 'times as many'],
  rows: ['row', 'rows'],
  deliveries: ['delivery', 'deliveries'],
}

/** `30 percentage points`, `3 times as many`. */
export function amount(value: number, unit: Unit): string {
  const [one, many] = UNITS[unit]
  return `${count(value)} ${value === 1 ? one : many}`
}
