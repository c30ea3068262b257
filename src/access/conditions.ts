import { HANDLING } from '../feeds/sections.ts'
import { refuses } from './decide.ts'
import { type Facts, known } from './facts.ts'
import { policeHandling } from './rules/police-handling.ts'

/** The facts about who asks and why, which are the same whoever it is about. */
export type AskerFacts = Pick<Facts, 'purpose' | 'role'>

/**
 * The conditions of records that somebody meets: a record with a condition that is not among them is not read. They turn on
 * role and purpose alone, so they are settled once a request and handed to the database, where records are cut.
 */
export function conditionsMet(asker: AskerFacts): string[] {
  return HANDLING.filter(code => !refuses(policeHandling, { ...asker, handling: known([code]) }))
}
