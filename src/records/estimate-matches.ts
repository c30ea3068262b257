import type { EstimateMatches, SamplePerson } from '../feeds/people-sample.ts'
import type { Database } from '../kit/database.ts'
import { normaliseName, phoneticKey } from '../kit/names.ts'
import { countFoundElsewhere, holdsOthers } from './match-rate-store.ts'

/**
 * How many of some people of a delivery seem to be in the records of other partners: by an NHS number or UPN, or by
 * the date of birth and names that sound alike. Far coarser than linkage, and enough to see that a file has lost its
 * numbers or its dates before anyone sees it. Only a count comes back.
 */
export function estimateMatches(database: Pick<Database, 'loader'>): EstimateMatches {
  return async (partnerId, people) =>
    (await holdsOthers(database.loader, partnerId))
      ? await countFoundElsewhere(database.loader, partnerId, people.map(traitsOf))
      : undefined
}

function traitsOf({ givenName, familyName, birthDate, nhsNumber, upn }: SamplePerson) {
  const keys = [givenName, familyName].map(name => keysOf(name))
  return {
    identifiers: [nhsNumber, upn].filter(number => number !== undefined),
    birthDate: birthDate ?? null,
    // Half a name is everybody's, so both must sound alike.
    nameKeys: keys.every(some => some.length > 0) ? keys.flat() : [],
  }
}

/** The first word of a name, as it sounds: further ones are left out as often as they are given. */
function keysOf(name: string | undefined): string[] {
  const [first] = normaliseName(name).split(' ')
  const key = first === undefined ? '' : phoneticKey(first)
  return key === '' ? [] : [key]
}
