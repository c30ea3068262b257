/** What cases are made of: people who do not exist, their homes, numbers and records. */
import { dayFrom, isoDay, partsOf } from '../../src/county/days.ts'
import { type CultureName, drawCulture, drawFamily, drawGiven, type Sex } from '../../src/county/names.ts'
import { type Address, addressLine, DISTRICTS, drawAddress } from '../../src/county/places.ts'
import type { Random } from '../../src/county/random.ts'
import { landline, mobile } from '../../src/county/telephones.ts'
import { nhsCheckDigit } from '../../src/kit/identifiers.ts'
import type { Row, Told } from './hard-case.ts'

/** `born` is a day's number. */
export type Someone = {
  given: string
  middle: string
  family: string
  sex: Sex
  born: number
  home: Address
}

export type List =
  | 'health'
  | 'school'
  | 'otherSchool'
  | 'care'
  | 'earlyHelp'
  | 'police'
  | 'housing'
  | 'adults'

/** The county's own sources, so that a case is held to what is learnt of them. */
const SOURCES: Record<List, string> = {
  health: 'lancs-health-visiting/health-visiting/1',
  school: 'school-8882001/ctf/21',
  otherSchool: 'school-8882002/ctf/21',
  care: 'lancs-csc/ssd/1.4',
  earlyHelp: 'lancs-early-help/ssd/1.4',
  police: 'lancs-police/police-notice/1',
  housing: 'loomstead-homes/housing/1',
  adults: 'lancs-family-safeguarding/adult-services/1',
}
const KEEPS_UPRN: readonly List[] = ['care', 'earlyHelp', 'housing']

export type Draw = {
  random: Random
  child: (changes?: Partial<Someone>) => Someone
  adult: (changes?: Partial<Someone>) => Someone
  /** A child's given name like those around it. */
  given: (sex: Sex) => string
  home: () => Address
  phone: () => string
  nhs: () => string
  /** A record as that office would write it. */
  told: (of: string, who: Someone, list: List, changes?: Partial<Row>) => Told
  /** One person in two lists, the second with what it has otherwise; three in ten have moved between. */
  twice: (who: Someone, otherwise?: Partial<Row>, lists?: [List, List]) => Told[]
}

/** Draws for the cases of one class. Numbers that the county, or another class, has given out are not given again. */
export function drawFrom(random: Random, taken: ReadonlySet<string>, ofClass: number): () => Draw {
  const nhs = giveNhsNumbers(taken, ofClass)
  return () => drawWith(random, nhs)
}

function drawWith(random: Random, nhs: () => string): Draw {
  const home = (): Address => drawAddress(random, random.pick(DISTRICTS))
  const someone = (generation: 'child' | 'adult', born: number, changes: Partial<Someone>): Someone => {
    const culture: CultureName = drawCulture(random)
    const sex = changes.sex ?? random.pick(['F', 'M'] as const)
    return {
      given: drawGiven(random, culture, sex, generation),
      middle: '',
      family: drawFamily(random, culture),
      born,
      home: home(),
      ...changes,
      sex,
    }
  }
  const told: Draw['told'] = (of, who, list, changes = {}) => ({ of, row: rowOf(who, list, changes) })
  return {
    random,
    home,
    nhs,
    told,
    child: (changes = {}) => someone('child', dayBetween(random, 2009, 2024), changes),
    adult: (changes = {}) => someone('adult', dayBetween(random, 1965, 2003), changes),
    given: sex => drawGiven(random, drawCulture(random), sex, 'child'),
    phone: () => (random.chance(0.8) ? mobile : landline)(random.below(1000)),
    twice: (who, otherwise = {}, [one, other] = ['health', 'school']) => {
      const before = random.chance(0.3) ? { ...who, home: home() } : who
      return [told('one', before, one), told('one', who, other, otherwise)]
    },
  }
}

function rowOf(who: Someone, list: List, changes: Partial<Row>): Row {
  return {
    source: SOURCES[list],
    first_name: who.given,
    middle_name: who.middle,
    surname: who.family,
    maiden: '',
    dob: isoDay(who.born),
    sex: who.sex,
    address: addressLine(who.home),
    postcode: who.home.postcode,
    uprn: KEEPS_UPRN.includes(list) ? who.home.uprn : '',
    phone: '',
    email: '',
    nhs_number: '',
    upn: '',
    seal: '',
    ...changes,
  }
}

/** A day of those years; the first of January is left to the cases that are about it. */
export function dayBetween(random: Random, from: number, to: number): number {
  const day = dayFrom(random.between(from, to), random.between(1, 12), random.between(1, 28))
  const { month, date } = partsOf(day)
  return month === 1 && date === 1 ? day + 40 : day
}

/** The words of a list, as `Robert:Bob,Bobby` gives a name and its other forms. */
export function formsOf(list: string): string[][] {
  return list.split(' ').map(entry => entry.split(/[:,]/).map(name => name.replaceAll('_', ' ')))
}

/** Two different forms of one name, in either order. */
export function twoForms(random: Random, forms: string[][]): [string, string] {
  const names = random.pick(forms)
  const one = random.below(names.length)
  const other = (one + random.between(1, names.length - 1)) % names.length
  return [names[one]!, names[other]!]
}

/** Somebody in two lists, of whose names one or both are spelt in two ways. */
export function speltTwice(
  { random, twice }: Draw,
  who: Draw['child'],
  forms: { given: string[][]; family: string[][] },
  lists?: [List, List],
): Told[] {
  const [given, spelt] = twoForms(random, forms.given)
  const [family, form] = twoForms(random, forms.family)
  const where = random.below(3)
  const otherwise = { first_name: where === 0 ? given : spelt, surname: where === 1 ? family : form }
  return twice(who({ given, family }), otherwise, lists)
}

export const wordsOf = (list: string): string[] => list.split(' ').map(name => name.replaceAll('_', ' '))

/** A class has a stretch of numbers of its own. */
const STRETCH = 5000

function giveNhsNumbers(taken: ReadonlySet<string>, ofClass: number): () => string {
  let next = 500_000 + STRETCH * ofClass
  return () => {
    for (;;) {
      const nine = `999${String(next++).padStart(6, '0')}`
      const check = nhsCheckDigit(nine)
      if (check !== undefined && !taken.has(nine + check)) return nine + check
    }
  }
}
