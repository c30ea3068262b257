import { shortHash } from '../../../kit/hash-uuid.ts'
import { normaliseName } from '../../../kit/names.ts'
import { sex, text, yesNo } from '../../columns.ts'
import type { Context, Draft } from '../../contract.ts'
import { type Element, elementsAt, firstText, textAt } from '../../readers/element.ts'
import type { ContactDetails, Content } from '../../sections.ts'
import { AS_PUPIL, addressOf, codeOf, FOSTER, homeOf } from './homes.ts'

/** The people whom a school rings about a pupil: each a person of their own, with what they are to the pupil. */

/** What the contact is to the pupil, in the words of the code set. */
const RELATIONSHIPS: Record<string, string> = {
  MOT: 'mother',
  PAM: 'mother',
  FAT: 'father',
  PAF: 'father',
  PAR: 'parent',
  STM: 'step-mother',
  STF: 'step-father',
  STP: 'step-parent',
  FOM: 'foster mother',
  FOF: 'foster father',
  FOS: 'foster carer',
  GPR: 'grandparent',
  GRM: 'grandmother',
  GRF: 'grandfather',
  CAR: 'carer',
  REL: 'relative',
  OTR: 'relative',
  BRO: 'brother',
  SIS: 'sister',
  FAM: 'family member',
  GDN: 'guardian',
  SWR: 'social worker',
  CHM: 'childminder',
  HTC: 'head teacher',
  TCR: 'teacher',
  RLG: 'religious contact',
  DOC: 'doctor',
  OTH: 'other contact',
}

/** A pupil's key, and the postcode of the placement where the pupil is in care; '' where it is not known. */
export type Pupil = { key: string; placement: string | undefined }

/** `mark`: what tells the contact from the pupil's others. */
type Contact = { mark: string; person: Content; tie: Content }

export function contactDrafts(pupil: Element, about: Pupil, context: Context): Draft[] {
  const contacts = elementsAt(pupil, 'Contacts/Contact').flatMap(
    (contact, at) => readContact(contact, at, about, context) ?? [],
  )
  const amongAlike = tellAlike(contacts)
  return contacts.flatMap(contact => {
    const person = `${about.key}/contact/${contact.mark}${amongAlike(contact)}`
    return [
      { scope: 'contacts', sourceRef: person, person, content: contact.person },
      {
        scope: 'contacts',
        sourceRef: `${person}/relationship`,
        person: about.key,
        object: person,
        content: contact.tie,
      },
    ]
  })
}

/** A contact without a surname is nobody. */
function readContact(
  contact: Element,
  at: number,
  { placement }: Pupil,
  context: Context,
): Contact | undefined {
  const identity = personNames(contact, 'Contact/', context)
  const livesWith = context.read(yesNo, 'AddressAsPupil', firstText(contact, AS_PUPIL))
  const kind = context.read(text, 'Relationship', textAt(contact, 'Relationship'))
  if (identity.familyName === undefined) return undefined
  const home = addressOf(contact, 'Contact/', context)
  const isPlacement = FOSTER.has(codeOf(contact)) || (placement !== undefined && home?.postcode === placement)
  return {
    mark: markOf(identity, codeOf(contact)),
    person: {
      identity,
      'contact-details': contactDetails(contact, 'Contact/', context),
      ...homeOf(home, isPlacement),
    },
    tie: {
      relationships: {
        type: relationshipOf(kind),
        responsibility: context.read(yesNo, 'Responsibility', textAt(contact, 'Responsibility')),
        order: orderOf(contact, at),
        livesWith,
      },
    },
  }
}

type Names = ReturnType<typeof personNames>

/**
 * The format gives a contact no number of its own: the order says whom to ring first, and a school that changes it, or puts
 * somebody in between, would give one person's record to another. So a contact is known by names and by what they are to
 * the pupil (docs/decisions/0032-a-contact-is-known-by-name.md): by a hash of it, since a reference goes where no name may.
 */
function markOf({ familyName, givenName, sex: is }: Names, code: string): string {
  return shortHash(JSON.stringify([normaliseName(familyName), normaliseName(givenName) || (is ?? ''), code]))
}

/**
 * Contacts whom that does not tell apart are told by all else that is said of them, and those of whom the same is said by
 * number. Makes a function that is asked once for each contact, in their order.
 */
function tellAlike(contacts: readonly Contact[]): (contact: Contact) => string {
  const alike = new Map<string, number>()
  for (const { mark } of contacts) alike.set(mark, (alike.get(mark) ?? 0) + 1)
  const met = new Map<string, number>()
  return ({ mark, person }) => {
    if (alike.get(mark) === 1) return ''
    const said = shortHash(JSON.stringify(person))
    const number = (met.get(`${mark}/${said}`) ?? 0) + 1
    met.set(`${mark}/${said}`, number)
    return number === 1 ? `/${said}` : `/${said}/${number}`
  }
}

/** Whom to ring first. */
function orderOf(contact: Element, at: number): number {
  const written = textAt(contact, 'Order')
  return written !== undefined && /^\d{1,3}$/.test(written) ? Number(written) : at + 1
}

/** A code that is not known here says nothing to whoever reads it; some systems write the word instead of a code. */
function relationshipOf(written: string | undefined): string {
  const kind = written?.toUpperCase() ?? ''
  return RELATIONSHIPS[kind] ?? (kind.length > 3 ? kind.toLowerCase() : 'other contact')
}

/** `of` stands before the names of fields, so that a pupil's and a contact's are told apart in what is reported. */
function personNames(element: Element, of: string, context: Context) {
  return {
    givenName: context.read(text, `${of}Forename`, textAt(element, 'Forename')),
    middleNames: context.read(text, `${of}MiddleNames`, textAt(element, 'MiddleNames')),
    familyName: context.read(text, `${of}Surname`, textAt(element, 'Surname')),
    sex: context.read(sex, `${of}Gender`, textAt(element, 'Sex') ?? textAt(element, 'Gender')),
  }
}

export function contactDetails(element: Element, of: string, context: Context): ContactDetails | undefined {
  const numbers = elementsAt(element, 'Phones/Phone')
    .map(phone => context.read(text, `${of}PhoneNo`, textAt(phone, 'PhoneNo')))
    .filter(number => number !== undefined)
  const email = context.read(text, `${of}Email`, textAt(element, 'Email'))
  if (numbers.length === 0 && email === undefined) return undefined
  return { phones: numbers.length === 0 ? undefined : numbers, email }
}
