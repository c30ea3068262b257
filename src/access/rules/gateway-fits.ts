import { type GatewaySubject, type Grant, type Subject, within } from '../facts.ts'
import { rule } from '../rule.ts'

export const gatewayFits = rule({
  name: 'gateway-fits',
  says: 'The law that the agreement rests on must cover this person’s age and role, and this kind of information.',
  source: 'The gateway’s own act and section, in the register of legal gateways',
  reads: ['grant', 'subject', 'tier'],
  curable: false,
  remedy:
    'Another gateway may fit: ask your information-governance officer. In an emergency ring the police or children’s services.',
  refuses: ({ grant, subject, tier }) =>
    grant === undefined ||
    subject === undefined ||
    tier === undefined ||
    grant.gateway.deniesCategory ||
    !within(tier, grant.gateway.tier) ||
    !grant.gateway.subjects.some(allowed => covers(allowed, subject)),
  examples: [
    {
      given: 'Care Act ss.1, 3 for a child',
      facts: { grant: under([{ role: 'adult', ageMin: 18 }]), subject: child(6), tier: 'headline' },
      refuses: true,
    },
    {
      given: 'Children Act 2004 s.10 for a child',
      facts: { grant: under([{ role: 'child', ageMax: 17 }]), subject: child(6), tier: 'headline' },
      refuses: false,
    },
    {
      given: 'a child’s gateway at 18 without a condition met',
      facts: { grant: under([{ role: 'child', ageMax: 17 }]), subject: adult(18), tier: 'headline' },
      refuses: true,
    },
    {
      given: 'a parent under a gateway that reaches parents',
      facts: {
        grant: under([{ role: 'parent-or-carer' }]),
        subject: { ...adult(34), parentOrCarer: true },
        tier: 'headline',
      },
      refuses: false,
    },
    {
      given: 'an age that the gateway turns on is not known',
      facts: {
        grant: under([{ role: 'adult', ageMin: 18 }]),
        subject: { role: 'adult', age: undefined, parentOrCarer: false, meets: [] },
        tier: 'headline',
      },
      refuses: true,
    },
  ],
})

/** A subject row with a further condition opens nothing unless that condition is itself an established fact. */
function covers(allowed: GatewaySubject, subject: Subject): boolean {
  if (allowed.condition !== undefined && !subject.meets.includes(allowed.condition)) return false
  if (allowed.role === 'parent-or-carer' ? !subject.parentOrCarer : allowed.role !== subject.role)
    return false
  if (allowed.ageMin === undefined && allowed.ageMax === undefined) return true
  if (subject.age === undefined) return allowed.role === 'child' && allowed.ageMin === undefined
  return subject.age >= (allowed.ageMin ?? -1) && subject.age <= (allowed.ageMax ?? 150)
}

function under(subjects: GatewaySubject[]): Grant {
  const gateway = {
    id: 'example',
    statute: 'Example Act',
    section: 's.1',
    tier: 'headline' as const,
    subjects,
    deniesCategory: false,
  }
  return {
    agreementId: 'example',
    version: 1,
    title: 'Example',
    endsBefore: undefined,
    tier: 'headline',
    terms: [1],
    isOwn: false,
    gateway,
  }
}

function child(age: number): Subject {
  return { role: 'child', age, parentOrCarer: false, meets: [] }
}

function adult(age: number): Subject {
  return { role: 'adult', age, parentOrCarer: false, meets: [] }
}
