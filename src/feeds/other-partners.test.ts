import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Contract } from './contract.ts'
import { adultServices1 } from './contracts/adult-services-1.ts'
import { earlyYears1 } from './contracts/early-years-1.ts'
import { housing1 } from './contracts/housing-1.ts'
import { leisure1 } from './contracts/leisure-1.ts'
import { policeNotice1 } from './contracts/police-notice-1.ts'
import { youthJustice1 } from './contracts/youth-justice-1.ts'
import { readTexts } from './fixtures.ts'
import { HANDLING } from './sections.ts'

const SAMPLES = join(import.meta.dirname, '../../examples/feeds')

/** What a file holds that no live purpose needs: see the docstring of each contract. */
const DROPPED: [Contract, string[]][] = [
  [
    policeNotice1,
    ['reported_at', 'place_district', 'child_present', 'child_voice', 'school_name', 'officer_id'],
  ],
  [youthJustice1, ['order_headline']],
  [housing1, ['tenure', 'temporary_accommodation', 'notice_seeking_possession', 'arrears_over_6_weeks']],
  [earlyYears1, ['funded_hours', 'two_year_offer']],
  [adultServices1, []],
  [leisure1, ['dietary_needs']],
]

function tableOf(contract: Contract) {
  assert.ok('tables' in contract)
  const [table] = contract.tables
  assert.ok(table)
  return table
}

/** The header that was agreed for all partners of a kind: the first line of the sample. */
async function headerOf(contract: Contract): Promise<string[]> {
  const file = join(SAMPLES, contract.sample, `${tableOf(contract).scope}.csv`)
  const [first = ''] = (await readFile(file, 'utf8')).split('\n')
  return first.split(',')
}

function fileOf(contract: Contract, columns: readonly string[], rows: Record<string, string>[]) {
  const cells = rows.map(row => columns.map(name => `"${row[name] ?? ''}"`).join(','))
  const text = [columns.join(','), ...cells, ''].join('\r\n')
  const manifest = { partner: 'a-partner', contract: contract.id, asOf: '2026-11-20T18:00:00Z' }
  return readTexts({ [`${tableOf(contract).scope}.csv`]: text }, manifest)
}

/** One row in which every column is filled, by names that fit what the checks ask. */
const FULL: Record<string, string> = {
  notice_ref: 'N1',
  event_type: 'missing',
  event_at: '2026-11-18T23:40:00Z',
  case_id: 'C1',
  household_ref: 'H1',
  person_ref: 'P1',
  setting_urn: 'EY1',
  child_ref: '1',
  service_kind: 'recovery',
  given_name: 'Amelia',
  family_name: 'Khan',
  birth_date: '2014-03-02',
  date_of_birth: '2014-03-02',
  activity: 'Swimming lessons',
  released_for_notice: 'Y',
  as_of: '2026-11-20T18:00:00Z',
}

for (const [contract, dropped] of DROPPED)
  describe(contract.id, () => {
    test('what no purpose needs is dropped before anything is written, and counted', async () => {
      const header = await headerOf(contract)
      const canary = (name: string) => `canary of ${name}`
      const row = { ...FULL, ...Object.fromEntries([...dropped, 'extra'].map(name => [name, canary(name)])) }
      const { drafts, dropped: counted } = await fileOf(contract, [...header, 'extra'], [row])
      assert.equal(drafts.length, 1)
      assert.doesNotMatch(JSON.stringify(drafts), /canary/)
      assert.deepEqual(Object.keys(counted).toSorted(), [...dropped, 'extra'].toSorted())
    })

    test('columns come in any order, the optional ones may be missing, a required one is named', async () => {
      const header = await headerOf(contract)
      const { columns } = tableOf(contract)
      const usual = await fileOf(contract, header, [FULL])
      assert.deepEqual((await fileOf(contract, header.toReversed(), [FULL])).drafts, usual.drafts)
      const required = header.filter(name => (columns[name]?.needs ?? 'nothing') !== 'nothing')
      const least = await fileOf(contract, required, [FULL])
      assert.deepEqual([least.refused, least.rejections, least.drafts.length], [undefined, [], 1])
      for (const name of required) {
        const { refused } = await fileOf(
          contract,
          header.filter(other => other !== name),
          [FULL],
        )
        assert.match(refused ?? '', new RegExp(`no column “${name}”`))
      }
    })
  })

