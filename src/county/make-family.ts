/**
 * One family by chance: its shape, its people, where they live and have lived.
 */
import { ageOn } from './days.ts'
import type { NhsNumbers } from './issue-identifiers.ts'
import type { CultureName, Sex } from './names.ts'
import { drawCulture, drawFamily, drawGiven, familyNameFor } from './names.ts'
import type { Child, Circumstance, Family, Home, Person, Structure, Tie } from './people.ts'
import { homeOf } from './people.ts'
import type { District } from './places.ts'
import { drawAddress, NO_FIXED_ADDRESS } from './places.ts'
import type { Random } from './random.ts'
import { daysUntil, draw, shareOut, weigh } from './random.ts'
import { respell } from './spelling.ts'

const STRUCTURES = weigh<Structure>([
  ['two-parents', 55],
  ['lone-mother', 21],
  ['lone-father', 3],
  ['two-homes', 8],
  ['step', 10],
  ['kinship', 3],
])

const BIRTHS = weigh<number>([
  [1, 36],
  [2, 41],
  [3, 16],
  [4, 7],
])

/** Of births, those of twins: two children each, so somewhat over three in a hundred children. */
const TWIN_BIRTHS = 0.0175
/** Of twins, those named almost alike (Amira and Ameera), whom a matcher is most tempted to make one child. */
const NEAR_TWINS = 0.06
/** In a step-family, the children who came with the step-father. */
const HIS_OWN_CHILDREN = 0.35
const MOVED_WITHIN_YEARS = 4
const SHARE_MOVED = 0.37
/** Families who expect a child within five months, and births a year in the years after. */
const EXPECTING = 0.045
const LATER_BIRTHS = 0.06
const YEARS_AHEAD = 3

/** Twins are rare, so they are shared out over the whole county and not left to each family's chance. */
export interface TwinShares {
  bornTogether: () => boolean
  namedAlike: () => boolean
}

export function startTwinShares(): TwinShares {
  return { bornTogether: shareOut(TWIN_BIRTHS), namedAlike: shareOut(NEAR_TWINS) }
}

interface Making {
  twins: TwinShares
  random: Random
  family: Family
  number: number
  today: number
  people: number
}

/** What is shared out over all families, in the order of their numbers. */
export interface SharedOut {
  twins: TwinShares
  nhsNumbers: NhsNumbers
}

/** A family of the district as on the day on which the county is made; `number` names it among the county's families. */
export function makeFamily(
  random: Random,
  number: number,
  district: District,
  today: number,
  { twins, nhsNumbers }: SharedOut,
): Family {
  const culture = drawCulture(random)
  const structure = draw(random, STRUCTURES)
  const circumstances = drawCircumstances(random, culture, district)
  const family: Family = {
    id: `F${String(number).padStart(7, '0')}`,
    culture,
    district,
    structure,
    circumstances,
    familyName: drawFamily(random, culture),
    children: [],
    adults: [],
    homes: drawHomes(random, district, circumstances, today),
    toCome: [],
    leftOn: undefined,
  }
  const making: Making = { twins, random, family, number, today, people: 0 }
  const ties = makeAdults(making)
  makeChildren(making, ties)
  makeLaterChild(making, ties)
  for (const child of [...family.children, ...family.toCome]) child.nhs = nhsNumbers(random, 'child')
  for (const adult of family.adults) adult.nhs = nhsNumbers(random, adult.sex === 'F' ? 'mother' : 'adult')
  return family
}

function drawHomes(
  random: Random,
  district: District,
  circumstances: Set<Circumstance>,
  today: number,
): Home[] {
  const moved = random.chance(SHARE_MOVED) ? today - random.between(20, MOVED_WITHIN_YEARS * 365) : undefined
  const since = (moved ?? today) - random.between(200, 2000)
  const travelling = circumstances.has('traveller-no-fixed-address')
  const address = travelling ? NO_FIXED_ADDRESS : drawAddress(random, district)
  if (moved === undefined) return [{ address, since }]
  return [
    { address: drawAddress(random, district), since },
    { address, since: moved },
  ]
}

