import type { FieldProfile } from '../profile.ts'
import { ENOUGH_ROWS, type HoldingFacts } from './rule.ts'

/** One field now, and what it was in the deliveries before that had it, put together by their rows. */
export type Compared = {
  table: string
  field: string
  now: FieldProfile
  filledBefore: number
  sharesBefore: Record<string, number>
  /** How many deliveries that were. */
  deliveries: number
  /** The fewer of the filled rows that were counted now and before: those over which shares are taken. */
  filledRows: number
}

/** Every field of this delivery that can be compared: counted in enough rows, now and before. */
export function compareFields({ profile, before }: HoldingFacts): Compared[] {
  return Object.entries(profile).flatMap(([table, { sampled, fields }]) =>
    Object.entries(fields).flatMap(([field, now]) => {
      const earlier = before.flatMap(one => {
        const then = one.profile[table]
        const was = then?.fields[field]
        return then === undefined || was === undefined ? [] : [{ sampled: then.sampled, was }]
      })
      const sampledBefore = earlier.reduce((sum, one) => sum + one.sampled, 0)
      const filledBefore = pooled(earlier, was => was.filled)
      if (sampled < ENOUGH_ROWS || sampledBefore < ENOUGH_ROWS) return []
      return [
        {
          table,
          field,
          now,
          filledBefore,
          sharesBefore: pooledShares(earlier),
          deliveries: earlier.length,
          filledRows: Math.min(sampled * now.filled, sampledBefore * filledBefore),
        },
      ]
    }),
  )
}

type Weighted = { sampled: number; was: FieldProfile }

function pooled(earlier: readonly Weighted[], of: (was: FieldProfile) => number): number {
  const rows = earlier.reduce((sum, one) => sum + one.sampled, 0)
  return earlier.reduce((sum, one) => sum + of(one.was) * one.sampled, 0) / rows
}

/** Shares are of the filled rows, so a delivery counts by those. */
function pooledShares(earlier: readonly Weighted[]): Record<string, number> {
  const filled = earlier
    .filter(({ was }) => was.shares !== undefined)
    .map(({ sampled, was }) => ({ sampled: sampled * was.filled, was }))
  if (filled.every(one => one.sampled === 0)) return {}
  const names = new Set(filled.flatMap(({ was }) => Object.keys(was.shares ?? {})))
  return Object.fromEntries([...names].map(name => [name, pooled(filled, was => was.shares?.[name] ?? 0)]))
}