describe('police notices', () => {
  const notice = async (row: Record<string, string>) =>
    await fileOf(policeNotice1, await headerOf(policeNotice1), [{ ...FULL, ...row }])

  test('a row that is not released, or does not say, leaves nobody’s name and no event, only what takes an earlier one back', async () => {
    const released = (await notice({})).drafts[0]
    for (const word of ['N', '', 'perhaps']) {
      const { drafts, dropped } = await notice({ released_for_notice: word, headline: 'Under enquiry' })
      assert.deepEqual(drafts, [
        {
          scope: 'notices',
          sourceRef: released?.sourceRef,
          person: released?.person,
          content: {},
          row: 2,
        },
      ])
      assert.equal(dropped['rows that are not released for notice'], 1)
      assert.doesNotMatch(JSON.stringify(drafts), /amelia|khan|2014/i)
    }
  })

  test('the day of the event is the day in London, also just before midnight in summer', async () => {
    const day = async (event_at: string) =>
      (await notice({ event_at })).drafts[0]?.content['police-notices']?.from
    assert.equal(await day('2026-11-18T23:40:00Z'), '2026-11-18')
    assert.equal(await day('2026-07-18T23:40:00Z'), '2026-07-19')
  })

  test('children of one notice are two people; one child of two notices is one; without a birth date a name joins nothing', async () => {
    const person = async (row: Record<string, string>) => (await notice(row)).drafts[0]?.person
    const amelia = await person({})
    assert.equal(await person({ notice_ref: 'N2', family_name: 'KHAN' }), amelia)
    for (const other of [
      { given_name: 'Noah' },
      { birth_date: '2014-02-03' },
      { postcode: 'PR1 2AB' },
      { birth_date: '' },
    ])
      assert.notEqual(await person(other), amelia)
    assert.notEqual(
      await person({ birth_date: '', notice_ref: 'N2' }),
      await person({ birth_date: '', notice_ref: 'N1' }),
    )
  })

  test('conditions travel as codes; one that is not understood is reported and counts as the strictest', async () => {
    const handled = async (handling: string) => {
      const { drafts, rejections } = await notice({ handling })
      return [drafts[0]?.content['police-notices']?.handling, rejections.map(r => r.rule)]
    }
    assert.deepEqual(await handled(''), [undefined, []])
    assert.deepEqual(await handled('None'), [undefined, []])
    assert.deepEqual(await handled('Ask before sharing; do_not_tell_family'), [
      ['do-not-tell-family', 'ask-before-sharing'],
      [],
    ])
    for (const written of ['A3', 'tell nobody but Dave', 'do-not-tell-family; S2'])
      assert.deepEqual(
        [(await handled(written))[0]?.at(-1), (await handled(written))[1]],
        ['police-only', ['handling-code']],
      )
    for (const code of HANDLING) assert.deepEqual(await handled(code), [[code], []])
  })
})

test('housing: what a person is to the tenant becomes a place in the household, whatever the landlord calls it', async () => {
  const header = await headerOf(housing1)
  const place = async (written: string) =>
    (await fileOf(housing1, header, [{ ...FULL, relationship_to_tenant: written }])).drafts[0]?.content
      .relationships
  const places: [string, string[]][] = [
    ['tenant', ['Tenant', 'JOINT TENANT', 'main_applicant', 'Self']],
    ['partner', ['Partner', 'wife', 'Civil Partner']],
    ['child', ['Son', 'daughter', 'step-son', 'Stepdaughter', 'Foster child', 'dependant']],
    ['grandchild', ['Grandson', 'grand-child']],
    ['parent', ['Mother', 'father in law', 'grandmother']],
    ['brother or sister', ['Sister', 'half-brother']],
    ['member of the household', ['', 'Lodger', 'contenant', 'childminder']],
  ]
  for (const [expected, written] of places)
    for (const word of written)
      assert.deepEqual(
        await place(word),
        { type: expected, familyRef: 'H1', livesWith: true },
        `“${word}” is ${expected}`,
      )
})

test('housing: a refuge is kept safe by what it is, whoever wrote it where', async () => {
  const header = await headerOf(housing1)
  const home = { postcode: 'PR1 2AB', uprn: '100012345678' }
  const placesOf = async (row: Record<string, string>) => {
    const { drafts } = await fileOf(housing1, header, [{ ...FULL, ...home, ...row }])
    return [drafts[0]?.content.address, drafts[0]?.content['placement-address']]
  }
  for (const row of [
    { tenure: 'Refuge licence', address_line: '14 Canary Street' },
    { tenure: 'licence', address_line: 'Haven REFUGE, Canary Street' },
  ]) {
    const [address, kept] = await placesOf(row)
    assert.equal(address, undefined)
    assert.equal(kept?.postcode, 'PR1 2AB')
    assert.doesNotMatch(JSON.stringify(kept), /Canary|1000123/)
  }
  const [address, kept] = await placesOf({ tenure: 'secure', address_line: '14 Mill Street' })
  assert.deepEqual([address?.line, kept], ['14 Mill Street', undefined])
})

