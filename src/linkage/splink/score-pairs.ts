import { Fault } from '../../kit/faults.ts'
import { type Compiler, columnsIn, type Evaluate, makeCompiler, sidesOf } from './compile-expression.ts'
import { type Expression, NotReadable } from './parse-expression.ts'
import type { SplinkRecords } from './read-records.ts'
import { partsOf, type SplinkComparison, type SplinkModel } from './read-splink-model.ts'
import { toText } from './sql-values.ts'

/** Pairs with their bits, and the place of each comparison's level. */
export type ScoredPairs = { l: number[]; r: number[]; bits: number[]; levels: Uint8Array[]; compared: number }

/** More pairs than this are no work for a scorer that compares one after the other. */
const MOST_PAIRS = 200_000_000

/** Scores every pair that a rule of the model brings together; keeps those of at least so many bits. */
export function scorePairs(
  model: SplinkModel,
  records: SplinkRecords,
  least: number,
  onRule: (done: number, of: number) => void = () => {},
): ScoredPairs {
  const compiler = makeCompiler(records)
  try {
    const score = scorerOf(model, records, compiler)
    const found: ScoredPairs = { l: [], r: [], bits: [], levels: [], compared: 0 }
    const rules = model.rules.flatMap(({ text, condition }) =>
      partsOf(condition, 'or').map(branch =>
        named(`the blocking rule ${text}`, () => planRule(text, branch, compiler)),
      ),
    )
    for (const [at, rule] of rules.entries()) {
      const earlier = rules.slice(0, at).map(({ holds }) => holds)
      eachPair(rule, model, records, (l, r) => {
        if (earlier.some(holds => holds(l, r) === true)) return
        found.compared++
        const { bits, levels } = score(l, r)
        if (bits < least) return
        found.l.push(l)
        found.r.push(r)
        found.bits.push(bits)
        found.levels.push(levels.slice())
      })
      onRule(at + 1, rules.length)
    }
    return found
  } catch (error) {
    if (error instanceof NotReadable)
      throw new Fault('model-unusable', `In ${error.message}.`, { cause: error })
    throw error
  }
}

/** A blocking rule: what must be equal finds the candidates, the rest is asked of each. */
type Rule = { text: string; left: Evaluate[]; right: Evaluate[]; rest: Evaluate[]; holds: Evaluate }

function planRule(text: string, condition: Expression, { compile }: Compiler): Rule {
  const rule: Rule = { text, left: [], right: [], rest: [], holds: compile(condition) }
  for (const part of partsOf(condition, 'and')) {
    const [one, other] = part.kind === 'call' && part.name === '=' ? part.args : []
    const [sides, others] = [one ? [...sidesOf(one)] : [], other ? [...sidesOf(other)] : []]
    if (one && other && sides.length === 1 && others.length === 1 && sides[0] !== others[0]) {
      rule.left.push(compile(sides[0] === 'l' ? one : other))
      rule.right.push(compile(sides[0] === 'l' ? other : one))
    } else rule.rest.push(compile(part))
  }
  if (rule.left.length === 0)
    throw new Fault(
      'model-unusable',
      `The blocking rule ${text} names nothing that both records have equal, so every pair would be compared.`,
    )
  return rule
}

/** Calls `take` for each pair of a rule, the record that stands first in order on the left. */
function eachPair(
  { text, left, right, rest }: Rule,
  { linkType }: SplinkModel,
  { count, ranks, sources }: SplinkRecords,
  take: (l: number, r: number) => void,
): void {
  const lefts = keysOf(left, count)
  const rights = new Map<string, number[]>()
  for (const [record, key] of keysOf(right, count).entries()) {
    if (key === undefined) continue
    const own = rights.get(key)
    if (own) own.push(record)
    else rights.set(key, [record])
  }
  const pairs =
    lefts.reduce((sum, key) => sum + (key === undefined ? 0 : (rights.get(key)?.length ?? 0)), 0) / 2
  if (pairs > MOST_PAIRS)
    throw new Fault(
      'model-unusable',
      `The blocking rule ${text} brings ${Math.round(pairs).toLocaleString('en-GB')} pairs together, more than ${MOST_PAIRS.toLocaleString('en-GB')}. Make it narrower.`,
    )
  for (const [l, key] of lefts.entries()) {
    if (key === undefined) continue
    for (const r of rights.get(key) ?? []) {
      if (ranks[l]! >= ranks[r]! || (linkType === 'link_only' && sources[l] === sources[r])) continue
      if (rest.every(holds => holds(l, r) === true)) take(l, r)
    }
  }
}

