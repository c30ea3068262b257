import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nhsCheckDigit, upnCheckLetter } from '../kit/identifiers.ts'
import { type LinkRecord, linkPersons, SERVICE_MODEL } from './link-persons.ts'
import { shippedModel } from './shipped-model.ts'

/** A small world of families, seeded, with the errors that partners' lists have; `truth` is never shown to the engine. */
type Person = Pick<LinkRecord, 'given' | 'middle' | 'family' | 'birthDate' | 'sex' | 'nhsNumber' | 'upn'> & {
  truth: string
}
type World = { records: LinkRecord[]; truth: Map<string, string>; twins: Set<string> }

const FAMILIES = 2000
const SEED = 20_261_122

const GIVEN: Record<string, Record<'male' | 'female', string[]>> = {
  british: {
    male: 'Oliver George Harry Jack Noah Leo Oscar Charlie Thomas William James Henry Alfie Joshua Daniel Samuel Joseph Edward Ryan Callum Connor Liam Nathan Kyle Luke Adam Jamie Dylan Lewis Aaron Toby Finley Jenson Riley Reuben Elliot Theo Max Sebastian Isaac Kieran Ashley Craig Stuart Darren Lee Gary Wayne Scott Mark Paul Simon Andrew Stephen Peter Michael Robert David John Richard'.split(
      ' ',
    ),
    female:
      'Olivia Amelia Isla Ava Emily Isabella Poppy Ella Lily Jessica Sophie Grace Evie Chloe Freya Ruby Charlotte Megan Hannah Lucy Holly Katie Rebecca Lauren Bethany Sarah Emma Laura Gemma Victoria Amber Erin Niamh Molly Abigail Phoebe Imogen Eliza Harriet Rosie Tilly Paige Jade Kayleigh Stacey Donna Tracey Julie Karen Joanne Kirsty Natalie Zoe Hayley Claire Rachel Leanne Kelly Michelle Nicola'.split(
        ' ',
      ),
  },
  pakistani: {
    male: 'Mohammed Mohammed Mohammed Ali Hassan Hussain Ahmed Ibrahim Yusuf Bilal Hamza Usman Omar Imran Zain Adnan Tariq Faisal Kamran Asif Shahid Nadeem Waqas Zeeshan Junaid Rizwan Sajid Haroon Idris Yahya Musa Salman Danyal Rehan'.split(
      ' ',
    ),
    female:
      'Aisha Fatima Zainab Maryam Khadija Amina Saima Nadia Sana Hira Iqra Maira Rukhsana Shazia Nusrat Samina Alisha Zara Laiba Hafsa Rabia Sumera Farah Noreen Tahira Shabana Kiran Sadia Mehwish Anum Bushra Asma'.split(
        ' ',
      ),
  },
}
const FAMILY: Record<string, string[]> = {
  british:
    'Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Ainsworth Holden Whittaker Pickup Entwistle Haworth Duckworth Nuttall Greenwood Kenyon Bamber Cowell Singleton Swarbrick Parkinson Gornall Eccles Threlfall Rigby Iddon'
      .split(' ')
      .concat(
        'Ash Brad Clif Hol Wal Thorn Hart Bick Old Mel Kirk Rams'
          .split(' ')
          .flatMap(start => 'ton ley worth field bury shaw den bottom'.split(' ').map(end => start + end)),
      ),
  pakistani:
    'Khan Khan Khan Hussain Hussain Ahmed Ali Mahmood Akhtar Iqbal Malik Shah Begum Mirza Rashid Aslam Raja Butt Patel Qureshi'.split(
      ' ',
    ),
}
const STREETS = 'High Mill Church Station Park Victoria Moor Bank Albert Queen'.split(' ')

/** The hand that makes the world: one fixed sequence of chances, and what it has written so far. */
type Hand = { chance: () => number; world: World; people: number }
type Family = {
  culture: string
  name: string
  mother: Person
  father: Person | undefined
  children: Person[]
}
type Home = Pick<LinkRecord, 'addressLine' | 'postcode' | 'phone'>

function makeWorld(families: number, seed: number): World {
  const world: World = { records: [], truth: new Map(), twins: new Set() }
  const hand: Hand = { chance: makeChance(seed), world, people: 0 }
  for (let number = 0; number < families; number++) {
    const family = makeFamily(hand)
    const now = makeHome(hand)
    const before = hand.chance() < 0.3 ? makeHome(hand) : now
    writeSchool(hand, family, now, `school-${number % 25}`)
    writeHealth(hand, family, before)
    if (hand.chance() < 0.35) writeCare(hand, family, [now, before])
  }
  return world
}

