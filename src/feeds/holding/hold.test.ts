import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../../test/database.ts'
import { type Database, inTransaction } from '../../kit/database.ts'
import { insertThreshold } from '../../registers/threshold-store.ts'
import { deliver } from '../deliver.ts'
import type { DeliverOptions } from '../delivery-outcome.ts'
import {
  deliverContacts,
  deliverPersons,
  liveHash,
  liveSurnames,
  registerPartners,
  revokeAgreement,
  sourceOfTexts,
} from '../fixtures.ts'
import { releaseDelivery } from '../publish.ts'
import { approveDelivery, withdrawDelivery } from './decide-publication.ts'
import type { Holding } from './holding-store.ts'

const CONTRACT = 'health-visiting/1'

/** So many contacts as of a day; every row as `of` says. */
async function send(
  database: Database,
  day: number,
  of: (at: number) => Record<string, string>,
  options: DeliverOptions = {},
  count = 100,
) {
  const as_of = `2026-11-${String(day).padStart(2, '0')}T18:00:00Z`
  const rows = Array.from({ length: count }, (_, at) => ({ local_patient_id: `P${at}`, as_of, ...of(at) }))
  return await deliverContacts(database, rows, options)
}

const ordinary = (at: number) => ({ sex: at % 2 === 0 ? 'F' : 'M', status: at % 4 === 0 ? 'closed' : 'open' })

async function holdingOf(database: Database, deliveryId: number): Promise<Holding> {
  const { rows } = await database.loader.query<{ holding: Holding }>(
    'select holding from feeds.delivery where delivery_id = $1',
    [deliveryId],
  )
  assert.ok(rows[0])
  return rows[0].holding
}

async function county(): Promise<Database> {
  const database = await testDatabase()
  await registerPartners(database)
  return database
}

test('a column that lost its values is held in words and numbers, with every other reason beside it', async () => {
  const database = await county()
  for (const day of [1, 2, 3, 4, 5, 6])
    assert.equal((await send(database, day, ordinary)).outcome, 'published')
  const held = await send(database, 7, at => ({ sex: at < 12 ? 'F' : '', status: 'closed' }))
  assert.ok(held.outcome === 'held')
  assert.equal(held.awaits, 'steward')
  const { compared, reasons } = await holdingOf(database, held.deliveryId)
  assert.equal(compared, 5)
  assert.deepEqual(
    reasons.map(reason => reason.says),
    [
      'sex: 100 % filled in the last 5 deliveries, 12 % now.',
      'status, against the last 5 deliveries: “current” 75 % then, 0 % now; “historic” 25 % then, 100 % now.',
    ],
  )
  assert.equal(held.reason, reasons.map(reason => reason.says).join(' '))
})

test('a first delivery has nothing to be compared with, and is published', async () => {
  const database = await county()
  const first = await send(database, 1, () => ({ sex: '', status: 'closed' }))
  assert.ok(first.outcome === 'published')
  assert.deepEqual(await holdingOf(database, first.deliveryId), { compared: 0, reasons: [] })
})

test('a delivery is weighed against those that are true of an earlier instant, whatever the order of arrival', async () => {
  const database = await county()
  await send(database, 20, ordinary)
  assert.equal(
    (await send(database, 10, at => ({ sex: '', status: at < 50 ? 'open' : 'closed' }))).outcome,
    'published',
  )
  assert.equal((await send(database, 21, () => ({ sex: 'F' }))).outcome, 'held')
})

test('a threshold that is set for a feed counts from the next delivery on', async () => {
  const database = await county()
  await send(database, 1, ordinary)
  const empty = (at: number) => ({ ...ordinary(at), sex: '' })
  assert.equal((await send(database, 2, empty)).outcome, 'held')
  await insertThreshold(database.owner, {
    partnerId: 'lancs-health-visiting',
    contract: CONTRACT,
    rule: 'fill-changed',
    value: 100,
    setBy: 'lancs-council/A',
    reason: 'The partner no longer records it.',
  })
  assert.equal((await send(database, 3, empty)).outcome, 'published')
})

test('what is kept of a delivery’s fields names no value of anyone: codes of the contract and years that many share', async () => {
  const database = await county()
  await send(database, 1, at => ({
    ...ordinary(at),
    service: at < 90 ? 'health-visiting' : `canary-${at}`,
    family_name: `Canary${at}`,
    birth_date: at === 0 ? '1931-05-05' : '2021-03-02',
  }))
  const { rows } = await database.loader.query('select profile from feeds.delivery')
  const text = JSON.stringify(rows)
  assert.doesNotMatch(text, /canary|1931/i)
  const { fields } = rows[0].profile.contacts
  assert.deepEqual(fields.service.shares, { 'health-visiting': 0.9, 'all others': 0.1 })
  assert.deepEqual(fields.birth_date.shares, { '2021': 0.99, 'all others': 0.01 })
  assert.equal(fields.uprn.filled, 0)
})

