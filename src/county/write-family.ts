/**
 * One family through every partner's eyes, with what must protect its records.
 */

import { knownToSocialCare, writeCareRecords, writeSealedIdentity } from './care-records.ts'
import { isoDay } from './days.ts'
import { writePatients } from './health-records.ts'
import type { FamilyBook, Making, SchoolRolls } from './making.ts'
import { openBook, protect } from './making.ts'
import type { Family } from './people.ts'
import type { Random } from './random.ts'
import { writePupils } from './school-records.ts'
import { countOne } from './summary.ts'
import type { HealthVisitor } from './workforce.ts'

/** Writes the family into schools', health visiting's and social care's files, the truth and the protections. */
export function writeFamily(
  making: Making,
  random: Random,
  family: Family,
  rolls: SchoolRolls,
  visitor: HealthVisitor,
): void {
  const book = openBook(making)
  countFamily(making, family)
  writePupils(making, random, family, rolls, book)
  writePatients(making, random, family, visitor, book)
  const known = knownToSocialCare(random, family)
  if (known) writeCareRecords(making, random, family, book)
  for (const child of family.children)
    if (child.care === 'adopted') writeSealedIdentity(making, random, child, book)
  protectFamily(making, random, family, book, known)
  for (const child of family.children) {
    for (const tie of child.ties) {
      making.truth.relationships.put({
        person: tie.adult.id,
        relationship:
          child.care === 'adopted' && tie.relation === 'mother' ? 'adoptive-parent' : tie.relation,
        other_person: child.id,
        responsibility: tie.responsibility ? 'Y' : 'N',
        lives_with: tie.livesWith && child.care === 'none' ? 'Y' : 'N',
      })
    }
  }
}

function countFamily(making: Making, family: Family): void {
  const { counts } = making
  counts.families++
  counts.people += family.children.length + family.adults.length
  if (family.movedOn !== undefined) counts.familiesMoved++
  countOne(counts.familyNames, family.familyName)
  counts.children += family.children.length
  const twins = family.children.filter(child => child.isTwin)
  counts.twins += twins.length
  counts.twinPairs += twins.length / 2
  counts.nearTwinPairs += twins.filter(child => child.hardCase === 'near-twin').length / 2
}

function protectFamily(
  making: Making,
  random: Random,
  family: Family,
  book: FamilyBook,
  known: boolean,
): void {
  const from = isoDay(Math.min(making.asOf, family.movedOn ?? making.asOf - 30))
  const restricted = known && random.chance(0.02) ? family.children[0] : undefined
  const recentlyMoved = known && family.movedOn !== undefined && making.today - family.movedOn < 150
  for (const reference of book.references) {
    const { hardCase } = { hardCase: reference.person.id.endsWith('-sealed') }
    if (hardCase)
      protect(making, reference, { kind: 'sealed-identity', roles: [], from, reason: 'Adoption order' })
    else if (family.circumstances.has('refuge')) {
      const roles = ['social-worker', 'protected-records-desk']
      protect(making, reference, { kind: 'confidential-address', roles, from, reason: 'Lives in a refuge' })
    } else if (recentlyMoved) {
      const roles = ['social-worker', 'protected-records-desk']
      protect(making, reference, {
        kind: 'protective-hold',
        roles,
        from,
        reason: 'New address since a notice; not yet cleared',
      })
    }
    if (restricted !== undefined && reference.person === restricted) {
      const roles = ['mash-worker', 'social-worker', 'protected-records-desk']
      protect(making, reference, {
        kind: 'restricted-record',
        roles,
        from,
        reason: 'Restricted by decision of the head of service',
      })
    }
  }
}
