/** How pages speak of a person: only what was disclosed, and what was not is said as that. */

import type { PersonSummary } from '../access/person-view.ts'
import { showDay } from '../kit/clock.ts'
import { type Html, html } from '../kit/html.ts'

/** `aged 11`, `aged under 1`, or what is known instead. */
export function ageWords({ age, birthDate, expectedBirthDate }: PersonSummary): string {
  if (age !== undefined) return age === 0 ? 'aged under 1' : `aged ${age}`
  if (birthDate === undefined && expectedBirthDate !== undefined)
    return `expected ${showDay(expectedBirthDate)}`
  return 'age not recorded'
}

/** `aged 11 (born 12 March 2015)`. */
export function ageAndBirth(summary: PersonSummary): string {
  const { birthDate } = summary
  return birthDate === undefined ? ageWords(summary) : `${ageWords(summary)} (born ${showDay(birthDate)})`
}

/** What the page about someone is called: an adult’s is no child’s, and an unknown age says nothing. */
export function pageWord({ age, expectedBirthDate }: PersonSummary): string {
  const isChild = age === undefined ? expectedBirthDate !== undefined : age < 18
  return isChild ? 'Child' : 'Person'
}

/** `PR2 3`: enough to tell two children apart, too little to find a door. `undefined` where no address may be shown. */
export function partOfAddress({ address }: PersonSummary): string | undefined {
  const found = /\b([A-Z]{1,2}\d[A-Z\d]?) (\d)[A-Z]{2}$/.exec(address?.shown ?? '')
  return found === null ? undefined : `${found[1]} ${found[2]}`
}

/**
 * The home address in a line. Where none is shown the words do not tell an address that is kept apart from one that
 * no source has: a searcher must not learn the difference.
 */
export function addressWords({ address }: PersonSummary): string {
  if (address === undefined) return 'No address that we can show'
  const since = address.from === undefined ? '' : `since ${showDay(address.from)}, `
  return `${address.shown} (${since}${countOf(address.sources, 'source')})`
}

/** `3 sources`, `1 source`. */
export function countOf(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`
}

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']

/** A count as a heading begins: `Two`, `12`. */
export function countInWords(count: number): string {
  return NUMBERS[count] ?? String(count)
}

/** An instant’s day or a day, as people read it; a value that is no day stays as it is. */
export function showValue(shown: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(shown) ? showDay(shown) : shown
}

/** A list of Html with a word between, as in `a · b`. */
export function dotted(parts: readonly (string | Html)[]): Html {
  return html`${parts.map((part, i) => (i === 0 ? html`${part}` : html` · ${part}`))}`
}
