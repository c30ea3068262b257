import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LinkRecord, linkPersons } from './link-persons.ts'
import { shippedModel } from './shipped-model.ts'

/** Named cases of people, each by itself: a file of two records teaches nothing, the model that ships knows it all. */
const model = shippedModel()
const NHS = '9434765870'
const OTHER_NHS = '9434765919'

const HOME = { addressLine: '12 High Street', postcode: 'PR1 2AB' }
const AISHA: Omit<LinkRecord, 'id' | 'source'> = {
  given: 'Aisha',
  family: 'Khan',
  birthDate: '2015-04-23',
  sex: 'female',
  ...HOME,
}

/** Two records of two partners, the second with what differs. */
const pair = (first: Partial<LinkRecord>, second: Partial<LinkRecord>): LinkRecord[] => [
  { id: 'a', source: 'school', ...first },
  { id: 'b', source: 'care', ...second },
]

/** A child by whom a parent without a birth date can be known. */
const CHILD = { given: 'Aisha', birthDate: '2015-04-23' }

type Outcome = 'joined' | 'asked' | 'apart'

async function outcome(records: LinkRecord[]): Promise<Outcome> {
  const { personOf, reviews } = await linkPersons(records, model)
  if (personOf.get('a') === personOf.get('b')) return 'joined'
  return reviews.some(({ a, b }) => a === 'a' && b === 'b') ? 'asked' : 'apart'
}

const joined: Record<string, LinkRecord[]> = {
  'a misspelt family name': pair(AISHA, { ...AISHA, family: 'Kahn' }),
  'a given name written from another script': pair(AISHA, { ...AISHA, given: 'Ayesha' }),
  'Mohammed and Muhammad': pair(
    { ...AISHA, given: 'Mohammed', sex: 'male' },
    { ...AISHA, given: 'Muhammad', sex: 'male' },
  ),
  'a nickname': pair({ ...AISHA, given: 'Robert' }, { ...AISHA, given: 'Bobby' }),
  'given and family name swapped': pair(AISHA, { ...AISHA, given: 'Khan', family: 'Aisha' }),
  'day and month swapped': pair({ ...AISHA, birthDate: '2015-04-03' }, { ...AISHA, birthDate: '2015-03-04' }),
  'a slip in the date of birth': pair(AISHA, { ...AISHA, birthDate: '2015-04-25' }),
  'hyphens and marks': pair(
    { ...AISHA, given: 'Zoë', family: 'Smith-Jones' },
    { ...AISHA, given: 'Zoe', family: 'Smith Jones' },
  ),
  'half of a double family name': pair({ ...AISHA, family: 'Smith-Jones' }, { ...AISHA, family: 'Jones' }),
  'a changed family name that is on record': pair(
    { ...AISHA, family: 'Ahmed', formerFamily: 'Khan' },
    { ...AISHA, addressLine: '7 Mill Lane', postcode: 'BB11 1AA' },
  ),
  'a middle name used as the first': pair(
    { ...AISHA, given: 'Mohammed', middle: 'Bilal' },
    { ...AISHA, given: 'Bilal' },
  ),
  'a newborn without a name and the same child named, with one NHS number': pair(
    { ...AISHA, given: 'Baby', nhsNumber: NHS },
    { ...AISHA, nhsNumber: NHS },
  ),
  'a child who moved': pair(AISHA, { ...AISHA, addressLine: '7 Mill Lane', postcode: 'BB11 1AA' }),
  'a mother named on two children’s forms in one school': [
    {
      id: 'a',
      source: 'school',
      given: 'Saima',
      family: 'Khan',
      phone: '07700 900123',
      stage: 'adult',
      ...HOME,
    },
    {
      id: 'b',
      source: 'school',
      given: 'Saima',
      family: 'Khan',
      phone: '+44 7700 900123',
      stage: 'adult',
      ...HOME,
    },
  ],
  'a school’s contact and the mother in social care': pair(
    { given: 'Saima', family: 'Khan', phone: '07700 900123', stage: 'adult', ...HOME },
    { given: 'Saima', family: 'Khan', birthDate: '1988-02-11', sex: 'female', ...HOME },
  ),
  'a mother who moved, known by her child': pair(
    { given: 'Saima', family: 'Khan', stage: 'adult', relatives: [CHILD], ...HOME },
    { given: 'Saima', family: 'Khan', birthDate: '1988-02-11', relatives: [CHILD], postcode: 'BB11 1AA' },
  ),
}

