import type { Clustering, Clusters } from './cluster-pairs.ts'
import type { GroupedLinks } from './group-links.ts'

/** The threshold of links, and what of one group came nearest to it on either side. */
export type Line = {
  below: number
  from: number
  begin: () => void
  isReachedBy: (bits: number) => boolean
}

export function lineAt(threshold: number): Line {
  const line: Line = {
    below: Number.NEGATIVE_INFINITY,
    from: Number.POSITIVE_INFINITY,
    begin: () => {
      line.below = Number.NEGATIVE_INFINITY
      line.from = Number.POSITIVE_INFINITY
    },
    isReachedBy: bits => {
      const isReached = bits >= threshold
      if (isReached) line.from = Math.min(line.from, bits)
      else line.below = Math.max(line.below, bits)
      return isReached
    },
  }
  return line
}

/** What the same links gave with other thresholds. */
export type Earlier = { clusters: Clusters } & Pick<Clustering, 'thresholds' | 'limits'>

/**
 * Says of a group whether it has to be judged anew: something in it lies between the old threshold and the new one. A
 * threshold that is moved changes few groups, and the others need not be fetched from memory.
 */
export function groupsBetween(
  { starts, bits, patterns, tied }: GroupedLinks,
  { thresholds, limits }: Clustering,
  { clusters: { nearest }, thresholds: before, limits: limitsBefore }: Earlier,
): (group: number) => boolean {
  const lower = Math.min(before.review, thresholds.review)
  const upper = Math.max(before.review, thresholds.review)
  return group => {
    if (thresholds.link <= nearest.below[group]! || thresholds.link > nearest.from[group]!) return true
    for (let at = starts[group]!; at < starts[group + 1]!; at++) {
      if (bits[at]! >= lower && bits[at]! < upper) return true
      const limit = tied[at] === 1 ? 'leastBitsTied' : 'leastBits'
      if (limits[limit][patterns[at]!] !== limitsBefore[limit][patterns[at]!]) return true
    }
    return false
  }
}
