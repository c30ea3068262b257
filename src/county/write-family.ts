/**
 * One family through every partner's eyes, with what must protect its records.
 */

import type { CareLife } from './care-life.ts'
import { casesSoFar, writeCareRecords } from './care-records.ts'
import { isoDay } from './days.ts'
import { writeEarlyHelp } from './early-help.ts'
import { writeAdultServices } from './family-safeguarding.ts'
import { writePatients } from './health-records.ts'
import { writeHouseholds } from './housing.ts'
import type { FamilyBook, Making, SchoolRolls } from './making.ts'
import { chanceOf, openBook, protect } from './making.ts'
import { writeNurseryChildren } from './nurseries.ts'
import type { Family, Person } from './people.ts'
import { movedOn } from './people.ts'
import { writeNotices } from './police-notices.ts'
import { writeReturns } from './returns.ts'
import { schoolNameOf, writePupils } from './school-records.ts'
import { writeSealedIdentity } from './sealed-identity.ts'
import { countOne } from './summary.ts'
import type { HealthVisitor } from './workforce.ts'
import { writeYouthJustice } from './youth-justice.ts'

/** Writes the family into the files of all partners who hold it, the truth and the protections. */
export function writeFamily(
  making: Making,
  family: Family,
  life: CareLife,
  rolls: SchoolRolls,
  visitor: HealthVisitor,
): void {
  const book = openBook(making)
  countFamily(making, family)
  writePupils(making, family, rolls, book)
  writePatients(making, family, visitor, book)
  writeCareRecords(making, family, book, life)
  writeEarlyHelp(making, family, book, life.help)
  writeNotices(making, family, book, child => schoolNameOf(making, family, child, rolls))
  writeYouthJustice(making, family, book)
  writeHouseholds(making, family, book)
  writeNurseryChildren(making, family, rolls.nursery, book)
  writeAdultServices(
    making,
    family,
    book,
    life.cases.some(each => each.from <= making.origin),
  )
  const sealed = family.children
    .filter(child => child.care === 'adopted')
    .map(child => writeSealedIdentity(making, child, book))
  writeReturns(making, book)
  const known = casesSoFar(making, family, life).length > 0
  protectFamily(making, family, book, known, new Set(sealed))
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
  if (movedOn(family) !== undefined) counts.familiesMoved++
  countOne(counts.familyNames, family.familyName)
  counts.children += family.children.length
  const twins = family.children.filter(child => child.isTwin)
  counts.twins += twins.length
  counts.twinPairs += twins.length / 2
  counts.nearTwinPairs += twins.filter(child => child.hardCase === 'near-twin').length / 2
}

const DESK = ['social-worker', 'protected-records-desk']
const RESTRICTED = 0.02
const NEW_ADDRESS_DAYS = 150

/** What protects records of this family: each covers every record of the person, whoever holds it. */
function protectFamily(
  making: Making,
  family: Family,
  book: FamilyBook,
  known: boolean,
  sealed: Set<Person>,
): void {
  const { asOf, origin } = making
  const moved = movedOn(family)
  const isRestricted = chanceOf(making, 'restricted', family).chance(RESTRICTED)
  const restricted = known && isRestricted ? family.children[0] : undefined
  const inRefuge = family.circumstances.has('refuge')
  const onHold = known && moved !== undefined && origin - moved < NEW_ADDRESS_DAYS ? moved : undefined
  const from = isoDay(Math.min(origin, family.homes.find(home => home.since <= origin)?.since ?? origin))
  for (const record of book.references) {
    if (sealed.has(record.person)) {
      protect(making, record, { kind: 'sealed-identity', roles: [], from, reason: 'Adoption order' })
      continue
    }
    if (inRefuge) {
      const reason = 'Lives in a refuge'
      protect(making, record, { kind: 'confidential-address', roles: DESK, from, reason })
    } else if (onHold !== undefined) {
      const cleared = onHold + NEW_ADDRESS_DAYS
      const time = { from: isoDay(onHold), to: cleared <= asOf ? isoDay(cleared) : '' }
      const reason = 'New address since a notice; not yet cleared'
      protect(making, record, { kind: 'protective-hold', roles: DESK, ...time, reason })
    }
    if (record.person !== restricted) continue
    const reason = 'Restricted by decision of the head of service'
    protect(making, record, { kind: 'restricted-record', roles: ['mash-worker', ...DESK], from, reason })
  }
}
