import type { Pattern } from '../compare/compare-rows.ts'
import { inOneHome } from '../context/tied-homes.ts'
import type { Clustering } from './cluster-pairs.ts'
import type { GroupedLinks } from './group-links.ts'

/** Groups of more records are rare, and their pairs are compared as often as they are asked for. */
const MOST_REMEMBERED = 1024

/** The pattern of two members of a group: those of its links are known, the others are compared once. */
export function groupComparer(
  { starts, members, memberStarts, one, other, patterns: numbers, tied }: GroupedLinks,
  { patterns, compareTwo }: Pick<Clustering, 'patterns' | 'compareTwo'>,
): (group: number, i: number, j: number, into: Pattern) => void {
  let table = new Int32Array(0)
  let remembered = -1

  function remember(group: number, size: number): void {
    remembered = group
    if (table.length < 2 * size * size) table = new Int32Array(4 * size * size)
    table.fill(NOT_COMPARED, 0, 2 * size * size)
    for (let at = starts[group]!; at < starts[group + 1]!; at++) {
      const place = 2 * (one[at]! * size + other[at]!)
      const low = patterns.low[numbers[at]!]!
      table[place] = tied[at] === 1 ? inOneHome(low) : low
      table[place + 1] = patterns.high[numbers[at]!]!
    }
  }
  return (group, i, j, into) => {
    const start = memberStarts[group]!
    const size = memberStarts[group + 1]! - start
    if (size > MOST_REMEMBERED) return compareTwo(members[start + i]!, members[start + j]!, into)
    if (remembered !== group) remember(group, size)
    const place = 2 * (i < j ? i * size + j : j * size + i)
    if (table[place] === NOT_COMPARED) {
      compareTwo(members[start + i]!, members[start + j]!, into)
      table[place] = into.low
      table[place + 1] = into.high
    }
    into.low = table[place]!
    into.high = table[place + 1]!
  }
}

/** No pattern: a level has three bits, and ten levels leave two bits of a number free. */
const NOT_COMPARED = -1
