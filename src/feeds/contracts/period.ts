import { datesInOrder, inOrder } from '../checks/dates-in-order.ts'
import type { Context } from '../contract.ts'

export type Period = { from: string | undefined; to: string | undefined }

/** Start and end of something; an end before its start is reported and left out. */
export function period(
  from: string | undefined,
  to: string | undefined,
  column: string,
  context: Context,
): Period {
  if (inOrder(from, to)) return { from, to }
  context.reject(column, datesInOrder)
  return { from, to: undefined }
}

/** Whether what has this end is still going on today. */
export function statusAt(to: string | undefined, today: string): 'current' | 'historic' {
  return to === undefined || to >= today ? 'current' : 'historic'
}
