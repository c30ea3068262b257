/**
 * Scores every pair of a small file by what `docs/linkage.md` says, one pair after the other, from the people's strings
 * and the parameters that a run of the engine reports.
 */
import type { Weights } from '../../src/linkage/weigh/weigh-patterns.ts'
import { levelsOf, soundOfName } from './oracle-levels.ts'
import { isNhsNumber, type Person } from './oracle-person.ts'

/** What the oracle takes from a run: its rules and what it learnt. Everything else it works out itself. */
export type Learnt = {
  rules: readonly string[]
  caps: readonly number[]
  comparisons: readonly { name: string; levels: readonly string[] }[]
  weights: Weights
}

export type ScoredPair = { ids: string; bits: number; levels: Record<string, string> }

/** All pairs that a rule brings together and that reach the threshold. */
export function scoreAllPairs(people: readonly Person[], learnt: Learnt, threshold: number): ScoredPair[] {
  const shares = countShares(people)
  const sources = new Set(people.map(({ source }) => source).filter(source => source !== '')).size
  const blocks = learnt.rules.map(rule => blocksOf(people, rule))
  const scored: ScoredPair[] = []
  for (const [at, a] of people.entries()) {
    for (const b of people.slice(at + 1)) {
      if (a.seal !== b.seal) continue
      if (!learnt.rules.some((_, rule) => meet(blocks[rule]!, a, b, learnt.caps[rule]!))) continue
      const levels = levelsOf(a, b, sources)
      const bits = weigh(a, b, levels, learnt, shares)
      if (bits >= threshold) scored.push({ ids: pairOf(a, b), bits, levels })
    }
  }
  return scored
}

export const pairOf = (a: { source: string; id: string }, b: { source: string; id: string }): string =>
  [`${a.source}:${a.id}`, `${b.source}:${b.id}`].sort().join(' ')

/** Settles what only all records together can tell: the order of day and month, default dates, numbers of nobody's own. */
export function settle(people: readonly Person[]): Person[] {
  const settled = people.map(person => ({ ...person }))
  for (const source of new Set(people.map(person => person.source))) {
    const own = settled.filter(person => person.source === source)
    const showsYear = (...orders: Person['yearOrder'][]): number =>
      own.filter(person => orders.includes(person.yearOrder)).length
    if (showsYear('yearFirst', 'eitherShowsFirst') > showsYear('yearLast', 'eitherShowsLast'))
      for (const one of own)
        if (one.bornYearFirst !== '') Object.assign(one, { born: one.bornYearFirst, order: 'plain' })
    const shows = (order: Person['order']): number => own.filter(person => person.order === order).length
    if (shows('monthFirst') > shows('dayFirst'))
      for (const one of own) if (one.order === 'either') exchange(one)
    const dated = own.filter(({ born }) => born !== '')
    const holders = (born: string): number => dated.filter(one => one.born === born).length
    const least = Math.max(10, 0.002 * dated.length, (30 * dated.length) / 9000)
    const defaults = new Set(dated.map(({ born }) => born).filter(born => holders(born) >= least))
    for (const one of own) if (defaults.has(one.born)) one.born = ''
  }
  settleNames(settled)
  settleNumbers(settled)
  return settled
}

const OF_CHILDREN = ['baby', 'infant', 'twin', 'triplet']
const OF_EMPTY_CELLS = ['na', 'nan', 'nil', 'null', 'none', 'test', 'miss']
const isSuspect = (name: string): boolean => [...OF_CHILDREN, ...OF_EMPTY_CELLS].includes(name)

const NAMES = ['given', 'family', 'middle', 'former', 'known'] as const

/** Takes out of names what stands for none: of a child, or far oftener in its source than anybody is called so. */
function settleNames(people: readonly Person[]): void {
  const isAlone = ({ middle }: Person): boolean => middle.length < 2 || isSuspect(middle)
  for (const source of new Set(people.map(person => person.source))) {
    const own = people.filter(person => person.source === source)
    const isOften = (word: string): boolean =>
      NAMES.some(name => {
        const held = own.filter(one => one[name] === word && (name !== 'given' || isAlone(one))).length
        return held >= Math.max(10, 0.01 * own.filter(one => one[name] !== '').length)
      })
    const notNames = [...OF_CHILDREN, ...OF_EMPTY_CELLS].filter(isOften)
    for (const one of own) {
      const isGrown = one.born === '' ? one.stage === 'adult' : Number(one.born.slice(0, 4)) <= 2008
      const wasAlone = isAlone(one)
      for (const name of NAMES) {
        if (name === 'given' && !wasAlone) continue
        const isOfChild =
          (name === 'given' || name === 'known') && OF_CHILDREN.includes(one[name]) && !isGrown
        if (isOfChild || notNames.includes(one[name])) one[name] = ''
      }
    }
  }
}

function exchange(person: Person): void {
  const { born } = person
  person.born = born.slice(0, 4) + born.slice(6) + born.slice(4, 6)
}

function settleNumbers(people: Person[]): void {
  const held = people.map(({ number }) => number).filter(number => number !== '')
  const valid = held.filter(isNhsNumber).length
  const isNhs = valid > 0 && valid >= 0.9 * held.length
  if (isNhs) for (const one of people) if (!isNhsNumber(one.number)) one.number = ''
  const shared = new Set(held.filter(number => held.filter(other => other === number).length > 20))
  for (const one of people) if (shared.has(one.number)) one.number = ''
}

