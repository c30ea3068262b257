import { z } from 'zod'
import { hashUuid } from '../kit/hash-uuid.ts'

/**
 * The sections of a source record: one for each data category, so that what may be disclosed can be cut out by name
 * before it leaves the database. A reader of a feed fills them; what has no section is dropped before the first write.
 * Days are `yyyy-mm-dd`; telephone numbers as the source wrote them.
 */
const day = z.iso.date()
const text = z.string().min(1)

export const identity = z.strictObject({
  givenName: text.optional(),
  middleNames: text.optional(),
  familyName: text.optional(),
  formerFamilyName: text.optional(),
  otherNames: z.array(z.strictObject({ givenName: text.optional(), familyName: text.optional() })).optional(),
  birthDate: day.optional(),
  expectedBirthDate: day.optional(),
  deathDate: day.optional(),
  sex: z.enum(['male', 'female', 'other']).optional(),
})

export const identifiers = z.strictObject({
  nhsNumber: text.optional(),
  upn: text.optional(),
  formerUpn: text.optional(),
  uln: text.optional(),
  other: z
    .array(z.strictObject({ type: text, value: text, from: day.optional(), to: day.optional() }))
    .optional(),
})

export const contactDetails = z.strictObject({
  phones: z.array(text).optional(),
  email: text.optional(),
})

export const address = z.strictObject({
  line: text.optional(),
  postcode: text.optional(),
  uprn: text.optional(),
  type: text.optional(),
  from: day.optional(),
  to: day.optional(),
})

/**
 * A stated tie from the record's subject to its `object`; `type` is what the object is to the subject. Where the object is a
 * household, `type` is what the subject is in it.
 */
export const relationship = z.strictObject({
  type: text,
  responsibility: z.boolean().optional(),
  order: z.number().int().optional(),
  livesWith: z.boolean().optional(),
  familyRef: text.optional(),
})

/** A service that works with the person, and who does: the heart of the product. */
export const involvement = z.strictObject({
  service: text,
  organisation: text.optional(),
  workerId: text.optional(),
  workerName: text.optional(),
  workerRole: text.optional(),
  team: text.optional(),
  teamId: text.optional(),
  phone: text.optional(),
  dutyPhone: text.optional(),
  email: text.optional(),
  status: z.enum(['current', 'historic']),
  from: day.optional(),
  lastContact: day.optional(),
  to: day.optional(),
  nextDue: day.optional(),
  sensitive: z.boolean().optional(),
  /** Why a sensitive service may be shown to others: the person's own yes, or a harm test that somebody recorded. */
  basis: z.enum(['yes', 'harm-test']).optional(),
  harmTestRef: text.optional(),
  detail: text.optional(),
})

/** Of a service whose very involvement is confidential: each says so, and why it may be told, if it may. */
export const sensitiveInvolvement = involvement.extend({ sensitive: z.literal(true) })

export const plan = z.strictObject({
  type: z.enum([
    'child in need',
    'child protection',
    'looked after',
    'section 47 enquiry',
    'care leaver',
    'early help',
  ]),
  from: day.optional(),
  to: day.optional(),
  detail: text.optional(),
})

/**
 * Conditions that the police set on a notice and that travel with it, from the one that asks least to the one that keeps it
 * with them. What each does is said in the access rule `police-handling`.
 */
export const HANDLING = [
  'do-not-tell-family',
  'ask-before-sharing',
  'safeguarding-only',
  'social-care-only',
  'police-only',
] as const

export const event = z.strictObject({
  type: text,
  from: day.optional(),
  to: day.optional(),
  detail: text.optional(),
  /** Whom to ring or write to about it, as the source wrote it. */
  contact: text.optional(),
  handling: z.array(z.enum(HANDLING)).optional(),
})

