/**
 * Who an adopted child was before: a record of social care that no search may meet and no match may join.
 */
import type { FamilyBook, Making } from './making.ts'
import { chanceOf } from './making.ts'
import { codesOf, drawFamily, drawGiven } from './names.ts'
import type { Child, Person } from './people.ts'
import { homeOf } from './people.ts'
import { DISTRICTS, drawAddress } from './places.ts'
import type { Random } from './random.ts'
import { putAddress, putPerson } from './social-care.ts'
import { putCare } from './social-care-cases.ts'
import { SOCIAL_CARE_CONTRACT, SOCIAL_CARE_PARTNER } from './social-care-tables.ts'
import { writePerson } from './write-person.ts'

/** Writes the former identity and gives the person who it was: in the truth two people, since they stay two for ever. */
export function writeSealedIdentity(making: Making, child: Child, book: FamilyBook): Person {
  const { care, origin } = making
  const random = chanceOf(making, 'sealed', child)
  const before = drawFormerIdentity(random, child)
  const ref = care.personNumber(before, 1)
  const written = { ...writePerson(random, before, origin), hardCase: 'sealed-identity' }
  const nhs = making.sharedOut.nhsNumbers(random, 'child')
  const { ethnicity } = codesOf(child.culture)
  const unknown = { upn: '', expected: undefined, isMother: false }
  putPerson(care, { ref, written, sex: child.sex, ethnicity, nhs, ...unknown })
  const entered = Math.min(origin, child.born + 20)
  putAddress(care, ref, { type: 'Home', address: homeOf(before), from: before.born, to: entered })
  putCare(care, ref, {
    referral: '',
    from: entered,
    to: Math.max(entered + 200, Math.min(origin, child.born + random.between(400, 1800))),
    ceased: 'E11',
    placementPostcode: homeOf(child).postcode,
    distance: 20,
    placementType: 'A3',
  })
  const record = { partner: SOCIAL_CARE_PARTNER, contract: SOCIAL_CARE_CONTRACT, ref }
  book.record({ ...record, person: before, written, nhs, upn: '', address: homeOf(before) })
  return before
}

function drawFormerIdentity(random: Random, child: Child): Person {
  return {
    ...child,
    id: `${child.id}-sealed`,
    given: drawGiven(random, child.culture, child.sex, 'child'),
    middle: '',
    family: drawFamily(random, child.culture),
    // Beyond the numbers that the members of a family have.
    number: child.number + 50,
    homes: [{ address: drawAddress(random, random.pick(DISTRICTS)), since: child.born }],
    nhs: '',
    seal: `${child.id}-sealed`,
  }
}
