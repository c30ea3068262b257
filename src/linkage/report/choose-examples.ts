import { levelIn } from '../compare/comparisons.ts'
import { comparePair, weighParts } from '../explain/waterfall.ts'
import type { Linked } from '../judge-pairs.ts'

/** A pair's weight step by step, by levels alone: a report quotes no record. */
export type Example = {
  what: string
  bits: number
  start: number
  steps: { comparison: string; level: string; bits: number; after: number }[]
}

/** One pair of each kind that a reader wants to see, where the run has one. Equal bits are settled by order of records. */
export function chooseExamples(run: Linked): Example[] {
  const { links, clusters, thresholds, order } = run
  const isJoined = (at: number): boolean => clusters.keyOf[links.a[at]!] === clusters.keyOf[links.b[at]!]
  const nearest =
    (line: number) =>
    (at: number): number =>
      -Math.abs(links.bits[at]! - line)
  const rank = (at: number): number =>
    order.ranks[links.a[at]!]! * order.rows.length + order.ranks[links.b[at]!]!
  const best = (isOne: (at: number) => boolean, worth: (at: number) => number): number => {
    let found = -1
    for (let at = 0; at < links.count; at++) {
      if (!isOne(at)) continue
      const isBetter =
        found < 0 || worth(at) > worth(found) || (worth(at) === worth(found) && rank(at) < rank(found))
      if (isBetter) found = at
    }
    return found
  }
  const { link } = thresholds
  const kinds: [what: string, at: number][] = [
    ['The strongest link', best(isJoined, at => links.bits[at]!)],
    ['A link near the line', best(at => isJoined(at) && links.bits[at]! >= link, nearest(link))],
    ['A pair just below the line', best(at => !isJoined(at) && links.bits[at]! < link, nearest(link))],
    [
      'A pair above the line that was not joined, because of a limit, different numbers or its persons’ other records',
      best(
        at => !isJoined(at) && links.bits[at]! >= link,
        at => links.bits[at]!,
      ),
    ],
  ]
  return kinds
    .filter(([, at]) => at >= 0)
    .map(([what, at]) => exampleOf(run, what, links.a[at]!, links.b[at]!))
}

function exampleOf(run: Linked, what: string, one: number, other: number): Example {
  const pair = comparePair(run, one, other)
  const { start, steps, bits } = weighParts(run, pair)
  return {
    what,
    bits,
    start,
    steps: steps.map(({ comparison, bits: own, after }) => ({
      comparison: comparison?.name ?? 'names together',
      level: comparison ? (comparison.levels[levelIn(pair.low, pair.high, comparison.place) - 1] ?? '') : '',
      bits: own,
      after,
    })),
  }
}
