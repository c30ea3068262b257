import type { Content } from '../feeds/sections.ts'

/** One live source record of a person, cut down to the sections that the reader may have. Days are `yyyy-mm-dd`. */
export type PersonRecord = {
  personId: string
  recordId: string
  partnerId: string
  contract: string
  identity: string
  /** For a relationship: the person at its other end, where that identity is linked to one. */
  objectPersonId: string | undefined
  content: Content
  validFrom: string | undefined
  validTo: string | undefined
  /** The instant for which the partner vouched. */
  asOf: Date
}

/** What one source says a field is. */
export type Candidate<V> = {
  value: V
  partnerId: string
  contract: string
  asOf: Date
  from: string | undefined
}

/** How a field of the golden record is chosen among what the sources say: one file a rule. */
export type SurvivorshipRule<V> = {
  field: string
  label: string
  says: string
  source: string
  /** What each record says of the field. */
  read(record: PersonRecord): V[]
  /** Two values that are the same to a reader. */
  key(value: V): string
  /** Negative when `a` is to be chosen before `b`; given how many sources say each. */
  order(a: Weighed<V>, b: Weighed<V>): number
  show(value: V): string
}

/** A value with all that stands for it: the newest candidate first. */
export type Weighed<V> = { value: V; candidates: Candidate<V>[]; sources: number; newest: Date }