function drawCircumstances(random: Random, culture: CultureName, district: District): Set<Circumstance> {
  const found = new Set<Circumstance>()
  if (culture === 'irish-traveller' && random.chance(0.5)) found.add('traveller-no-fixed-address')
  else if (random.chance(0.012)) found.add('temporary-accommodation')
  else if (random.chance(0.004)) found.add('refuge')
  if (district.borderSchools !== undefined && random.chance(0.06)) found.add('county-border')
  if (random.chance(0.012)) found.add('looked-after-child')
  if (random.chance(0.004)) found.add('adopted-child')
  if (random.chance(0.008)) found.add('care-leaver')
  return found
}

function makePerson(making: Making, sex: Sex, born: number, generation: 'child' | 'adult'): Person {
  const { random, family } = making
  const given = drawGiven(random, family.culture, sex, generation)
  return {
    id: `${family.id}-${++making.people}`,
    number: making.number * 100 + making.people,
    sex,
    given,
    middle: random.chance(generation === 'child' ? 0.35 : 0.25)
      ? drawGiven(random, family.culture, sex, generation)
      : '',
    family: familyNameFor(random, family.culture, sex, family.familyName, generation === 'adult'),
    formerFamily: '',
    born,
    culture: family.culture,
    isTwin: false,
    homes: family.homes,
    nhs: '',
    seal: '',
  }
}

/** The grown-ups of this shape of family, and how each stands to its children. */
function makeAdults(making: Making): Tie[] {
  const { random, family, today } = making
  const bornAround = today - random.between(24 * 365, 44 * 365)
  const mother = makeAdult(making, 'F', bornAround - random.below(1800))
  if (random.chance(0.35)) mother.formerFamily = drawFamily(random, family.culture)
  family.adults.push(mother)
  if (family.structure === 'lone-mother' && random.chance(0.45)) return [tie(mother, 'mother', true, true)]
  const father = makeAdult(making, 'M', bornAround - random.below(2500))
  family.adults.push(father)
  if (family.structure === 'two-parents') {
    return [tie(mother, 'mother', true, true), tie(father, 'father', true, true)]
  }
  if (family.structure === 'lone-father') {
    return [tie(father, 'father', true, true), tie(moveOut(making, mother), 'mother', true, false)]
  }
  // Parents apart seldom share a name, and a father who never married may have his own.
  if (random.chance(0.5)) father.family = drawFamily(random, family.culture)
  const apart = tie(moveOut(making, father), 'father', random.chance(0.7), false)
  if (family.structure === 'kinship') {
    const grandmother = makeAdult(making, 'F', bornAround - 8000 - random.below(1800))
    family.adults.push(grandmother)
    const carer = tie(grandmother, 'grandparent', random.chance(0.6), true)
    return [carer, tie(moveOut(making, mother), 'mother', true, false), apart]
  }
  const own = tie(mother, 'mother', true, true)
  if (family.structure !== 'step') return [own, apart]
  const stepFather = makeAdult(making, 'M', bornAround - random.below(1800))
  stepFather.family = drawFamily(random, family.culture)
  family.adults.push(stepFather)
  return [own, tie(stepFather, 'step-parent', false, true), apart]
}

function makeAdult(making: Making, sex: Sex, born: number): Person {
  return makePerson(making, sex, born, 'adult')
}

function moveOut(making: Making, person: Person): Person {
  person.homes = [{ address: drawAddress(making.random, making.family.district), since: making.today - 1500 }]
  return person
}

function tie(adult: Person, relation: Tie['relation'], responsibility: boolean, livesWith: boolean): Tie {
  return { adult, relation, responsibility, livesWith }
}

