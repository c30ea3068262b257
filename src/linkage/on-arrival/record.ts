/**
 * What the engine is given: records about people as partners hold them, and what people have decided about
 * pairs of records. The engine knows no database and no feed; whoever calls it fills in these shapes.
 */

/** One record of one person in one source. All fields but the first two may be missing; nothing need be tidy. */
export type LinkRecord = {
  /** Unique among all records of all sources. */
  id: string
  /** Whose list the record stands in: two records of one source are two people unless the evidence is very strong. */
  source: string
  given?: string | undefined
  middle?: string | undefined
  family?: string | undefined
  formerFamily?: string | undefined
  /** Known-as and earlier names: one word is a given name; of several, the last is a family name. */
  otherNames?: string[] | undefined
  /** ISO `yyyy-mm-dd`; an impossible or a default date counts as missing. */
  birthDate?: string | undefined
  sex?: 'male' | 'female' | 'other' | undefined
  addressLine?: string | undefined
  postcode?: string | undefined
  uprn?: string | undefined
  phone?: string | undefined
  email?: string | undefined
  nhsNumber?: string | undefined
  upn?: string | undefined
  /** Records of different groups, or of a group and of none, are never compared. */
  sealGroup?: string | undefined
  /**
   * Whether the record is about a child or an adult, where the feed says so without a birth date (a parent in
   * a school's contact list is an adult). It keeps a parent from joining the child of the same name.
   */
  stage?: 'child' | 'adult' | undefined
  /** People to whom the source ties this one, such as the pupil of a contact or the children of a mother. */
  relatives?: Relative[] | undefined
}

/** Enough of a relative to know them again: only those with a given name and a birth date count. */
export type Relative = { given?: string | undefined; birthDate?: string | undefined }

/** What a person decided about two records: it outranks the engine and survives new data and new models. */
export type Override = { kind: 'same' | 'different'; a: string; b: string }

/** Why a pair goes to people instead of being joined. */
export type ReviewReason =
  | 'nearLine'
  | 'identifiersDiffer'
  | 'identifierAlone'
  | 'givenNameDiffers'
  | 'familyNameDiffers'
  | 'birthDateDiffers'
  | 'sexDiffers'
  | 'sameSource'
  | 'nameOnly'
  | 'rival'
  | 'incoherent'
  | 'contradiction'

/** A pair that was compared: weight of evidence in bits (log2 odds that both are one person) and the same as a probability. */
export type ScoredPair = { a: string; b: string; bits: number; probability: number }

/** A pair for people to decide, with the reason why the engine does not. */
export type Review = ScoredPair & { reason: ReviewReason }
