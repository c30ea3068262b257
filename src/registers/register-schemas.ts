import { z } from 'zod'
import { isNeverPurpose } from './never-purposes.ts'

/** The shapes of the register files in `data/`. A file that does not fit is refused whole, with the place named. */

/** The kinds of partner, each with what a page calls it in a list of who shares with whom. */
export const PARTNER_KINDS = {
  host: 'the county council',
  'childrens-social-care': 'children’s social care',
  'family-hub': 'family hubs',
  'health-visiting': 'health visiting',
  police: 'the police',
  'youth-justice': 'youth justice',
  'public-health': 'public health',
  'adult-services': 'services for adults',
  housing: 'housing',
  leisure: 'leisure services',
  voluntary: 'charities',
  'early-years': 'nurseries',
  school: 'schools',
} as const

export const partnerKinds = Object.keys(PARTNER_KINDS) as (keyof typeof PARTNER_KINDS)[]

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters and digits joined by hyphens')
const words = z.string().trim().min(1)
const age = z.number().int().min(0).max(120)
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 08:00')
const partnerKind = z.enum(partnerKinds)
const lawfulPurpose = id.refine(purpose => !isNeverPurpose(purpose), {
  error: 'is a purpose that no agreement can ever switch on',
})

/** How much of a record is shown: that it exists, its headline, or what it says. Each includes the ones before. */
export const tier = z.enum(['existence', 'headline', 'content'])
export type Tier = z.infer<typeof tier>

export const roleFile = z.array(
  z.strictObject({
    id,
    name: words,
    says: words,
    searchBreadth: z.enum(['wide', 'narrow', 'none']),
    frontDoor: z.boolean(),
    rollIsRelationship: z.boolean(),
    purposes: z.array(lawfulPurpose),
    sees: z.strictObject({ existence: z.array(id), headline: z.array(id), content: z.array(id) }),
  }),
)
export type RoleEntry = z.infer<typeof roleFile>[number]

export const actionFile = z.array(
  z.strictObject({ id, says: words, roles: z.array(id), secondApprover: z.boolean() }),
)
export type ActionEntry = z.infer<typeof actionFile>[number]

export const purposeFile = z.array(
  z.strictObject({
    id: lawfulPurpose,
    name: words,
    says: words,
    kind: z.enum(['own-work', 'front-door', 'oversight']),
    wholeFamily: z.boolean(),
    needsChildReason: z.boolean(),
    asksFor: z.array(id),
  }),
)
export type PurposeEntry = z.infer<typeof purposeFile>[number]

export const categoryFile = z.array(
  z.strictObject({
    id,
    name: words,
    says: words,
    sensitive: z.boolean(),
    serviceKind: partnerKind.nullable(),
    coverageSays: words,
    ageFrom: age.nullable(),
    ageTo: age.nullable(),
    staleAfterDays: z.number().int().positive().nullable(),
  }),
)
export type CategoryEntry = z.infer<typeof categoryFile>[number]

export const numberFile = z.array(
  z
    .strictObject({
      id,
      label: words,
      phone: z.string().regex(/^[\d ]+$/, 'must be digits and spaces'),
      from: clockTime.nullable(),
      to: clockTime.nullable(),
      weekdaysOnly: z.boolean(),
      isDesk: z.boolean(),
    })
    .refine(number => (number.from === null) === (number.to === null), {
      error: 'needs both `from` and `to`, or neither for all hours',
    }),
)
export type NumberEntry = z.infer<typeof numberFile>[number]

/**
 * Whom a gateway covers. `condition` is a further fact in words, which must be known to hold: where it is unknown,
 * this entry does not cover the person.
 */
export const gatewaySubject = z.strictObject({
  role: z.enum(['child', 'adult', 'parent-or-carer']),
  ageMin: age.optional(),
  ageMax: age.optional(),
  condition: words.optional(),
})
export type GatewaySubject = z.infer<typeof gatewaySubject>

export const gatewayFile = z
  .strictObject({
    id,
    position: z.number().int().positive(),
    statute: words,
    section: words,
    kind: z.enum(['duty', 'power', 'implied', 'aim', 'bar']),
    extent: words,
    says: words,
    inForceFrom: z.iso.date().nullable(),
    inForceTo: z.iso.date().nullable(),
    status: z.enum(['in force', 'enacted, not commenced', 'repealed']),
    supportingOnly: z.boolean(),
    disclosers: z.array(partnerKind),
    recipients: z.array(partnerKind),
    subjects: z.array(gatewaySubject),
    purposes: z.array(lawfulPurpose),
    categories: z.strictObject({ allow: z.array(id), deny: z.array(id) }),
    tier,
    consentRule: words,
    informFamilyRule: words,
    confidentialityTest: words,
    art6: z.array(words),
    art9: z.array(words),
    sch1Condition: words.nullable(),
    art10: words.nullable(),
    onwardUse: words,
    offenceNote: words.nullable(),
    codeOfPractice: words.nullable(),
    evidenceRequired: z.array(words),
    source: z.url(),
    checked: z.boolean(),
    checkedBy: words.nullable(),
    checkedOn: z.iso.date().nullable(),
  })
  .refine(gateway => gateway.status !== 'in force' || gateway.inForceFrom !== null, {
    error: 'is in force and must say since when',
  })
  .refine(gateway => !gateway.checked || gateway.checkedOn !== null, {
    error: 'is checked and must say on which day',
  })
export type GatewayEntry = z.infer<typeof gatewayFile>

const signature = { signedBy: words.nullable(), signedOn: z.iso.date().nullable() }
const party = z.union([
  z.strictObject({ kind: partnerKind, ...signature }),
  z.strictObject({ partner: id, ...signature }),
])

const term = z.strictObject({
  disclosers: z.array(partnerKind).min(1),
  recipients: z.array(partnerKind).min(1),
  categories: z.array(id).min(1),
  purposes: z.array(lawfulPurpose).min(1),
  tier,
  ownPartnerOnly: z.boolean(),
})
export type AgreementTerm = z.infer<typeof term>

export const agreementFile = z.array(
  z.strictObject({
    id,
    version: z.number().int().positive(),
    title: words,
    gateway: id,
    supporting: z.array(id),
    validFrom: z.iso.date(),
    validTo: z.iso.date(),
    reviewOn: z.iso.date(),
    revoked: z.strictObject({ at: z.iso.datetime(), by: words, reason: words }).nullable(),
    parties: z.array(party).min(1),
    terms: z.array(term).min(1),
  }),
)
export type AgreementEntry = z.infer<typeof agreementFile>[number]