/** What two records must have equal under a part of a rule; empty where a record has none. */
const PARTS: Record<string, (person: Person) => string> = {
  given: ({ given }) => given,
  givenSound: ({ given }) => soundOfName(given),
  family: ({ family }) => family,
  familySound: ({ family }) => soundOfName(family),
  names: ({ given, family }) =>
    given === '' || family === '' ? '' : [soundOfName(given), soundOfName(family)].sort().join(' '),
  birthDate: ({ born }) => born,
  birthYear: ({ born }) => born.slice(0, 4),
  birthDay: ({ born }) => [born.slice(4, 6), born.slice(6)].sort().join(''),
  postcode: ({ postcode }) => postcode?.text ?? '',
  home: ({ house, street, postcode }) =>
    !postcode || house + street === '' ? '' : `${house}|${street}|${postcode.text}`,
  uprn: ({ uprn }) => uprn,
  phone: ({ phone }) => phone,
  email: ({ email }) => email,
  'identifier number': ({ number }) => number,
  'text work': ({ work }) => work,
}

/** The block of each person under a rule; its size counts, for above the cap a block gives no pair. */
type Blocks = { keyOf: Map<Person, string>; sizes: Map<string, number> }

function blocksOf(people: readonly Person[], rule: string): Blocks {
  const blocks: Blocks = { keyOf: new Map(), sizes: new Map() }
  for (const person of people) {
    const values = rule.split('+').map(part => PARTS[part]!(person))
    if (values.includes('')) continue
    const key = [person.seal, ...values].join('\n')
    blocks.keyOf.set(person, key)
    blocks.sizes.set(key, (blocks.sizes.get(key) ?? 0) + 1)
  }
  return blocks
}

function meet({ keyOf, sizes }: Blocks, a: Person, b: Person, cap: number): boolean {
  const key = keyOf.get(a)
  return key !== undefined && key === keyOf.get(b) && sizes.get(key)! <= cap
}

/** Of all records with a value, the share of others that have this one, in bits. */
type Shares = Record<'given' | 'family' | 'birthDate' | 'phone' | 'place', (person: Person) => number>

const homeOf = ({ uprn, house, street, postcode }: Person): string =>
  postcode && house + street !== '' ? `${house} ${postcode.text}` : uprn

function countShares(people: readonly Person[]): Shares {
  const shareOf = (read: (person: Person) => string) => {
    const values = people.map(read).filter(value => value !== '')
    return (person: Person): number => {
      const holders = values.filter(value => value === read(person)).length
      return Math.log2(Math.max(1, holders - 1) / values.length)
    }
  }
  /** For values of a household: how many records have it beyond three times what a record's value commonly has. */
  const beyondHouseholds = (read: (person: Person) => string) => {
    const values = people.map(read).filter(value => value !== '')
    const holdersOf = (value: string): number => values.filter(other => other === value).length
    const typical = values.reduce((sum, value) => sum + holdersOf(value), 0) / values.length
    return (person: Person): number =>
      Math.log2(Math.max(1, holdersOf(read(person)) - 3 * typical) / values.length)
  }
  return {
    given: shareOf(({ given }) => given),
    family: shareOf(({ family }) => family),
    birthDate: shareOf(({ born }) => born),
    phone: beyondHouseholds(({ phone }) => phone),
    place: beyondHouseholds(homeOf),
  }
}

/** Log2 odds of one person against two of a household and two strangers. */
function weigh(
  a: Person,
  b: Person,
  levels: Record<string, string>,
  { weights, comparisons }: Learnt,
  shares: Shares,
): number {
  let { same, household, unrelated } = weights.prior
  for (const [place, comparison] of comparisons.entries()) {
    const name = levels[comparison.name]!
    if (name === '') continue
    const level = comparison.levels.indexOf(name) + 1
    same += weights.same[place]![level]!
    household += weights.household[place]![level]!
    const ofStrangers = weights.unrelated[place]![level]!
    unrelated += level === 1 ? rarity(a, b, comparison.name, ofStrangers, shares) : ofStrangers
  }
  // Twins never have one name.
  if (levels['given'] === 'exact' && levels['birthDate'] === 'exact') household -= 6
  unrelated += together(a, levels, weights, shares)
  return same - Math.log2(2 ** household + 2 ** unrelated)
}

/** How often strangers agree on the very value that these two have. */
function rarity(a: Person, b: Person, comparison: string, any: number, shares: Shares): number {
  if (comparison === 'given' || comparison === 'family') return shares[comparison](a)
  if (comparison === 'birthDate' || comparison === 'phone') return Math.max(any, shares[comparison](a))
  if (comparison !== 'place') return any
  return homeOf(a) === '' || homeOf(b) === '' ? any : Math.max(any, shares.place(a), shares.place(b))
}

/** What strangers' names agree on more often together than one by one. */
function together(a: Person, levels: Record<string, string>, weights: Weights, shares: Shares): number {
  const { given, family, middle } = levels
  const isAlike = (level: string | undefined): boolean =>
    !['', 'different', 'initialOrMiddle'].includes(level ?? '')
  if (given !== 'swapped' && !(isAlike(given) && isAlike(family))) return 0
  const ofMiddle = middle === 'exact' ? weights.middleTogether : 0
  if (given !== 'exact' || family !== 'exact') return ofMiddle + weights.namesTogether
  const bin = Math.min(63, Math.floor(-(shares.given(a) + shares.family(a))))
  return ofMiddle + weights.togetherByRarity[bin]!
}
