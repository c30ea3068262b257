import type { Dictionary } from '../rows/dictionary.ts'
import { FAMILY, GIVEN, type Layout, MIDDLE } from '../rows/row-layout.ts'
import { GIVEN_LEVEL } from './comparisons.ts'
import { CLOSE, UNLIKE } from './name-likeness.ts'

/**
 * Makes the function that gives the level of two rows' given names. Names stand in other columns than they should, are
 * turned round, written as one or as two: so the other names of both are looked at too.
 */
export function givenNameComparer(
  { firsts, lasts, starts, letters }: Dictionary,
  { knownAs }: Layout,
  likeness: (one: number, other: number) => number,
): (rows: Int32Array, a: number, b: number) => number {
  const isInitialOf = (one: number, other: number): boolean =>
    starts[one + 1] === starts[one]! + 1 && letters[starts[one]!] === letters[starts[other]!]

  const isNear = (one: number, other: number): boolean =>
    one !== 0 && other !== 0 && (one === other || likeness(one, other) <= CLOSE)

  const ours = new Int32Array(4)
  const theirs = new Int32Array(4)

  return givenLevel

  function givenLevel(rows: Int32Array, a: number, b: number): number {
    const one = rows[a + GIVEN]!
    const other = rows[b + GIVEN]!
    if (one === 0 || other === 0) return 0
    if (one === other) return GIVEN_LEVEL.exact
    if (one === rows[b + FAMILY] && other === rows[a + FAMILY]) return GIVEN_LEVEL.swapped
    const how = likeness(one, other)
    if (how <= CLOSE) return how
    if (knownAs > 0 && goByOne(rows, a, b)) return GIVEN_LEVEL.variant
    if (rows[a + FAMILY] !== rows[b + FAMILY] && areTurnedRound(rows, a, b)) return GIVEN_LEVEL.swapped
    const middle = rows[a + MIDDLE]!
    const otherMiddle = rows[b + MIDDLE]!
    if (isJoined(one, middle, other) || isJoined(other, otherMiddle, one)) return GIVEN_LEVEL.variant
    if (isNear(one, otherMiddle) || isNear(other, middle))
      return one === otherMiddle && other === middle ? GIVEN_LEVEL.variant : GIVEN_LEVEL.initialOrMiddle
    if (isInitialOf(one, other) || isInitialOf(other, one)) return GIVEN_LEVEL.initialOrMiddle
    return how === UNLIKE ? GIVEN_LEVEL.different : how
  }

  /** Whether two given names written as one are the other's: Zi Tong and Zitong. */
  function isJoined(one: number, middle: number, other: number): boolean {
    if (middle === 0) return false
    const start = starts[other]!
    const first = starts[one + 1]! - starts[one]!
    if (starts[other + 1]! - start !== first + starts[middle + 1]! - starts[middle]!) return false
    for (let at = 0; at < first; at++) if (letters[start + at] !== letters[starts[one]! + at]) return false
    for (let at = starts[middle]!; at < starts[middle + 1]!; at++)
      if (letters[start + first + at - starts[middle]!] !== letters[at]) return false
    return true
  }

  /** Whether two records have the same names in other places: Mohammed Bilal Khan and Bilal Khan Mohammed, Khan Aisah and Aisha Khan. */
  function areTurnedRound(rows: Int32Array, a: number, b: number): boolean {
    const family = rows[a + FAMILY]!
    const otherFamily = rows[b + FAMILY]!
    if (family === 0 || otherFamily === 0) return false
    const isCrossed = isNear(rows[a + GIVEN]!, otherFamily) && isNear(rows[b + GIVEN]!, family)
    return isCrossed || countCommon(rows, a, b) >= 2
  }

  /** How many of one's names the other has, wherever they stand. */
  function countCommon(rows: Int32Array, a: number, b: number): number {
    takeNames(rows, a, ours)
    takeNames(rows, b, theirs)
    let common = 0
    for (const name of ours) {
      const at = name === 0 ? -1 : theirs.indexOf(name)
      if (at < 0) continue
      theirs[at] = 0
      common++
    }
    return common
  }

  function takeNames(rows: Int32Array, row: number, into: Int32Array): void {
    const family = rows[row + FAMILY]!
    into[0] = rows[row + GIVEN]!
    into[1] = rows[row + MIDDLE]!
    into[2] = firsts[family]!
    into[3] = into[2] === lasts[family] ? 0 : lasts[family]!
  }

  /** Whether the name by which one goes is the other's. */
  function goByOne(rows: Int32Array, a: number, b: number): boolean {
    const one = rows[a + knownAs]!
    const other = rows[b + knownAs]!
    return (
      (one !== 0 && (one === rows[b + GIVEN] || one === other)) || (other !== 0 && other === rows[a + GIVEN])
    )
  }
}
