import { FATE } from '../cluster/cluster-pairs.ts'
import { type LimitReason, limitsOf } from '../cluster/limits.ts'
import type { Pattern } from '../compare/compare-rows.ts'
import { isWorthAsking } from '../compare/comparisons.ts'
import { type Linked, rowsComparer } from '../judge-pairs.ts'
import { FIRST_IDENTIFIER, SEAL } from '../rows/row-layout.ts'
import { exclusiveOf } from '../settle/settle-values.ts'
import { strangerOf } from '../weigh/rareness.ts'
import { oddsOf, sumPattern } from '../weigh/weigh-patterns.ts'

/** Why a pair goes to people instead of being joined. */
export type ReviewReason = LimitReason | 'nearLine' | 'identifiersDiffer' | 'incoherent' | 'contradiction'

/** Two rows for people to decide about. */
export type ReviewPair = { a: number; b: number; bits: number; reason: ReviewReason }

/**
 * The pairs for people, likeliest first. One answer settles two persons, so only the likeliest pair between them is
 * asked; a contradiction of people is always asked. They are not the pairs behind the `review` of records: that marks
 * each record with a link that was refused when clusters were made, and knows of no equal numbers and no answers.
 */
export function reviewPairsOf(run: Linked): ReviewPair[] {
  const { keyOf } = run.clusters
  const settled = settledPersons(run)
  const chosen = new Map<string, ReviewPair>()
  const asked = [...contradictions(run), ...refusedLinks(run), ...equalNumbers(run)]
  for (const pair of asked.sort(likeliestFirst(run))) {
    const { a, b, reason } = pair
    const persons = nameOfBoth(keyOf[a]!, keyOf[b]!)
    if (reason === 'contradiction') chosen.set(`${a} ${b}`, pair)
    else if (keyOf[a] !== keyOf[b] && !chosen.has(persons) && !settled.has(persons)) chosen.set(persons, pair)
  }
  return [...chosen.values()]
}

const nameOfBoth = (one: number, other: number): string =>
  one < other ? `${one}-${other}` : `${other}-${one}`

const likeliestFirst =
  ({ order: { ranks } }: Linked) =>
  (x: ReviewPair, y: ReviewPair): number =>
    y.bits - x.bits || ranks[x.a]! - ranks[y.a]! || ranks[x.b]! - ranks[y.b]!

/** Two persons of whom people said that a record of one is not the other's. */
function settledPersons({ decided, clusters: { keyOf } }: Linked): Set<string> {
  const settled = new Set<string>()
  for (const [row, others] of decided.different)
    for (const other of others) settled.add(nameOfBoth(keyOf[row]!, keyOf[other]!))
  return settled
}

function contradictions(run: Linked): ReviewPair[] {
  const bitsOf = pairWeigher(run)
  return run.decided.contested.map(pair => {
    const [a, b] = inOrder(run, ...pair)
    return { a, b, bits: bitsOf(a, b), reason: 'contradiction' }
  })
}

const inOrder = ({ order: { ranks } }: Linked, one: number, other: number): [number, number] =>
  ranks[one]! < ranks[other]! ? [one, other] : [other, one]

function refusedLinks(run: Linked): ReviewPair[] {
  const { candidates: links, clusters, pairs, comparisons, estimates, thresholds } = run
  const { low, high } = pairs.patterns
  const { limitOf } = limitsOf(comparisons, estimates, thresholds)
  const reasonOf = (at: number): ReviewReason | undefined => {
    const fate = clusters.fates[at]!
    if (fate === FATE.conflicting) return 'identifiersDiffer'
    const pattern = links.patterns[at]!
    if (fate === FATE.made || !isWorthAsking(low[pattern]!, high[pattern]!, comparisons)) return undefined
    if (fate === FATE.nearLine) return 'nearLine'
    if (fate === FATE.incoherent) return 'incoherent'
    return fate === FATE.beyondLimits ? limitOf(low[pattern]!, high[pattern]!)?.why : undefined
  }
  const found: ReviewPair[] = []
  for (let at = 0; at < links.count; at++) {
    const reason = reasonOf(at)
    if (reason) found.push({ a: links.a[at]!, b: links.b[at]!, bits: links.bits[at]!, reason })
  }
  return found
}

/**
 * Persons with one number of which nobody has two, who are none the less two: however little else agrees, one of them
 * may have the other's number, and that is for people to find out.
 */
function equalNumbers(run: Linked): ReviewPair[] {
  const { records, settled, order, clusters } = run
  const { rows, layout } = records.people
  const found: ReviewPair[] = []
  const bitsOf = pairWeigher(run)
  for (const identifier of exclusiveOf(settled.identifiers)) {
    const firsts = new Map<string, number[]>()
    for (const row of order.rows) {
      const at = row * layout.stride + FIRST_IDENTIFIER + 2 * identifier
      if (rows[at] === 0 && rows[at + 1] === 0) continue
      const number = `${rows[at]} ${rows[at + 1]} ${rows[row * layout.stride + SEAL]}`
      const others = firsts.get(number)
      if (others === undefined) firsts.set(number, [row])
      else if (others.every(other => clusters.keyOf[other] !== clusters.keyOf[row])) {
        for (const other of others)
          found.push({ a: other, b: row, bits: bitsOf(other, row), reason: 'identifierAlone' })
        others.push(row)
      }
    }
  }
  return found
}

/** Weighs any two rows, also such as no rule brought together, whatever keeps them apart. */
function pairWeigher(run: Linked): (a: number, b: number) => number {
  const { records, chance, comparisons, weights } = run
  const { rows, layout } = records.people
  const compareTwo = rowsComparer(run)
  const stranger = strangerOf(chance, weights)
  const pattern: Pattern = { low: 0, high: 0 }
  return (a, b) => {
    compareTwo(a, b, pattern)
    const bits = sumPattern(pattern.low, pattern.high, weights, comparisons.length)
    return oddsOf(bits, stranger(bits, rows, a * layout.stride, b * layout.stride))
  }
}
