import type { Comparison } from '../../src/linkage/compare/comparisons.ts'
import type { Chance } from '../../src/linkage/learn/chance.ts'

/** What begins an estimate of a thousand records in which every level is met as often: for tests that state their own shares. */
export const flatChance = (comparisons: readonly Comparison[]): Chance =>
  ({
    records: 1000,
    agreeing: comparisons.map(() => 1),
    comparable: comparisons.map(() => 1000),
    shares: comparisons.map(({ levels }) => levels.map(() => 1 / levels.length)),
  }) as unknown as Chance