const pick = <T>(hand: Hand, values: readonly T[]): T => values[below(hand, values.length)] as T
const below = (hand: Hand, end: number): number => Math.floor(hand.chance() * end)
const mayBe = <T>(hand: Hand, share: number, value: T): T | undefined =>
  hand.chance() < share ? value : undefined

function makeFamily(hand: Hand): Family {
  const culture = hand.chance() < 0.25 ? 'pakistani' : 'british'
  const [name, maiden] = [pick(hand, FAMILY[culture] ?? []), pick(hand, FAMILY[culture] ?? [])]
  const mother = makePerson(
    hand,
    culture,
    'female',
    hand.chance() < 0.3 ? maiden : name,
    birth(hand, 1978, 2000),
  )
  const father = mayBe(hand, 0.7, makePerson(hand, culture, 'male', name, birth(hand, 1974, 1998)))
  const children: Person[] = []
  const births = 1 + below(hand, 3.4)
  const bear = (born: string): Person => {
    const child = makePerson(hand, culture, hand.chance() < 0.5 ? 'male' : 'female', name, born, children)
    children.push(child)
    return child
  }
  for (let n = 0; n < births; n++) {
    const child = bear(birth(hand, 2009, 2025))
    if (hand.chance() >= 0.03) continue
    hand.world.twins.add([child.truth, bear(child.birthDate ?? '').truth].toSorted().join(' '))
  }
  return { culture, name, mother, father, children }
}

function makePerson(
  hand: Hand,
  culture: string,
  sex: 'male' | 'female',
  family: string,
  birthDate: string,
  siblings: Person[] = [],
): Person {
  const number = ++hand.people
  const taken = siblings.map(({ given }) => given)
  const names = GIVEN[culture]?.[sex] ?? []
  const given = pick(
    hand,
    names.filter(name => !taken.includes(name)),
  )
  const middle = mayBe(hand, 0.5, pick(hand, names))
  const identifiers = { nhsNumber: nhsNumber(number), upn: upn(number) }
  return { truth: `p${number}`, given, middle, family, birthDate, sex, ...identifiers }
}

function birth(hand: Hand, first: number, last: number): string {
  const days = Math.floor(hand.chance() * (last - first + 1) * 365.25)
  return new Date(Date.UTC(first, 0, 1 + days)).toISOString().slice(0, 10)
}

function makeHome(hand: Hand): Home {
  const district = pick(hand, ['PR1', 'PR2', 'BB1', 'BB5', 'BB9', 'LA1', 'FY1', 'WN8', 'BB11', 'PR7'])
  const unit = `${1 + below(hand, 9)}${pick(hand, [...'ABDEFGHJ'])}${pick(hand, [...'ABDEFGHJLNPQ'])}`
  return {
    addressLine: `${1 + below(hand, 120)} ${pick(hand, STREETS)} Street`,
    postcode: `${district} ${unit}`,
    phone: `07700${String(below(hand, 1_000_000)).padStart(6, '0')}`,
  }
}

function writeSchool(hand: Hand, { children, mother, father }: Family, now: Home, school: string): void {
  const phones = [now.phone, makeHome(hand).phone]
  for (const child of children.filter(({ birthDate = '' }) => birthDate < '2023')) {
    write(hand, child, school, { ...now, phone: undefined, upn: child.upn, stage: 'child' })
    for (const [order, parent] of [mother, father].entries()) {
      const unknown = { birthDate: undefined, sex: undefined, stage: 'adult' } as const
      if (parent) write(hand, parent, school, { ...now, phone: phones[order], ...unknown })
    }
  }
}

function writeHealth(hand: Hand, { children, mother }: Family, home: Home): void {
  const young = children.filter(({ birthDate = '' }) => birthDate > '2015' || hand.chance() < 0.3)
  for (const person of hand.chance() < 0.6 ? [mother, ...young] : young)
    write(hand, person, 'health-visiting', { ...home, nhsNumber: mayBe(hand, 0.68, person.nhsNumber) })
}

function writeCare(hand: Hand, { children, mother, father }: Family, homes: Home[]): void {
  for (const parent of father ? [mother, father] : [mother]) {
    const nhs = mayBe(hand, 0.2, parent.nhsNumber)
    write(hand, parent, 'social-care', { ...pick(hand, homes), phone: undefined, nhsNumber: nhs })
  }
  for (const child of children) {
    const identifiers = { upn: mayBe(hand, 0.4, child.upn), nhsNumber: mayBe(hand, 0.3, child.nhsNumber) }
    write(hand, child, 'social-care', { ...pick(hand, homes), phone: undefined, ...identifiers })
  }
}

