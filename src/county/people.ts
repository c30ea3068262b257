/**
 * The true people of the county and how they belong together; what partners write about them comes later.
 */
import type { CultureName, Sex } from './names.ts'
import type { Address, District } from './places.ts'

/** A home and the day since which it has been one. */
export interface Home {
  address: Address
  since: number
}

export interface Person {
  /** The true person, as the files in `truth/` name them; no partner ever sees it. */
  id: string
  /** From which every office makes its own number of the person: the same on every day of the county. */
  number: number
  sex: Sex
  given: string
  middle: string
  family: string
  /** The name borne before marriage, a deed or a move to another branch of the family. */
  formerFamily: string
  born: number
  culture: CultureName
  isTwin: boolean
  /** Oldest first; a household shares one list, so that it moves together. */
  homes: Home[]
  /** Empty where nobody can say it. */
  nhs: string
  /** Records of different seals, or of one and of none, are never of one person; empty for nearly everybody. */
  seal: string
}

export type Relation =
  | 'mother'
  | 'father'
  | 'step-parent'
  | 'grandparent'
  | 'foster-carer'
  | 'adoptive-parent'
  | 'friend'
  | 'sibling'
  | 'step-sibling'

/** One person's standing to a child, as it truly is. */
export interface Tie {
  adult: Person
  relation: Relation
  responsibility: boolean
  livesWith: boolean
}

export interface Child extends Person {
  ties: Tie[]
  /** The other parent's home, where the child lives half of the time. */
  secondHome: Address | undefined
  upn: string
  formerUpn: string
  hardCase: string
  care: 'none' | 'looked-after' | 'care-leaver' | 'adopted'
}

export type Structure = 'two-parents' | 'lone-mother' | 'lone-father' | 'two-homes' | 'step' | 'kinship'

/** What else is true of a family, beside who belongs to it. */
export type Circumstance =
  | 'refuge'
  | 'temporary-accommodation'
  | 'traveller-no-fixed-address'
  | 'county-border'
  | 'looked-after-child'
  | 'adopted-child'
  | 'care-leaver'

export interface Family {
  id: string
  culture: CultureName
  district: District
  structure: Structure
  circumstances: Set<Circumstance>
  familyName: string
  children: Child[]
  adults: Person[]
  /** Homes of the household, oldest first: more than one where it has moved in the years that partners' records span. */
  homes: Home[]
  /** Children not yet born on the day of the files, the next first. */
  toCome: Child[]
  /** The day on which the family left the county, where it has. */
  leftOn: number | undefined
}

/** Where the person lives. */
export function homeOf(person: Person): Address {
  const last = person.homes.at(-1)
  if (last === undefined) throw new Error(`${person.id} lives nowhere`)
  return last.address
}

/** The homes that the person has lived in, oldest first: none from before the birth. */
export function homesOf(person: Person): Home[] {
  const first = person.homes.findLastIndex(home => home.since <= person.born)
  return person.homes.slice(Math.max(0, first))
}

/** The day of the household's last move, where it has moved. */
export function movedOn(family: Family): number | undefined {
  return family.homes.length < 2 ? undefined : family.homes.at(-1)?.since
}

/** The next child, where the birth is near enough for services to know of it. */
export function expectedChild(family: Family, asOf: number): Child | undefined {
  return family.toCome.find(child => child.born - asOf <= DAYS_EXPECTED)
}

const DAYS_EXPECTED = 200

/** The child's mother, if she is known to any partner. */
export function motherOf(child: Child): Person | undefined {
  return child.ties.find(tie => tie.relation === 'mother')?.adult
}