function keysOf(values: Evaluate[], count: number): (string | undefined)[] {
  return Array.from({ length: count }, (_, record) => {
    let key = ''
    for (const read of values) {
      const value = read(record, record)
      if (value === null) return undefined
      key += `${toText(value)}\u0000`
    }
    return key
  })
}

/** A function that adds up what the comparisons say of a pair. */
function scorerOf(
  { comparisons, priorBits, mostBits }: SplinkModel,
  records: SplinkRecords,
  compiler: Compiler,
): (l: number, r: number) => { bits: number; levels: Uint8Array } {
  const into = { bits: 0, level: 0 }
  const score = comparisons.map(comparison => {
    const scoreOne = comparisonScorer(comparison, records, compiler)
    const where = `the comparison ${comparison.name}`
    return (l: number, r: number): void => named(where, () => scoreOne(l, r, into))
  })
  const result = { bits: 0, levels: new Uint8Array(comparisons.length) }
  return (l, r) => {
    result.bits = priorBits
    for (let at = 0; at < score.length; at++) {
      score[at]!(l, r)
      result.bits += into.bits
      result.levels[at] = into.level
    }
    result.bits = Math.min(mostBits, Math.max(-mostBits, result.bits))
    return result
  }
}

function comparisonScorer(
  { name, levels }: SplinkComparison,
  records: SplinkRecords,
  { compile }: Compiler,
): (l: number, r: number, into: { bits: number; level: number }) => void {
  const conditions = levels.map(({ condition, label }) =>
    named(`the comparison ${name}, level "${label}"`, () => (condition ? compile(condition) : () => true)),
  )
  const shares = levels.map(({ frequency }) => (frequency ? sharesOf(frequency.column, records) : undefined))
  const firstThatHolds = (l: number, r: number): number => {
    for (let level = 0; level < conditions.length; level++)
      if (conditions[level]!(l, r) === true) return level
    throw new NotReadable('no level fits a pair: it needs one that is ELSE')
  }
  const columns = new Set(levels.flatMap(({ condition }) => (condition ? columnsIn(condition) : [])))
  const levelOf = columns.size === 1 ? remembering(firstThatHolds, [...columns][0]!, records) : firstThatHolds
  return (l, r, into) => {
    into.level = levelOf(l, r)
    const { bits, frequency } = levels[into.level]!
    into.bits = bits
    const own = shares[into.level]
    // Of two values the commoner one counts; an unknown one counts as the other.
    const share = own ? Math.max(own[l]!, own[r]!) : 0
    if (frequency && share > 0)
      into.bits += frequency.weight * (frequency.baseBits - Math.log2(Math.max(share, frequency.least)))
  }
}

const REMEMBERED_BITS = 16

/** The same two values come again and again, so the level of a comparison of one column is remembered by them. */
function remembering(
  levelOf: (l: number, r: number) => number,
  column: string,
  { columns, count }: SplinkRecords,
): (l: number, r: number) => number {
  const values = columns.get(column)!
  const numbers = new Map<string | null, number>()
  const codes = Int32Array.from({ length: count }, (_, record) => {
    const value = values[record]!
    const known = numbers.get(value) ?? numbers.size
    numbers.set(value, known)
    return known
  })
  const keys = new Float64Array(1 << REMEMBERED_BITS).fill(-1)
  const levels = new Uint8Array(1 << REMEMBERED_BITS)
  return (l, r) => {
    const [one, other] = [codes[l]!, codes[r]!]
    const place = (Math.imul(one, 0x9e3779b1) ^ Math.imul(other, 0x85ebca6b)) >>> (32 - REMEMBERED_BITS)
    const key = one * count + other
    if (keys[place] !== key) {
      levels[place] = levelOf(l, r)
      keys[place] = key
    }
    return levels[place]!
  }
}

/** Says of what cannot be read where it stands. */
function named<T>(where: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof NotReadable) throw new NotReadable(`${where}: ${error.message}`, { cause: error })
    throw error
  }
}

/** For each record the share of all values of a column that are its own; 0 where it has none. */
function sharesOf(column: string, { columns, count }: SplinkRecords): Float64Array {
  const values = columns.get(column.toLowerCase())!
  const holders = new Map<string, number>()
  let all = 0
  for (const value of values) {
    if (value === null) continue
    holders.set(value, (holders.get(value) ?? 0) + 1)
    all++
  }
  return Float64Array.from(
    { length: count },
    (_, record) => (holders.get(values[record] ?? '') ?? 0) / (all || 1),
  )
}