/** A worker or a team as a feed lists it: joined to involvements when they are read. Not about a family. */
export const worker = z.strictObject({
  partnerId: text.optional(),
  workerId: text.optional(),
  staffId: text.optional(),
  name: text.optional(),
  role: text.optional(),
  teamId: text.optional(),
  teamName: text.optional(),
  phone: text.optional(),
  dutyPhone: text.optional(),
  email: text.optional(),
  trainingValidTo: day.optional(),
})

/** An organisation as the host's register lists it. Not about a family. */
export const partner = z.strictObject({
  name: text,
  kind: text,
  district: text.optional(),
  phone: text.optional(),
  outOfHoursPhone: text.optional(),
  controllerRole: text,
  /** The three digits by which national collections know a local authority. */
  laCode: text.optional(),
})

/**
 * The categories that say which service works with someone. Each is shown as one who helps, with a telephone number, and
 * lets the worker whom it names see the family. A new one needs this line, and the rows that `contracts.test.ts` asks for.
 */
const involvements = {
  'childrens-social-care': involvement.optional(),
  'early-help': involvement.optional(),
  'health-visiting': involvement.optional(),
  school: involvement.optional(),
  'early-years': involvement.optional(),
  'youth-justice': involvement.optional(),
  housing: involvement.optional(),
  leisure: involvement.optional(),
  'adult-services': sensitiveInvolvement.optional(),
  'sensitive-services': sensitiveInvolvement.optional(),
}

/** Section by data category. The names are the ids in the register of data categories. */
export const content = z.strictObject({
  identity: identity.optional(),
  identifiers: identifiers.optional(),
  'contact-details': contactDetails.optional(),
  address: address.optional(),
  'placement-address': address.optional(),
  relationships: relationship.optional(),
  ...involvements,
  'police-notices': event.optional(),
  'care-plans': plan.optional(),
  alerts: event.optional(),
  worker: worker.optional(),
  partner: partner.optional(),
})

export type Content = z.infer<typeof content>
export type Category = Exclude<keyof Content, 'worker' | 'partner'>
/** All data categories: what a worker or a partner is, is about no family. */
export const CATEGORIES = Object.keys(content.shape).filter(
  (name): name is Category => name !== 'worker' && name !== 'partner',
)

export const INVOLVEMENT_CATEGORIES = Object.keys(involvements) as (keyof typeof involvements)[]

/** Where children are every day: the partner as a whole works with them, and its list has no date of contact. */
export const ON_ROLL_CATEGORIES: readonly string[] = ['school', 'early-years']

export type Identity = z.infer<typeof identity>
export type Identifiers = z.infer<typeof identifiers>
export type ContactDetails = z.infer<typeof contactDetails>
export type Address = z.infer<typeof address>
export type Relationship = z.infer<typeof relationship>
export type Involvement = z.infer<typeof involvement>
export type Plan = z.infer<typeof plan>
export type HandlingCode = (typeof HANDLING)[number]
export type Worker = z.infer<typeof worker>

/** The id of a person as one source knows it: the same for the same partner, contract family and reference, for ever. */
export function identityId(partnerId: string, contract: string, personRef: string): string {
  return hashUuid(identityKey(partnerId, contract) + referenceKey(personRef))
}

/** A partner's reference as it is compared: an accent written apart from its letter makes no other reference. */
export function referenceKey(ref: string): string {
  return LATIN.test(ref) ? ref : ref.normalize('NFC')
}

/** Letters that are the same in every way of writing accents. */
// oxlint-disable-next-line no-control-regex -- control characters change nothing here
const LATIN = /^[\u0000-\u007f]*$/

/** What is hashed before the partner's reference of a person. */
export function identityKey(partnerId: string, contract: string): string {
  return joined('identity', partnerId, contract.split('/')[0] ?? contract, '')
}

export function uuidOf(...parts: string[]): string {
  return hashUuid(joined(...parts))
}

/** Parts in one text, by a character that no field may hold. */
export function joined(...parts: string[]): string {
  return parts.join('\u001f')
}
