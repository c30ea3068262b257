import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readTexts } from './fixtures.ts'

/** A school's file with one pupil and these contacts, as names, relationship and what else is said. */
type Said = { forename: string; surname: string; relationship: string; more?: string }

const KERRY = { forename: 'Kerry', surname: "O'Brien", relationship: 'PAM' }
const SEAN = { forename: 'Sean', surname: 'Doyle', relationship: 'PAF' }
const MAUREEN = { forename: 'Maureen', surname: 'Doyle', relationship: 'GRM' }
/** A father and a brother of one name. */
const SEAN_THE_YOUNGER = { ...SEAN, relationship: 'BRO' }
/** Two relatives of whom little is written: the telephone tells them apart. */
const AUNT = { ...MAUREEN, relationship: 'REL', more: phone('07700 900101') }
const COUSIN = { ...AUNT, more: phone('07700 900102') }
const EVERYBODY = [KERRY, SEAN, MAUREEN, SEAN_THE_YOUNGER, AUNT, COUSIN]

function phone(number: string): string {
  return `<Phones><Phone><PhoneNo>${number}</PhoneNo></Phone></Phones>`
}

/** Of each contact, the reference by which the hub knows the person, in the order of the file. */
async function refsOf(contacts: readonly Said[], isOrdered = true): Promise<(string | undefined)[]> {
  const each = contacts.map(
    ({ forename, surname, relationship, more = '' }, at) =>
      `<Contact>${isOrdered ? `<Order>${at + 1}</Order>` : ''}<Surname>${surname}</Surname><Forename>${forename}</Forename><Relationship>${relationship}</Relationship>${more}</Contact>`,
  )
  const header =
    '<CTFversion>25</CTFversion><DateTime>2026-11-20T17:30:00</DateTime><SourceSchool><LEA>888</LEA><Estab>2001</Estab></SourceSchool>'
  const pupil = `<UPN>X888400125001</UPN><Surname>O'Brien</Surname><Contacts>${each.join('')}</Contacts>`
  const file = `<CTfile><Header>${header}</Header><CTFpupilData><Pupil>${pupil}</Pupil></CTFpupilData></CTfile>`
  const { drafts, rejections } = await readTexts(
    { 'school.xml': file },
    { partner: 'school-8882001', contract: 'ctf/21' },
  )
  assert.deepEqual(rejections, [])
  const people = drafts.filter(draft => draft.scope === 'contacts' && draft.content.identity)
  const ties = drafts.filter(draft => draft.content.relationships)
  assert.deepEqual(
    ties.map(tie => tie.object),
    people.map(draft => draft.person),
    'each tie leads to its own person',
  )
  return people.map(draft => draft.person)
}

test('contacts in another order, with new ones between them and old ones gone, are the people that they were', async () => {
  const refs = await refsOf(EVERYBODY)
  assert.equal(new Set(refs).size, EVERYBODY.length)
  const NEW = { forename: 'Ingrid', surname: 'Farrell', relationship: 'STP' }
  // The two who are alike but for the telephone come and go together: see the next test.
  const others = fc.subarray([KERRY, SEAN, MAUREEN, SEAN_THE_YOUNGER])
  const lists = fc
    .tuple(others, fc.constantFrom([], [AUNT, COUSIN]), fc.constantFrom([], [NEW]))
    .chain(some => fc.shuffledSubarray<Said>(some.flat(), { minLength: some.flat().length }))
  await fc.assert(
    fc.asyncProperty(lists, fc.boolean(), async (list, isOrdered) => {
      const found = await refsOf(list, isOrdered)
      for (const [at, said] of list.entries()) {
        const known = EVERYBODY.indexOf(said)
        if (known >= 0) assert.equal(found[at], refs[known])
        else assert.ok(!refs.includes(found[at]))
      }
    }),
  )
})

test('of two contacts who are alike, one who is left is never taken for the one who went', async () => {
  const [aunt, cousin] = await refsOf([AUNT, COUSIN])
  for (const [left, gone] of [
    [AUNT, cousin],
    [COUSIN, aunt],
  ] as const) {
    const [ref] = await refsOf([left])
    assert.notEqual(ref, gone)
  }
})

test('of one contact who is written twice, each entry has a reference of its own', async () => {
  const refs = await refsOf([AUNT, AUNT, KERRY, AUNT])
  assert.equal(new Set(refs).size, 4)
})

test('a name in capitals, with another apostrophe or a title is the same name', async () => {
  const [as] = await refsOf([KERRY])
  for (const surname of ["O'BRIEN", 'O’Brien', 'Mrs O&apos;Brien', ' O&#39;Brien '])
    assert.deepEqual(await refsOf([{ ...KERRY, surname }]), [as], surname)
})

test('where there is no forename, mother and father of one name are two people', async () => {
  const parent = { forename: '', surname: 'Farrell', relationship: 'PAR' }
  const mother = { ...parent, more: '<Sex>F</Sex>' }
  const father = { ...parent, more: '<Sex>M</Sex>' }
  const [ofMother, ofFather] = await refsOf([mother, father])
  assert.notEqual(ofMother, ofFather)
  assert.deepEqual(await refsOf([father]), [ofFather])
})
