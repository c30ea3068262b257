import type { Weighed } from '../person-record.ts'

/** More sources first; then the one heard of most lately; then in alphabetical order, so that a tie is no accident. */
export function bySources<V>(key: (value: V) => string): (a: Weighed<V>, b: Weighed<V>) => number {
  return (a, b) => b.sources - a.sources || byNewest(key)(a, b)
}

/** The one heard of most lately first. */
export function byNewest<V>(key: (value: V) => string): (a: Weighed<V>, b: Weighed<V>) => number {
  return (a, b) => b.newest.getTime() - a.newest.getTime() || (key(a.value) < key(b.value) ? -1 : 1)
}

/** What a kind of source says first, whatever the others say; among themselves by number. */
export function byContract<V>(
  first: string,
  key: (value: V) => string,
): (a: Weighed<V>, b: Weighed<V>) => number {
  const holds = (weighed: Weighed<V>) => weighed.candidates.some(c => c.contract.startsWith(first))
  return (a, b) => Number(holds(b)) - Number(holds(a)) || bySources(key)(a, b)
}
