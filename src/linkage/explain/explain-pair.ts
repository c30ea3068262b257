import { makeBlocking } from '../block/blocking-rules.ts'
import { APART, limitsOf, NEVER } from '../cluster/limits.ts'
import { clusterWeigher } from '../cluster/weigh-clusters.ts'
import { BEST, levelIn, MISSING, SOURCE_LEVEL } from '../compare/comparisons.ts'
import { apartBy, type Linked, rowsComparer } from '../judge-pairs.ts'
import { recordNamer } from '../rows/name-records.ts'
import { FIRST_CAPPED_BIT, FIRST_IDENTIFIER, FLAGS, SEAL } from '../rows/row-layout.ts'
import { exclusiveOf } from '../settle/settle-values.ts'
import { probabilityOf } from '../weigh/weigh-patterns.ts'
import { type ComparedPair, isOpenToChange, labelOf, nounOf, sayComparison } from './pair-in-words.ts'
import { inBits, REASON_IN_WORDS } from './reasons-in-words.ts'
import { bitsIf, comparePair, type Waterfall, weighParts } from './waterfall.ts'

/** Why two records are, or are not, one person. */
export type Explanation = {
  /** What agrees and what differs, the strongest evidence first. Names and dates are quoted: they must be seen to judge. */
  words: string[]
  bits: number
  probability: number
  /** Whether the run joined them. */
  isJoined: boolean
  /** Why it did or did not. */
  because: string[]
  /** What would change that. */
  whatWouldChange: string[]
  waterfall: { start: number; steps: { says: string; bits: number; after: number }[] }
}

/** Explains what a run made of two of its records, by their rows. Nothing is computed across a seal. */
export function explainPair(run: Linked, one: number, other: number): Explanation | undefined {
  const { records, clusters } = run
  const { rows, layout } = records.people
  if (rows[one * layout.stride + SEAL] !== rows[other * layout.stride + SEAL]) return undefined
  const pair = comparePair(run, one, other)
  const { start, steps, bits } = weighParts(run, pair)
  const joining = joiningOf(run, one, other) ?? { joins: bits, says: '' }
  const isJoined = clusters.keyOf[one] === clusters.keyOf[other]
  return {
    words: wordsOf(run, pair, steps),
    bits,
    probability: probabilityOf(bits),
    isJoined,
    because: isJoined ? whyJoined(run, one, bits, joining) : whyApart(run, one, other, pair, bits, joining),
    whatWouldChange: isJoined ? whatWouldPart(run, pair, bits) : whatWouldJoin(run, pair, bits),
    waterfall: {
      start,
      steps: steps.map(({ comparison, bits: own, after }) => ({
        says:
          (comparison && sayComparison(run, pair, comparison)) ??
          'Names that go together in a family or culture.',
        bits: own,
        after,
      })),
    },
  }
}

/** The sentences about a pair, in the order of a waterfall's steps. That sources differ goes without saying. */
export function wordsOf(run: Linked, pair: ComparedPair, steps: Waterfall['steps']): string[] {
  return steps.flatMap(({ comparison }) => {
    if (comparison === undefined) return []
    if (comparison.kind === 'source' && levelIn(pair.low, pair.high, comparison.place) !== SOURCE_LEVEL.same)
      return []
    return sayComparison(run, pair, comparison) ?? []
  })
}

/** The bits by which a pair joins and what made them others than its own, where it can be a link. */
type Joining = { joins: number; says: string }

function joiningOf({ candidates }: Linked, one: number, other: number): Joining | undefined {
  for (let at = 0; at < candidates.count; at++) {
    const [a, b] = [candidates.a[at], candidates.b[at]]
    if ((a === one && b === other) || (a === other && b === one))
      return { joins: candidates.joiningBits[at]!, says: candidates.tied[at] === 1 ? TIED : UNDATED }
  }
  return undefined
}

const UNDATED = 'One record has no birth date; with what its source’s ages and other people who fit it say, '
const TIED = 'Somebody else of the household is known in both homes; weighed as of one home, '

function whyJoined(
  { clusters, thresholds, order }: Linked,
  one: number,
  bits: number,
  { joins, says }: Joining,
): string[] {
  const members = order.rows.reduce(
    (count, row) => count + (clusters.keyOf[row] === clusters.keyOf[one] ? 1 : 0),
    0,
  )
  const person = `The person has ${members} records.`
  if (bits < thresholds.link && joins >= thresholds.link)
    return [`${says}${inBits(joins)} reach the line of ${thresholds.link}. ${person}`]
  if (bits >= thresholds.link) return [`${inBits(bits)} reach the line of ${thresholds.link}. ${person}`]
  return [
    `${inBits(bits)} are below the line of ${thresholds.link}: they came together through other records of the person. ${person}`,
  ]
}

