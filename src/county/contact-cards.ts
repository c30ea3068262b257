/**
 * How a school's office reaches those whom it would ring: a telephone and an e-mail address on a card for each of them.
 */
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import { randomFor } from './random.ts'
import { withoutMarks } from './spelling.ts'
import { ownMobile } from './telephones.ts'

/** How often a card departs from what the person would say today; the rest of it is copied from a form that they filled in. */
const FORMER_NUMBER = 0.07
const DIGIT_WRONG = 0.015
const FORMER_ADDRESS = 0.05
/** Of couples, those who gave a school one address for both. */
const ONE_ADDRESS_FOR_BOTH = 0.08

export interface Card {
  phone: string
  email: string
}

/** What one office has on its card; `partner` is whom the person lives with, if that is known. */
export function cardOf(random: Random, person: Person, partner: Person | undefined): Card {
  const former = random.chance(FORMER_NUMBER)
  const phone = former ? ownMobile(numberOf(`former telephone of ${person.id}`)) : phoneOf(person)
  const wrong = random.chance(DIGIT_WRONG) ? phone.slice(0, -1) + String(random.below(10)) : phone
  const asked = random.chance(ONE_ADDRESS_FOR_BOTH) && partner !== undefined ? partner : person
  const purpose = random.chance(FORMER_ADDRESS) ? 'former mail' : 'mail'
  return { phone: wrong, email: mailOf(asked, purpose) }
}

/** A number of the person's own, so that every office holds the same one. */
export function phoneOf(person: Person): string {
  return ownMobile(numberOf(person.id))
}

/** An address of the person's own. */
export function emailOf(person: Person): string {
  return mailOf(person, 'mail')
}

/** In `.example`, where no mail is delivered; namesakes are told apart by a number. */
function mailOf(person: Person, purpose: string): string {
  const name = withoutMarks(`${person.given}.${person.family}`)
    .toLowerCase()
    .replace(/[^a-z.]/g, '')
  const number = String(numberOf(`${purpose} of ${person.id}`) % 1000).padStart(3, '0')
  return `${name}${number}@mail.example`
}

/** A number made of a text, well mixed: ids that differ in a digit must not have telephones that do. */
function numberOf(text: string): number {
  return randomFor(0, text).below(2 ** 31)
}
