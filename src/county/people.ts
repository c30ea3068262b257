/**
 * The true people of the county and how they belong together; what partners write about them comes later.
 */
import type { CultureName, Sex } from './names.ts'
import type { Address, District } from './places.ts'

export interface Person {
  /** The true person, as the files in `truth/` name them; no partner ever sees it. */
  id: string
  sex: Sex
  given: string
  middle: string
  family: string
  /** The name borne before marriage, a deed or a move to another branch of the family. */
  formerFamily: string
  born: number
  culture: CultureName
  isTwin: boolean
  home: Address
  formerHome: Address | undefined
  /** Empty until a partner's record needs one. */
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
  | 'expecting'
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
  /** The day of the last move, where the family has moved within the years that partners' records span. */
  movedOn: number | undefined
}

/** The child's mother, if she is known to any partner. */
export function motherOf(child: Child): Person | undefined {
  return child.ties.find(tie => tie.relation === 'mother')?.adult
}
