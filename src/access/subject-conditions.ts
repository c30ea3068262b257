import { ageOn } from '../kit/clock.ts'

/** What is known of a person that a gateway's condition may turn on. */
export type ConditionFacts = {
  birthDate: string | null
  day: string
  isCareLeaver: boolean
  isHelpedAsAdult: boolean
}

/**
 * The conditions of legal gateways that the service can establish by itself, each by the words that the register of
 * gateways uses. A condition that is not here is never met: a gateway row that names it opens nothing.
 */
const CONDITIONS: Record<string, (facts: ConditionFacts) => boolean> = {
  // Children Act 2004 s.10(9); Children Act 1989 ss.23A to 24D.
  'care leaver': facts => facts.isCareLeaver,
  // Care Act 2014 s.1: whom a service for adults helps with abuse, recovery or mental health may have such needs.
  'has, or may have, needs for care and support, or cares for an adult who has': facts =>
    facts.isHelpedAsAdult,
  // Childcare Act 2006 s.19.
  'until 1 September after the fifth birthday': ({ birthDate, day }) =>
    birthDate !== null && day < firstSeptemberAfterFive(birthDate),
  // Education Act 1996 s.8; the prescribed days are 31 March, 31 August and 31 December (SI 1998/1607).
  'under compulsory school age': ({ birthDate, day }) =>
    birthDate !== null && (ageOn(birthDate, day) < 5 || day <= prescribedDayAfterFive(birthDate)),
}

/** Every condition that these facts meet, in the registers' words. Pure. */
export function conditionsMet(facts: ConditionFacts): string[] {
  return Object.keys(CONDITIONS).filter(words => CONDITIONS[words]?.(facts) === true)
}

function fifthBirthday(birthDate: string): string {
  return `${Number(birthDate.slice(0, 4)) + 5}${birthDate.slice(4)}`
}

function firstSeptemberAfterFive(birthDate: string): string {
  const five = fifthBirthday(birthDate)
  const year = Number(five.slice(0, 4))
  return five.slice(5) < '09-01' ? `${year}-09-01` : `${year + 1}-09-01`
}

function prescribedDayAfterFive(birthDate: string): string {
  const five = fifthBirthday(birthDate)
  const ends = ['03-31', '08-31', '12-31'].find(end => five.slice(5) <= end)
  return `${five.slice(0, 4)}-${ends ?? '12-31'}`
}
