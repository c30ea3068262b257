import assert from 'node:assert/strict'
import { test } from 'node:test'
import { discloseChild } from '../src/access/child-view.ts'
import { discloseFamily } from '../src/access/family-view.ts'
import { find } from '../src/access/find.ts'
import { listCaseload } from '../src/access/list.ts'
import { parseQuery } from '../src/access/query.ts'
import { discloseSources } from '../src/access/record-sources.ts'
import type { Who } from '../src/access/request.ts'
import { deliver } from '../src/feeds/deliver.ts'
import { sourceOfTexts } from '../src/feeds/fixtures.ts'
import { identityId } from '../src/feeds/sections.ts'
import { takeIn } from '../src/records/take-in.ts'
import { countyDatabase } from './county-database.ts'
import { shown } from './open-county.ts'

const county = await countyDatabase()
const { database } = county
const FEED = { partner: 'lancs-family-safeguarding', contract: 'adult-services/1' }
const ABSENT = '00000000-0000-4000-8000-000000000000'
const REASON = 'a reason of this test'

type Asker = [who: Who, purposes: string[]]
const asker = async (subject: string, purposes: string[], roleId?: string): Promise<Asker> => [
  await county.who(subject, roleId),
  purposes,
]
const WORRIED = 'safeguarding-concern'
const joanne = await asker('joanne.kay', [WORRIED])
const priya = await asker('priya.nair', [WORRIED], 'mash-worker')
const helen = await asker('helen.rushton', ['caseload'])
const grace = await asker('grace.mensah', [WORRIED])
const IN_SOCIAL_CARE = [joanne, priya, helen]
/** Everybody who may look at people, but for the service's own worker. */
const OTHERS: Asker[] = [
  ...IN_SOCIAL_CARE,
  await asker('ruth.holden', [WORRIED]),
  await asker('asha.patel', ['caseload']),
  await asker('daniel.okafor', ['early-help']),
  await asker('robert.shaw', [WORRIED]),
  await asker('katie.bannister', ['early-help']),
  await asker('tom.ainscough', ['data-quality']),
  await asker('priya.nair', ['protected-records'], 'protected-records-desk'),
]

const nargis = await adultOfStory('near-twins', 'Nargis')

/** An adult whom social care knows, with what an adult service would write down of the same person. */
async function adultOfStory(story: string, given: string) {
  const { rows } = await database.owner.query(
    `select m.person_id as "personId", l.content -> 'identity' as identity, home.content -> 'address' as address
     from feeds.live_record l join records.current_member m on m.identity = l.subject
     join feeds.live_record home on home.subject = l.subject and home.content ? 'address'
     where m.person_id = any ($1) and l.content -> 'identity' ->> 'givenName' = $2 and l.contract = 'ssd/1.4'`,
    [await county.personsOf(story, 'lancs-csc'), given],
  )
  const [row] = rows
  assert.ok(row, `${given} of ${story}`)
  const { familyName, birthDate } = row.identity
  const { line, postcode } = row.address
  const said = { given_name: given, family_name: familyName, birth_date: birthDate, postcode }
  return { personId: row.personId as string, row: { person_ref: 'FS9', ...said, address_line: line } }
}

const HEADER =
  'person_ref,nhs_number,given_name,family_name,birth_date,address_line,postcode,service_kind,worker_id,worker_name,worker_role,worker_phone,status,start_date,last_contact_date,end_date,familys_yes,harm_test_ref,as_of'
const ORDINARY = {
  service_kind: 'domestic-abuse',
  worker_id: 'FS001',
  worker_name: 'Grace Mensah',
  worker_phone: '01632 960710',
  status: 'open',
  start_date: '2026-08-10',
  familys_yes: 'N',
  as_of: '2026-11-20T18:00:00Z',
}

async function send(...rows: Record<string, string>[]): Promise<void> {
  const cells = rows.map(row => {
    const full: Record<string, string> = { ...ORDINARY, ...row }
    return HEADER.split(',').map(name => `"${full[name] ?? ''}"`)
  })
  const text = [HEADER, ...cells.map(row => row.join(',')), ''].join('\n')
  const outcome = await deliver(database, sourceOfTexts({ 'involvements.csv': text }, FEED))
  assert.equal(outcome.outcome, 'published', JSON.stringify(outcome))
}

/** All that these people are told when they look for somebody and open every page, without number and time of the receipt. */
async function told(askers: readonly Asker[], personId: string, words: string[]): Promise<string> {
  const answers: unknown[] = []
  for (const [who, purposes] of askers)
    for (const purpose of purposes) {
      const about = [database, who, purpose, personId, REASON] as const
      answers.push(
        await discloseChild(...about),
        await discloseFamily(...about),
        await discloseSources(...about),
      )
      for (const word of words) answers.push(await find(database, who, purpose, parseQuery(word)))
      if (purpose === 'caseload') answers.push(await listCaseload(database, who, purpose))
    }
  return JSON.stringify(answers, undefined, 1).replace(/"(receiptId|decidedAt)": "[^"]+",?/g, '')
}

async function panelOf([who]: Asker, purpose = 'safeguarding-concern') {
  const view = shown(await discloseChild(database, who, purpose, nargis.personId, REASON))
  return view.panels.find(panel => panel.categoryId === 'adult-services')
}

const HIDDEN = {
  person_ref: 'FS9',
  service_kind: 'recovery',
  address_line: '1 Quiet Way',
  postcode: 'PR9 9QQ',
  worker_name: 'Luke Hartley',
}
const SEARCHES = ['Nargis Hussain', 'Hussain PR9 9QQ', 'Zephyrine Quillfeather', 'Zephyrine 1991-05-04']

