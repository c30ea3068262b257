import {
  areNamesExact,
  BIRTH_LEVEL,
  doNamesAgree,
  IN_ONE_NUMBER,
  levelIn,
  MIDDLE_LEVEL,
  OF,
} from '../compare/comparisons.ts'
import { noPatterns, numberOfPattern, type Patterns } from '../compare/patterns.ts'

/**
 * Patterns as estimating reads them, forty times over: those that a slice of pairs cannot tell apart are one case, and
 * the levels stand as places of flat tables, close together.
 */
export type Cases = {
  count: number
  pairs: Float64Array
  /** The comparisons that count, and for each case behind another the places of their levels in a table. */
  open: number[]
  places: Uint16Array
  /** Marks of what holds for a case beside its levels. */
  marks: Uint8Array
}

/** Both names agree, exactly or nearly; both exactly; the middle names agree; the birth dates are further apart than slips explain. */
export const NAMES_AGREE = 1
export const NAMES_EXACT = 2
export const MIDDLE_AGREES = 4
export const BORN_APART = 8

const LEVELS_OF_PLACE = 8

/** The place of a level in a flat table. */
export const placeOf = (comparison: number, level: number): number => LEVELS_OF_PLACE * comparison + level

/** The shares of a story as a flat table. */
export function tableOf(shares: readonly number[][]): Float64Array {
  const table = new Float64Array(LEVELS_OF_PLACE * shares.length)
  for (const [comparison, levels] of shares.entries()) table.set(levels, placeOf(comparison, 0))
  return table
}

/** The patterns under a rule, or all, by the levels of comparisons that are open. In the patterns' order. */
export function gatherCases(
  patterns: Patterns,
  comparisons: number,
  settled: readonly number[] = [],
  rule?: number,
): Cases {
  const open = Array.from({ length: comparisons }, (_, place) => place).filter(
    place => !settled.includes(place),
  )
  const merged = merge(patterns, open, rule)
  const cases: Cases = {
    count: merged.count,
    pairs: merged.pairs,
    open,
    places: new Uint16Array(merged.count * open.length),
    marks: Uint8Array.from(merged.rules),
  }
  for (let at = 0; at < merged.count; at++)
    for (const [to, place] of open.entries())
      cases.places[at * open.length + to] = placeOf(place, levelIn(merged.low[at]!, merged.high[at]!, place))
  return cases
}

/** The patterns with nothing but open levels, and with marks for rules. */
function merge({ low, high, rules, pairs, count }: Patterns, open: number[], rule?: number): Patterns {
  const merged = noPatterns()
  const [openLow, openHigh] = masksOf(open)
  for (let number = 0; number < count; number++) {
    if (rule !== undefined && (rules[number]! & (1 << rule)) === 0) continue
    const [ofLow, ofHigh] = [low[number]!, high[number]!]
    const to = numberOfPattern(merged, ofLow & openLow, ofHigh & openHigh, marksOf(ofLow, ofHigh))
    merged.pairs[to]! += pairs[number]!
  }
  return merged
}

/** The bits of a pattern's two numbers in which the levels of these comparisons stand. */
function masksOf(open: number[]): [low: number, high: number] {
  let [low, high] = [0, 0]
  for (const place of open) {
    if (place < IN_ONE_NUMBER) low |= 7 << (3 * place)
    else high |= 7 << (3 * (place - IN_ONE_NUMBER))
  }
  return [low, high]
}

function marksOf(low: number, high: number): number {
  let marks = 0
  if (doNamesAgree(low)) marks |= NAMES_AGREE
  if (areNamesExact(low)) marks |= NAMES_EXACT
  if (levelIn(low, high, OF.middle) === MIDDLE_LEVEL.exact) marks |= MIDDLE_AGREES
  if (levelIn(low, high, OF.birthDate) >= BIRTH_LEVEL.different) marks |= BORN_APART
  return marks
}
