/**
 * Identifiers for people who do not exist: NHS numbers with the 999 prefix kept for tests, and UPNs of the county's
 * invented schools. Each is valid, and given once.
 */
import { nhsCheckDigit, upnCheckLetter } from '../kit/identifiers.ts'
import type { Random } from './random.ts'

/** Numbers below this, after the prefix, belong to the story families, whose numbers are the same in every county. */
const KEPT_FOR_STORIES = 1000
const SPAN = 1_000_000 - KEPT_FOR_STORIES
/** Coprime to the span, so that the walk meets every number once before it meets one twice. */
const STEP = 377_771

/** Of those who could be asked, the people whose NHS number some office can say. */
const NUMBER_KNOWN = { child: 0.86, mother: 0.62, adult: 0.3 } as const
/** The prefix has some 908,000 valid numbers, and a family needs this many: a larger county's offices know fewer. */
const VALID_NUMBERS = 900_000
const NUMBERS_FOR_A_FAMILY = 2.75

/** The person's NHS number; empty where no office knows it. */
export type NhsNumbers = (random: Random, of: keyof typeof NUMBER_KNOWN) => string

/** A giver of NHS numbers, each given once, which last for that many families. */
export function issueNhsNumbers(seed: number, families: number): NhsNumbers {
  const enough = Math.min(1, VALID_NUMBERS / (families * NUMBERS_FOR_A_FAMILY))
  let taken = 0
  return (random, of) => {
    if (!random.chance(NUMBER_KNOWN[of] * enough)) return ''
    while (taken < SPAN) {
      const at = (((seed * 7919 + taken++) % SPAN) * STEP) % SPAN
      const nine = `999${String(at + KEPT_FOR_STORIES).padStart(6, '0')}`
      const check = nhsCheckDigit(nine)
      if (check !== undefined) return nine + check
    }
    return ''
  }
}

/** The NHS number of a person in a story: the first valid ones of the part that is kept for them. */
export function issueStoryNhsNumbers(): () => string {
  let at = 0
  return () => {
    for (;;) {
      const nine = `999${String(at++).padStart(6, '0')}`
      const check = nhsCheckDigit(nine)
      if (check !== undefined) return nine + check
    }
  }
}

/** Gives UPNs: by school and year of entry, permanent (serial of three digits) or temporary (two and a letter). */
export type IssueUpn = (school: { lea: string; estab: string }, year: number, temporary: boolean) => string

/** A giver of UPNs, each given once; serials run on for each school, so a fresh giver serves one set of schools. */
export function issueUpns(firstSerial = 1): IssueUpn {
  const last = new Map<string, number>()
  return (school, year, temporary) => {
    const stem = `${school.lea}${school.estab}${String(year % 100).padStart(2, '0')}`
    const key = `${stem}${temporary ? 'T' : ''}`
    const serial = (last.get(key) ?? firstSerial - 1) + 1
    last.set(key, serial)
    const tail = temporary
      ? `${String(serial % 100).padStart(2, '0')}${'ABCDEFGHJKLMNPQRTUVWXYZ'.charAt(Math.floor(serial / 100))}`
      : String(serial).padStart(3, '0')
    if (serial > (temporary ? 2299 : 999)) throw new Error(`school ${stem} has no UPN left for that year`)
    return upnCheckLetter(stem + tail) + stem + tail
  }
}
