import { fingerprint } from '../rows/fingerprints.ts'

/**
 * Every different pattern of levels and how many pairs have it: all that estimating needs to know of millions of
 * pairs. A pattern is the levels in two numbers, and which blocking rules the pair satisfies.
 */
export type Patterns = {
  low: Int32Array
  high: Int32Array
  rules: Int32Array
  pairs: Float64Array
  count: number
  /** Open addressing: numbers of patterns plus 1, 0 where free; a power of two. */
  table: Int32Array
}

export function noPatterns(size = 1024): Patterns {
  return {
    low: new Int32Array(size),
    high: new Int32Array(size),
    rules: new Int32Array(size),
    pairs: new Float64Array(size),
    count: 0,
    table: new Int32Array(4 * size),
  }
}

/** The number of a pattern; a new one, with no pairs, where it was not met before. */
export function numberOfPattern(patterns: Patterns, low: number, high: number, rules: number): number {
  const mask = patterns.table.length - 1
  let place = hashOf(low, high, rules) & mask
  for (;;) {
    const number = patterns.table[place]! - 1
    if (number < 0) break
    if (patterns.low[number] === low && patterns.high[number] === high && patterns.rules[number] === rules)
      return number
    place = (place + 1) & mask
  }
  const number = patterns.count++
  if (number === patterns.low.length) grow(patterns)
  patterns.low[number] = low
  patterns.high[number] = high
  patterns.rules[number] = rules
  patterns.table[placeFor(patterns, low, high, rules)] = number + 1
  return number
}

const hashOf = (low: number, high: number, rules: number): number =>
  fingerprint(Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b) ^ Math.imul(rules, 0xc2b2ae35))

function placeFor(patterns: Patterns, low: number, high: number, rules: number): number {
  const mask = patterns.table.length - 1
  let place = hashOf(low, high, rules) & mask
  while (patterns.table[place] !== 0) place = (place + 1) & mask
  return place
}

function grow(patterns: Patterns): void {
  const size = 2 * patterns.low.length
  for (const column of ['low', 'high', 'rules'] as const) {
    const larger = new Int32Array(size)
    larger.set(patterns[column])
    patterns[column] = larger
  }
  const pairs = new Float64Array(size)
  pairs.set(patterns.pairs)
  patterns.pairs = pairs
  patterns.table = new Int32Array(4 * size)
  for (let number = 0; number < patterns.count - 1; number++)
    patterns.table[
      placeFor(patterns, patterns.low[number]!, patterns.high[number]!, patterns.rules[number]!)
    ] = number + 1
}

/**
 * The patterns of all workers as one list in the order of their levels, so that every sum over them adds in the same
 * order whatever the workers did; and for each worker the new numbers of its own.
 */
export function mergePatterns(all: readonly Patterns[]): { merged: Patterns; numbers: Int32Array[] } {
  const met = noPatterns()
  const own = all.map(patterns => {
    const numbers = new Int32Array(patterns.count)
    for (let number = 0; number < patterns.count; number++) {
      const { low, high, rules, pairs } = patterns
      const to = numberOfPattern(met, low[number]!, high[number]!, rules[number]!)
      met.pairs[to]! += pairs[number]!
      numbers[number] = to
    }
    return numbers
  })
  const order = Array.from({ length: met.count }, (_, number) => number).sort(
    (a, b) => met.low[a]! - met.low[b]! || met.high[a]! - met.high[b]! || met.rules[a]! - met.rules[b]!,
  )
  const merged = noPatterns(Math.max(1024, 2 ** Math.ceil(Math.log2(met.count + 1))))
  const places = new Int32Array(met.count)
  for (const number of order) {
    const to = numberOfPattern(merged, met.low[number]!, met.high[number]!, met.rules[number]!)
    merged.pairs[to] = met.pairs[number]!
    places[number] = to
  }
  return { merged, numbers: own.map(numbers => numbers.map(number => places[number]!)) }
}