function makeChildren(making: Making, ties: Tie[]): void {
  const { random, family, today } = making
  const births = draw(random, BIRTHS)
  const eldestPossible = Math.max(...family.adults.map(adult => adult.born)) + 16 * 365
  let born = today - 2 - Math.floor(17 * 365 * random.next() ** 1.25)
  for (let birth = 0; birth < births && today - born < 18 * 365 && born > eldestPossible; birth++) {
    const child = makeChild(making, ties, born)
    family.children.push(child)
    if (making.twins.bornTogether()) family.children.push(makeTwin(making, ties, child))
    born -= random.between(380, 1500)
  }
  if (family.children.length === 0)
    family.children.push(makeChild(making, ties, today - random.between(10, 3000)))
  settleInCare(making)
}

function makeChild(making: Making, familyTies: Tie[], born: number): Child {
  const { random, family } = making
  const ties = tiesOfChild(making, familyTies)
  const father = ties.find(each => each.relation === 'father')
  const person = makePerson(making, random.chance(0.49) ? 'F' : 'M', born, 'child')
  const namedAfterFather = father !== undefined && (random.chance(0.3) || ties !== familyTies)
  return {
    ...person,
    family: namedAfterFather ? father.adult.family : person.family,
    formerFamily: random.chance(0.03) ? drawFamily(random, family.culture) : '',
    ties,
    secondHome: family.structure === 'two-homes' ? father && homeOf(father.adult) : undefined,
    upn: '',
    formerUpn: '',
    hardCase: '',
    care: 'none',
  }
}

/** The child whom the mother expects, or has in one of the years to come. */
function makeLaterChild(making: Making, ties: Tie[]): void {
  const { random, family, today } = making
  const mother = ties.find(each => each.relation === 'mother')
  if (mother?.livesWith !== true || family.structure === 'kinship') return
  const due = random.chance(EXPECTING) ? random.between(10, 150) : 150 + daysUntil(random, LATER_BIRTHS)
  if (due > YEARS_AHEAD * 365 || ageOn(mother.adult.born, today + due) > 45) return
  family.toCome.push(makeChild(making, ties, today + due))
}

/** In a step-family some children are his: he is their father, and their step-mother is the others' mother. */
function tiesOfChild(making: Making, familyTies: Tie[]): Tie[] {
  const mother = familyTies.find(each => each.relation === 'mother')
  const stepFather = familyTies.find(each => each.relation === 'step-parent')
  if (mother === undefined || stepFather === undefined || !making.random.chance(HIS_OWN_CHILDREN))
    return familyTies
  return [tie(stepFather.adult, 'father', true, true), tie(mother.adult, 'step-parent', false, true)]
}

function makeTwin(making: Making, ties: Tie[], first: Child): Child {
  const { random } = making
  const twin = makeChild(making, ties, first.born)
  twin.family = first.family
  twin.ties = first.ties
  twin.secondHome = first.secondHome
  first.isTwin = twin.isTwin = true
  first.hardCase = twin.hardCase = 'twin'
  if (making.twins.namedAlike()) {
    twin.sex = first.sex
    twin.given = nearName(random, first.given)
    first.hardCase = twin.hardCase = 'near-twin'
  } else {
    while (twin.given === first.given) twin.given = drawGiven(random, first.culture, twin.sex, 'child')
  }
  return twin
}

/** A twin's name one step from the first's, as parents choose them. */
function nearName(random: Random, given: string): string {
  const other = respell(random, given)
  return Math.abs(other.length - given.length) < 3 ? other : `${given}a`
}

/** One child of the family is in care, has left it or was adopted, where the family's circumstances say so. */
function settleInCare(making: Making): void {
  const { family, random, today } = making
  const child = random.pick(family.children)
  if (family.circumstances.has('care-leaver')) {
    const leaver = makeChild(making, child.ties, today - random.between(18 * 365 + 10, 24 * 365))
    leaver.care = 'care-leaver'
    leaver.homes = [{ address: drawAddress(random, family.district), since: leaver.born + 18 * 365 + 5 }]
    family.children.push(leaver)
  }
  if (ageOn(child.born, today) > 16 || child.isTwin) return
  if (family.circumstances.has('looked-after-child')) child.care = 'looked-after'
  else if (family.circumstances.has('adopted-child')) child.care = 'adopted'
}
