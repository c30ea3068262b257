import { Fault } from '../../kit/faults.ts'
import type { Comparison } from '../compare/comparisons.ts'
import type { ModelFile } from '../model-file.ts'
import type { Estimates } from './estimate.ts'

/**
 * Puts the levels that a model states in place of those that were learnt. Exact names, dates, homes and telephones
 * count against strangers by how rare the value is, whatever a model says of `unrelated`. Throws a fault for a
 * comparison or a level that is not there.
 */
export function setLevels(
  stated: ModelFile['comparisons'],
  comparisons: readonly Comparison[],
  estimates: Estimates,
): void {
  if (stated === 'auto') return
  for (const [name, levels] of Object.entries(stated)) {
    const comparison = comparisons.find(one => one.name === name)
    if (comparison === undefined) refuse(name, comparisons)
    for (const [level, { same, household, unrelated }] of Object.entries(levels)) {
      const at = comparison.levels.indexOf(level)
      if (at < 0) {
        throw new Fault(
          'model-unusable',
          `comparisons.${name} has "${level}", which is none of ${comparison.levels.join(', ')}.`,
        )
      }
      estimates.same[comparison.place]![at + 1] = same
      estimates.household[comparison.place]![at + 1] = household
      estimates.unrelated[comparison.place]![at + 1] = unrelated
    }
  }
}

function refuse(name: string, comparisons: readonly Comparison[]): never {
  const known = comparisons.map(one => one.name).join(', ')
  throw new Fault('model-unusable', `comparisons has "${name}", which is none of ${known}.`)
}