/** One record, with the errors that offices make in names and dates. */
function write(hand: Hand, person: Person, source: string, extra: Partial<LinkRecord>): void {
  const { records, truth } = hand.world
  const id = `r${String(records.length).padStart(6, '0')}`
  truth.set(id, person.truth)
  records.push({
    id,
    source,
    given: hand.chance() < 0.06 ? misspell(hand, person.given) : person.given,
    middle: mayBe(hand, 0.5, person.middle),
    family: hand.chance() < 0.06 ? misspell(hand, person.family) : person.family,
    birthDate: hand.chance() < 0.03 ? spoilDate(hand, person.birthDate) : person.birthDate,
    sex: person.sex,
    ...extra,
  })
}

function misspell(hand: Hand, name = ''): string {
  const at = 1 + below(hand, name.length - 1)
  const [before, letter, after] = [name.slice(0, at), name[at] ?? '', name.slice(at + 1)]
  const kind = hand.chance()
  if (kind < 0.35) return before + pick(hand, [...'aeioulnrst']) + after
  if (kind < 0.65) return before + after
  if (kind < 0.85) return before + (after[0] ?? '') + letter + after.slice(1)
  return before + letter + letter + after
}

function spoilDate(hand: Hand, date = ''): string {
  const [year, month, day] = date.split('-')
  if (hand.chance() < 0.4 && Number(day) <= 12) return `${year}-${day}-${month}`
  const other = String(1 + below(hand, 28)).padStart(2, '0')
  return hand.chance() < 0.7 ? `${year}-${month}-${other}` : `${Number(year) + 1}-${month}-${day}`
}

/** A fixed sequence of numbers from 0 to 1 (mulberry32), so that a failure can be had again. */
function makeChance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function nhsNumber(person: number): string {
  const nine = `999${String(person * 3).padStart(6, '0')}`
  const check = nhsCheckDigit(nine)
  return check === undefined ? nhsNumber(person + 300_000) : nine + check
}

function upn(person: number): string {
  const twelve = `888${String(4000 + (person % 900)).padStart(4, '0')}15${String(Math.floor(person / 900)).padStart(3, '0')}`
  return upnCheckLetter(twelve) + twelve
}

type Quality = { precision: number; recall: number; clusterPrecision: number; clusterRecall: number }

/** Pairs within clusters against pairs within true persons, and clusters against persons, whole. */
function measure(clusters: Map<string, string>, truth: Map<string, string>): Quality {
  const groups = (of: Map<string, string>): string[][] => [
    ...Map.groupBy(of.keys(), id => of.get(id) ?? '').values(),
  ]
  const pairs = (size: number): number => (size * (size - 1)) / 2
  const [found, real] = [groups(clusters), groups(truth)]
  const both = groups(new Map([...clusters].map(([id, key]) => [id, `${key} ${truth.get(id)}`])))
  const sum = (sets: string[][]): number => sets.reduce((total, set) => total + pairs(set.length), 0)
  const whole = new Set(real.map(set => set.toSorted().join()))
  const right = found.filter(set => whole.has(set.toSorted().join())).length
  return {
    precision: sum(both) / sum(found),
    recall: sum(both) / sum(real),
    clusterPrecision: right / found.length,
    clusterRecall: right / real.length,
  }
}

const world = makeWorld(FAMILIES, SEED)

function assertSafe(clusters: Map<string, string>): void {
  const persons = Map.groupBy(world.truth.keys(), id => clusters.get(id) ?? '')
  const nhsOf = new Map(world.records.map(record => [record.id, record.nhsNumber]))
  for (const members of persons.values()) {
    const numbers = new Set(members.map(id => nhsOf.get(id)).filter(Boolean))
    assert.ok(numbers.size <= 1, `two NHS numbers in one cluster (seed ${SEED})`)
    const people = [...new Set(members.map(id => world.truth.get(id) ?? ''))]
    for (const a of people)
      for (const b of people) assert.ok(!world.twins.has(`${a} ${b}`), `twins merged (seed ${SEED})`)
  }
}

test('2,000 families are linked with precision of .99 and recall of .90, and no twins or NHS numbers meet', async context => {
  const { personOf, reviews } = await linkPersons(world.records, shippedModel())
  const quality = measure(personOf, world.truth)
  context.diagnostic(`${world.records.length} records, ${reviews.length} reviews`)
  context.diagnostic(JSON.stringify(quality))
  assertSafe(personOf)
  assert.ok(quality.precision >= 0.99 && quality.recall >= 0.9, `seed ${SEED}: ${JSON.stringify(quality)}`)
})

test('a model that these records teach, without their truth, does as well', async context => {
  const { personOf } = await linkPersons(world.records, SERVICE_MODEL)
  const quality = measure(personOf, world.truth)
  context.diagnostic(JSON.stringify(quality))
  assertSafe(personOf)
  assert.ok(quality.precision >= 0.99 && quality.recall >= 0.9, `seed ${SEED}: ${JSON.stringify(quality)}`)
})