function whyApart(
  run: Linked,
  one: number,
  other: number,
  pair: ComparedPair,
  bits: number,
  { joins, says }: Joining,
): string[] {
  const { thresholds, rules } = run
  const { rows } = run.records.people
  const reasons: string[] = []
  const { rulesOf } = blockingOf(run)
  const capped = (rows[pair.a + FLAGS]! | rows[pair.b + FLAGS]!) >>> FIRST_CAPPED_BIT
  const met = rulesOf(rows, pair.a, pair.b)
  if (met === 0) reasons.push('No blocking rule brings them together, so the run never compared them.')
  else if ((met & ~capped) === 0) {
    const names = rules.filter((_, rule) => met & (1 << rule)).join(', ')
    reasons.push(`Only ${names} bring them together, by values that more records share than the cap allows.`)
  }
  if (bits < thresholds.link && joins < thresholds.link)
    reasons.push(`${inBits(bits)} are below the line of ${thresholds.link}.`)
  else if (joins < thresholds.link) reasons.push(`${says}${inBits(joins)} are left.`)
  reasons.push(...whichLimits(run, pair, bits), ...conflictsOf(run, one, other))
  if (reasons.length === 0) reasons.push(coherenceOf(run, one, other))
  return reasons
}

const blockingOf = ({ rules, records, identifiers, texts }: Linked): ReturnType<typeof makeBlocking> =>
  makeBlocking(rules, records.dictionary, records.people.layout, identifiers, texts)

/** The limit that stands against the pair, whatever it weighs. */
function whichLimits(
  { estimates, comparisons, thresholds }: Linked,
  { low, high }: ComparedPair,
  bits: number,
): string[] {
  const { limitOf } = limitsOf(comparisons, estimates, thresholds)
  const limit = limitOf(low, high)
  if (limit === undefined || bits >= limit.leastBits) return []
  const says = REASON_IN_WORDS[limit.why]
  return [limit.leastBits === NEVER ? says : `${says} That takes ${inBits(limit.leastBits)}.`]
}

/** Records of the two persons that have different numbers of which nobody has two. */
function conflictsOf(run: Linked, one: number, other: number): string[] {
  const { records, settled, identifiers, comparisons } = run
  const { rows, layout } = records.people
  const nameOf = recordNamer(records)
  const [ours, theirs] = [membersOf(run, one), membersOf(run, other)]
  return exclusiveOf(settled.identifiers).flatMap(at => {
    const slot = FIRST_IDENTIFIER + 2 * at
    const numberOf = (row: number): string =>
      `${rows[row * layout.stride + slot]} ${rows[row * layout.stride + slot + 1]}`
    const [a, b] = [ours, theirs].map(members => members.find(row => numberOf(row) !== '0 0'))
    if (a === undefined || b === undefined || numberOf(a) === numberOf(b)) return []
    const comparison = comparisons.find(({ name }) => name === `identifier ${identifiers[at]}`)!
    const [x, y] = [nameOf(a), nameOf(b)]
    return [
      `Two different ${labelOf(run, comparison)}s are never joined: those of ${x.source}:${x.id} and ${y.source}:${y.id}.`,
    ]
  })
}

const membersOf = ({ order, clusters }: Linked, row: number): number[] =>
  [...order.rows].filter(own => clusters.keyOf[own] === clusters.keyOf[row])

/** How the two persons’ records fit on the whole. */
function coherenceOf(run: Linked, one: number, other: number): string {
  const [ours, theirs] = [membersOf(run, one), membersOf(run, other)]
  const { stride } = run.records.people.layout
  const [compareTwo, apart, weigher] = [rowsComparer(run), apartBy(run), clusterWeigher(run)]
  const pattern = { low: 0, high: 0 }
  let areTwins = false
  weigher.begin()
  for (const a of ours) {
    for (const b of theirs) {
      compareTwo(a, b, pattern)
      areTwins ||= apart(pattern.low, pattern.high) === APART.mayBeTwins
      weigher.add(pattern, a * stride, b * stride)
    }
  }
  const speaks = areTwins ? 'may be those of twins' : `have ${inBits(weigher.bits())} on the whole`
  return `The two persons do not hold together: their ${ours.length} and ${theirs.length} records ${speaks}.`
}

function whatWouldJoin(run: Linked, pair: ComparedPair, bits: number): string[] {
  const { link } = run.thresholds
  if (bits >= link) return ['A steward’s decision; their weight alone would join them.']
  const found = run.comparisons
    .filter(comparison => isOpenToChange(comparison))
    .map(comparison => ({ comparison, after: bitsIf(run, pair, comparison, BEST) }))
    .filter(({ after }) => after >= link && after > bits + 0.1)
    .sort((x, y) => y.after - x.after)
  if (found.length === 0) return ['No single value that agreed would join them.']
  return found.map(
    ({ comparison, after }) => `With the same ${nounOf(run, comparison)} they would have ${inBits(after)}.`,
  )
}

function whatWouldPart(run: Linked, pair: ComparedPair, bits: number): string[] {
  const { link } = run.thresholds
  const numbers = exclusiveOf(run.settled.identifiers).map(at => {
    const comparison = run.comparisons.find(({ name }) => name === `identifier ${run.identifiers[at]}`)!
    return `Two different ${labelOf(run, comparison)}s would part them.`
  })
  if (bits < link) return numbers
  const found = run.comparisons
    .map(comparison => ({ comparison, after: bitsIf(run, pair, comparison, MISSING) }))
    .filter(({ after }) => after < link)
    .sort((x, y) => x.after - y.after)
    .map(
      ({ comparison, after }) =>
        `If the ${nounOf(run, comparison)} were not known they would have ${inBits(after)}.`,
    )
  return [...found, ...numbers]
}