test('housing: one person in two tenancies is one person with two records, and the one that has ended has its end', async () => {
  const { drafts } = await fileOf(housing1, await headerOf(housing1), [
    { ...FULL, postcode: 'PR1 2AB', from_date: '2019-05-01', to_date: '2026-08-30' },
    { ...FULL, household_ref: 'H2', postcode: 'PR2 1AA', from_date: '2026-08-31' },
  ])
  assert.deepEqual(
    drafts.map(draft => [
      draft.person,
      draft.object,
      draft.content.housing?.status,
      draft.content.address?.to,
    ]),
    [
      ['P1', 'household/H1', 'historic', '2026-08-30'],
      ['P1', 'household/H2', 'current', undefined],
    ],
  )
})

test('early years: two settings may count their children alike', async () => {
  const { drafts } = await fileOf(earlyYears1, await headerOf(earlyYears1), [
    FULL,
    { ...FULL, setting_urn: 'EY2' },
  ])
  assert.equal(new Set(drafts.map(draft => draft.person)).size, 2)
})

test('youth justice: other names are names, and one word is a given name', async () => {
  const { drafts } = await fileOf(youthJustice1, await headerOf(youthJustice1), [
    { ...FULL, other_names: 'Jay; Jayden Lee Cole' },
  ])
  assert.deepEqual(drafts[0]?.content.identity?.otherNames, [
    { givenName: 'Jay' },
    { givenName: 'Jayden Lee', familyName: 'Cole' },
  ])
})

test('services for adults: only a clear yes or a harm test is a reason to tell, and each kind of service has its own', async () => {
  const header = await headerOf(adultServices1)
  const said = async (row: Record<string, string>) =>
    (await fileOf(adultServices1, header, [{ ...FULL, ...row }])).drafts[0]
  const basis = async (familys_yes: string, harm_test_ref = '') =>
    (await said({ familys_yes, harm_test_ref }))?.content['adult-services']?.basis
  assert.equal(await basis('Y'), 'yes')
  assert.equal(await basis('Y', 'HT1'), 'yes')
  assert.equal(await basis('N', 'HT1'), 'harm-test')
  for (const word of ['N', '', 'maybe', 'not yet', 'yes if asked']) assert.equal(await basis(word), undefined)
  for (const word of ['none', 'N/A', 'No', '-', 'pending', 'to follow', '0'])
    assert.equal(await basis('N', word), undefined, word)
  assert.equal((await said({}))?.content['adult-services']?.sensitive, true)
  const other = await said({ service_kind: 'probation' })
  assert.equal(other?.person, (await said({}))?.person)
  assert.notEqual(other?.sourceRef, (await said({}))?.sourceRef)
})

test('leisure: a child of two activities is one person with two records; a brother is another; one without a birth date is sent back', async () => {
  const header = await headerOf(leisure1)
  const { drafts, rejections } = await fileOf(leisure1, header, [
    { ...FULL, postcode: 'PR1 2AB', start: '2026-09-07', last_attended: '2026-11-16' },
    { ...FULL, family_name: 'KHAN ', postcode: 'pr12ab', activity: 'Holiday activities', end: '2026-10-30' },
    { ...FULL, given_name: 'Noah', postcode: 'PR1 2AB' },
    { ...FULL, date_of_birth: '' },
  ])
  const [swimming, holiday, brother] = drafts
  assert.equal(drafts.length, 3)
  assert.equal(holiday?.person, swimming?.person)
  assert.notEqual(holiday?.sourceRef, swimming?.sourceRef)
  assert.notEqual(brother?.person, swimming?.person)
  assert.deepEqual(
    [swimming?.content.leisure?.status, holiday?.content.leisure?.status],
    ['current', 'historic'],
  )
  assert.deepEqual([swimming?.content.address?.postcode, holiday?.content.address], ['PR1 2AB', undefined])
  assert.equal(swimming?.content.leisure?.lastContact, '2026-11-16')
  assert.deepEqual(
    rejections.map(({ rule, column }) => [rule, column]),
    [['required-missing', 'date_of_birth']],
  )
})