test('people who are no longer found in other partners’ records hold a delivery', async () => {
  const database = await county()
  const finding = (share: number): DeliverOptions => ({
    estimateMatches: async (_partner, people) => Math.round(people.length * share),
  })
  assert.equal((await send(database, 1, ordinary, finding(0.86))).outcome, 'published')
  const held = await send(database, 2, ordinary, finding(0.31))
  assert.ok(held.outcome === 'held')
  assert.match(held.reason, /Of 100 people looked up, 30 % .* in the last delivery it was 85 %/)
})

test('a table of persons that came before and is missing holds the other tables', async () => {
  const database = await county()
  await deliverPersons(database, '2026-11-10', [{ id: '1', surname: 'Ashton' }])
  const texts = { 'ssd_family.csv': 'fami_table_id,fami_family_id,fami_person_id\n1,F,1\n' }
  const manifest = { partner: 'lancs-csc', contract: 'ssd/1.4', asOf: '2026-11-11' }
  const held = await deliver(database, sourceOfTexts(texts, manifest))
  assert.ok(held.outcome === 'held')
  assert.match(held.reason, /There is no ssd_person, which came in the last delivery/)
})

test('a delivery waits for its sender unseen; approved it is published, withdrawn it is not, and neither twice', async () => {
  const database = await county()
  const decide = (id: number, how: typeof approveDelivery | typeof withdrawDelivery) =>
    inTransaction(database.loader, async client => (await how(client, id)) as { outcome: string })
  const waiting = await send(database, 1, ordinary, { senderApproves: true })
  assert.ok(waiting.outcome === 'held' && waiting.awaits === 'sender')
  assert.deepEqual(await liveSurnames(database), [])
  const again = await send(database, 1, ordinary, { senderApproves: true })
  assert.deepEqual(again, { outcome: 'alreadyReceived', deliveryId: waiting.deliveryId, state: 'held' })
  assert.equal((await decide(waiting.deliveryId, approveDelivery)).outcome, 'published')
  assert.equal((await liveSurnames(database)).length, 100)
  assert.equal((await decide(waiting.deliveryId, approveDelivery)).outcome, 'refused')

  const before = await liveHash(database)
  const other = await send(database, 2, ordinary, { senderApproves: true })
  assert.ok(other.outcome === 'held')
  await decide(other.deliveryId, withdrawDelivery)
  assert.equal((await decide(other.deliveryId, approveDelivery)).outcome, 'refused')
  assert.equal(await liveHash(database), before)
  const anew = await send(database, 2, ordinary, { senderApproves: true })
  assert.ok(
    anew.outcome === 'held' && anew.deliveryId !== other.deliveryId,
    'what was withdrawn may come again',
  )
})

test('what the sender approves and a rule finds unusual goes on to a steward, not to the pages', async () => {
  const database = await county()
  await send(database, 1, ordinary)
  const before = await liveHash(database)
  const waiting = await send(database, 2, at => ({ ...ordinary(at), sex: '' }), { senderApproves: true })
  assert.ok(waiting.outcome === 'held')
  const decided = await inTransaction(database.loader, client => approveDelivery(client, waiting.deliveryId))
  assert.ok(decided.outcome === 'held' && decided.awaits === 'steward')
  assert.equal(await liveHash(database), before)
  const released = await inTransaction(database.loader, client => releaseDelivery(client, waiting.deliveryId))
  assert.equal(released.outcome, 'published')
})

test('an agreement that has ended when the sender approves publishes nothing', async () => {
  const database = await county()
  const waiting = await send(database, 1, ordinary, { senderApproves: true })
  assert.ok(waiting.outcome === 'held')
  await revokeAgreement(database)
  const decided = await inTransaction(database.loader, client => approveDelivery(client, waiting.deliveryId))
  assert.equal(decided.outcome, 'refused')
  assert.deepEqual(await liveSurnames(database), [])
})

test('what protects a family waits for nobody: not for a rule, not for its sender', async () => {
  const database = await county()
  const header = 'partner_id,contract,source_ref,kind,named_roles,from_date,to_date,reason,recorded_by'
  const texts = {
    'protections.csv': `${header}\nlancs-csc,ssd/1.4,P1,confidential-address,,,,Order,Desk\nlancs-csc,,,,,,,,\nlancs-csc,,,,,,,,\n`,
  }
  const manifest = { partner: 'lancs-council', contract: 'protections/1', asOf: '2026-11-10' }
  const sent = await deliver(database, sourceOfTexts(texts, manifest), { senderApproves: true })
  assert.ok(sent.outcome === 'published' && sent.rowsRejected === 2)
})