test('promise 58: a service without yes or harm test changes nothing that anybody else is told, receipts included', async () => {
  const before = await told(OTHERS, nargis.personId, SEARCHES)
  assert.match(before, /Services for adults in the family/)
  await send(
    nargis.row,
    { ...nargis.row, ...HIDDEN },
    { person_ref: 'FS10', given_name: 'Zephyrine', family_name: 'Quillfeather', birth_date: '1991-05-04' },
  )
  await takeIn(database)
  const identity = identityId(FEED.partner, FEED.contract, 'FS9')
  const { rows } = await database.owner.query(
    'select person_id from records.current_member where identity = $1',
    [identity],
  )
  assert.deepEqual(rows, [{ person_id: nargis.personId }], 'the record is one of hers')
  assert.equal(await told(OTHERS, nargis.personId, SEARCHES), before)
  for (const one of [joanne, priya]) assert.equal((await panelOf(one))?.state, 'not permitted')
})

test('somebody whom only such a service knows is nobody: not found, and opened like one who is not there', async () => {
  const { rows } = await database.owner.query(
    'select person_id as id from records.current_member where identity = $1',
    [identityId(FEED.partner, FEED.contract, 'FS10')],
  )
  const only = rows[0].id as string
  assert.equal(await told(OTHERS, only, []), await told(OTHERS, ABSENT, []))
})

test('whom only the service knows is found and opened by the service’s own worker', async () => {
  const { rows } = await database.owner.query(
    'select person_id as id from records.current_member where identity = $1',
    [identityId(FEED.partner, FEED.contract, 'FS10')],
  )
  const [own] = grace
  const found = shown(await find(database, own, 'caseload', parseQuery('Zephyrine Quillfeather 1991-05-04')))
  assert.deepEqual(
    found.found.map(one => one.personId),
    [rows[0].id],
  )
  const view = shown(await discloseChild(database, own, 'caseload', rows[0].id, REASON))
  assert.equal(view.panels.find(panel => panel.categoryId === 'adult-services')?.state, 'involved')
  assert.match(JSON.stringify(await listCaseload(database, own, 'caseload')), /QUILLFEATHER/)
})

test('a pair in doubt with such a record hints at it to nobody', async () => {
  const mine = identityId(FEED.partner, FEED.contract, 'FS10')
  const { rows } = await database.owner.query(
    `select identity from records.current_member where person_id = $1 and identity <> $2 limit 1`,
    [nargis.personId, identityId(FEED.partner, FEED.contract, 'FS9')],
  )
  const before = await told(OTHERS, nargis.personId, [])
  await database.owner.query(
    `insert into records.review_pair (identity_a, identity_b, bits, probability, words, model_version)
     values ($1, $2, 8, 0.9, '{}', 'test')`,
    [mine, rows[0].identity],
  )
  assert.equal(await told(OTHERS, nargis.personId, []), before)
})

test('the service’s own worker sees the own record without anybody’s yes', async () => {
  const panel = await panelOf(grace)
  assert.equal(panel?.state, 'involved')
  assert.ok(panel?.helping.some(one => one.workerName === 'Grace Mensah'))
})

test('with her yes the service that she said yes to is told, by its agreement, to social care alone', async () => {
  const outside = OTHERS.filter(one => !IN_SOCIAL_CARE.includes(one))
  const before = await told(outside, nargis.personId, SEARCHES)
  await send({ ...nargis.row, familys_yes: 'Y', as_of: '2026-11-21T08:00:00Z' })
  await takeIn(database)
  for (const one of [joanne, priya]) {
    const panel = await panelOf(one)
    assert.equal(panel?.state, 'involved')
    assert.deepEqual(
      panel?.helping.map(each => [each.service, each.workerName, each.phone]),
      [['Domestic abuse support', 'Grace Mensah', '01632 960710']],
    )
  }
  const all = await told(IN_SOCIAL_CARE, nargis.personId, SEARCHES)
  assert.doesNotMatch(all, /Quiet Way|PR9 9QQ|Hartley|Recovery/, 'the other service said no')
  assert.match(all, /agreement “Services for adults, with the person’s yes”/)
  assert.equal(
    await told(outside, nargis.personId, SEARCHES),
    before,
    'schools, health, police and the rest are told nothing',
  )
})

test('a yes that is taken back is gone at the next request, and an older file does not bring it back', async () => {
  await send({ ...nargis.row, familys_yes: 'N', as_of: '2026-11-21T19:00:00Z' })
  for (const one of [joanne, priya]) assert.equal((await panelOf(one))?.state, 'not permitted')
  await send({ ...nargis.row, familys_yes: 'Y', as_of: '2026-11-21T12:00:00Z' })
  for (const one of [joanne, priya]) assert.equal((await panelOf(one))?.state, 'not permitted')
})

test('a recorded harm test lets it be told without her yes', async () => {
  await send({ ...nargis.row, harm_test_ref: 'HT-7', as_of: '2026-11-21T20:00:00Z' })
  assert.equal((await panelOf(joanne))?.state, 'involved')
  await send({ ...nargis.row, as_of: '2026-11-21T21:00:00Z' })
  assert.equal((await panelOf(joanne))?.state, 'not permitted')
})

test('without its agreement the yes opens nothing', async () => {
  await send({ ...nargis.row, familys_yes: 'Y', as_of: '2026-11-21T22:00:00Z' })
  assert.equal((await panelOf(joanne))?.state, 'involved')
  await database.owner.query(
    `update registers.agreement set revoked_at = now() where agreement_id = 'adult-services-by-yes'`,
  )
  assert.equal((await panelOf(joanne))?.state, 'not permitted')
})