const apart: Record<string, LinkRecord[]> = {
  twins: pair(AISHA, { ...AISHA, given: 'Zara' }),
  'twins of different sex': pair(AISHA, { ...AISHA, given: 'Bilal', sex: 'male' }),
  'a brother and a sister': pair(AISHA, { ...AISHA, given: 'Bilal', sex: 'male', birthDate: '2017-09-02' }),
  'sisters named alike, two years apart': pair(AISHA, { ...AISHA, given: 'Alisha', birthDate: '2017-09-02' }),
  'a father and his son of the same name': pair(
    { given: 'Mohammed', family: 'Khan', phone: '07700 900123', stage: 'adult', ...HOME },
    { ...AISHA, given: 'Mohammed', sex: 'male' },
  ),
  'a father and his grown son of the same name': pair(
    { ...AISHA, given: 'Mohammed', sex: 'male', birthDate: '1965-05-12' },
    { ...AISHA, given: 'Mohammed', sex: 'male', birthDate: '1999-09-20' },
  ),
  'two of a common name in different towns without a date of birth': pair(
    { given: 'Mohammed', family: 'Khan', stage: 'adult', ...HOME },
    { given: 'Mohammed', family: 'Khan', stage: 'adult', postcode: 'BB11 1AA' },
  ),
  'a father and a mother of one child': pair(
    { given: 'Imran', family: 'Khan', stage: 'adult', relatives: [CHILD], ...HOME },
    { given: 'Saima', family: 'Khan', stage: 'adult', relatives: [CHILD], ...HOME },
  ),
  'a father and a stepfather of one name on one child’s form': [
    { id: 'a', source: 'school', given: 'Gary', family: 'Bond', stage: 'adult', relatives: [CHILD], ...HOME },
    { id: 'b', source: 'school', given: 'Gary', family: 'Bond', stage: 'adult', relatives: [CHILD] },
  ],
  'two of one name whose e-mail is made of it': pair(
    { given: 'Katie', family: 'Brown', stage: 'adult', email: 'katie.brown@mail.example', ...HOME },
    {
      given: 'Katie',
      family: 'Brown',
      stage: 'adult',
      email: 'katie.brown@mail.example',
      postcode: 'BB11 1AA',
    },
  ),
  'two who share only a default date and a placeholder name': pair(
    { given: 'Baby', family: 'Smith', birthDate: '1900-01-01', postcode: 'PR1 2AB' },
    { given: 'Unknown', family: 'Smith', birthDate: '1900-01-01', postcode: 'BB11 1AA' },
  ),
}

const neverJoined: Record<string, LinkRecord[]> = {
  'twins named Hassan and Hussain': pair(
    { ...AISHA, given: 'Hassan', sex: 'male' },
    { ...AISHA, given: 'Hussain', sex: 'male' },
  ),
  'near names of different sex': pair(
    { ...AISHA, given: 'Daniel', sex: 'male' },
    { ...AISHA, given: 'Daniela' },
  ),
  'near-twins Aisha and Ayesha with different NHS numbers': pair(
    { ...AISHA, nhsNumber: NHS },
    { ...AISHA, given: 'Ayesha', nhsNumber: OTHER_NHS },
  ),
  'near-twins Aisha and Ayesha in one partner’s list': [
    { id: 'a', source: 'school', ...AISHA },
    { id: 'b', source: 'school', ...AISHA, given: 'Ayesha' },
  ],
  'twins with swapped NHS numbers': pair(
    { ...AISHA, nhsNumber: NHS },
    { ...AISHA, given: 'Zara', nhsNumber: NHS },
  ),
  'a sister’s NHS number on a child’s record': pair(
    { ...AISHA, nhsNumber: NHS },
    { ...AISHA, given: 'Zara', birthDate: '2018-11-20', nhsNumber: NHS },
  ),
  'one person with a superseded NHS number': pair(
    { ...AISHA, nhsNumber: NHS },
    { ...AISHA, nhsNumber: OTHER_NHS },
  ),
  'an adopted child with a new UPN': pair(
    { ...AISHA, upn: 'B801200005001' },
    { ...AISHA, upn: 'X888400125001' },
  ),
}

for (const [name, records] of Object.entries(joined))
  test(`${name}: joined`, async () => assert.equal(await outcome(records), 'joined'))

for (const [name, records] of Object.entries(apart))
  test(`${name}: not joined`, async () => assert.notEqual(await outcome(records), 'joined'))

for (const [name, records] of Object.entries(neverJoined))
  test(`${name}: never joined, even with one address and telephone`, async () => {
    const near = records.map(record => ({ ...record, phone: '07700 900123' }))
    assert.notEqual(await outcome(records), 'joined')
    assert.notEqual(await outcome(near), 'joined')
  })

const asked = [
  'a sister’s NHS number on a child’s record',
  'twins with swapped NHS numbers',
  'one person with a superseded NHS number',
]
for (const name of asked)
  test(`${name}: a person is asked`, async () =>
    assert.equal(await outcome(neverJoined[name] ?? []), 'asked'))

test('near-twins in two partners’ lists find each their own record', async () => {
  const records: LinkRecord[] = [
    { id: 'a', source: 'school', ...AISHA },
    { id: 'b', source: 'school', ...AISHA, given: 'Ayesha' },
    { id: 'c', source: 'care', ...AISHA },
    { id: 'd', source: 'care', ...AISHA, given: 'Ayesha' },
  ]
  const { personOf: clusters } = await linkPersons(records, model)
  assert.deepEqual(Object.fromEntries(clusters), { a: 'a', b: 'b', c: 'a', d: 'b' })
})

test('a record that fits both of two near-twins is one’s at most, and a person is asked about the other', async () => {
  const records: LinkRecord[] = [
    { id: 'a', source: 'school', ...AISHA, given: 'Aisha' },
    { id: 'b', source: 'school', ...AISHA, given: 'Ayesha' },
    { id: 'c', source: 'care', ...AISHA, given: 'Aysha' },
  ]
  const { personOf, reviews } = await linkPersons(records, model)
  assert.notEqual(personOf.get('a'), personOf.get('b'))
  assert.equal(reviews.length, 1, JSON.stringify(reviews))
  assert.match(reviews[0]!.words.join(' '), /speaks against another|may be twins/)
})

test('a third record never bridges two people', async () => {
  const records: LinkRecord[] = [
    { id: 'a', source: 'school', ...AISHA, nhsNumber: NHS },
    { id: 'b', source: 'care', ...AISHA },
    { id: 'c', source: 'health', ...AISHA, nhsNumber: OTHER_NHS },
  ]
  const { personOf: clusters } = await linkPersons(records, model)
  assert.notEqual(clusters.get('a'), clusters.get('c'))
})
