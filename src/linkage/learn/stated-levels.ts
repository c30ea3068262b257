import { Fault } from '../../kit/faults.ts'
import { type Comparison, OF } from '../compare/comparisons.ts'
import type { ModelFile } from '../model-file.ts'
import type { Estimates } from './estimate.ts'

const STORIES = ['same', 'household', 'unrelated'] as const

/** Whether strangers agree on this level as often as the very name is borne, whatever a model says. */
const countsByName = ({ place }: Comparison, at: number): boolean =>
  at === 0 && (place === OF.given || place === OF.family)

/** Shares are written with so many digits that they add up to 1 within this. */
const ROUNDING = 0.001

/** Refuses levels that are not there, that would say nothing, or whose shares cannot be those of one story. */
export function refuseLevels(stated: ModelFile['comparisons'], comparisons: readonly Comparison[]): void {
  if (stated === 'auto') return
  for (const [name, levels] of Object.entries(stated)) {
    const comparison = comparisons.find(one => one.name === name)
    if (comparison === undefined)
      refuse(`comparisons has "${name}", which is none of ${comparisons.map(one => one.name).join(', ')}.`)
    const known: readonly string[] = comparison.levels
    for (const [level, { unrelated }] of Object.entries(levels)) {
      const at = known.indexOf(level)
      if (at < 0) refuse(`comparisons.${name} has "${level}", which is none of ${known.join(', ')}.`)
      if (countsByName(comparison, at) !== (unrelated === undefined))
        refuse(
          unrelated === undefined
            ? `comparisons.${name}.${level} has no unrelated.`
            : `comparisons.${name}.${level} has unrelated, and a name counts against strangers as it is rare. Leave it out.`,
        )
    }
    for (const story of STORIES) {
      const shares = Object.values(levels).map(own => own[story] ?? 0)
      const sum = shares.reduce((all, share) => all + share, 0)
      const isWhole = shares.length === known.length && !shares.includes(0)
      if (sum > 1 + ROUNDING || (isWhole && sum < 1 - ROUNDING))
        refuse(
          `The shares of comparisons.${name} under ${story} add up to ${sum.toFixed(3)}. All levels together make 1; what is left is shared out among those that are not stated.`,
        )
    }
  }
}

function refuse(says: string): never {
  throw new Fault('model-unusable', says)
}

/**
 * Puts the levels that a model states in place of those that were learnt. What the stated ones of a story leave of 1 is
 * shared out among the others as they were learnt. Throws a fault for what `refuseLevels` refuses.
 */
export function setLevels(
  stated: ModelFile['comparisons'],
  comparisons: readonly Comparison[],
  estimates: Estimates,
): void {
  refuseLevels(stated, comparisons)
  if (stated === 'auto') return
  for (const [name, levels] of Object.entries(stated)) {
    const comparison = comparisons.find(one => one.name === name)!
    for (const story of STORIES) {
      const shares = estimates[story][comparison.place]!
      const own = comparison.levels.map(level => levels[level]?.[story])
      const rest = 1 - own.reduce<number>((sum, share) => sum + (share ?? 0), 0)
      const learnt = own.reduce<number>(
        (sum, share, at) => sum + (share === undefined ? shares[at + 1]! : 0),
        0,
      )
      for (const [at, share] of own.entries())
        shares[at + 1] = share ?? Math.max(LEAST, (shares[at + 1]! * Math.max(0, rest)) / learnt)
    }
  }
}

/** No level is impossible: a share of nothing would outweigh everything. */
const LEAST = 1e-9
