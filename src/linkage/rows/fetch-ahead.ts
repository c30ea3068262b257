/**
 * Records that are needed in another order than they stand in are far away: the processor waits some hundred
 * nanoseconds for each. Looked at one after the other, and for nothing else, many are on their way from memory at once,
 * and are near when they are worked on.
 */

/** So many records stay near until they are worked on. */
export const FETCHED_TOGETHER = 1024

let seen = 0

/** Takes what was only looked at, so that no compiler leaves out the looking. */
export function haveSeen(value: number): void {
  seen ^= value
}
