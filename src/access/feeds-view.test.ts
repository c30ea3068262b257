import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countyDatabase } from '../../test/county-database.ts'
import { feedsView } from './feeds-list.ts'
import { deliveryView, rejectionPages } from './feeds-view.ts'
import { decideHeldDelivery } from './held-delivery.ts'
import { linkSoon } from './link-soon.ts'

const county = await countyDatabase()
const { database } = county
const tom = await county.who('tom.ainscough')
const ruth = await county.who('ruth.holden')
const sunita = await county.who('sunita.desai')

const ALL = { partner: '', show: 'all', page: 1 } as const
const NOW = new Date()

async function holdOne(): Promise<number> {
  const { rows } = await database.owner.query<{ id: number }>(
    `insert into feeds.delivery (partner_id, contract, mode, as_of, content_hash, state, sent_by, said)
     values ('lancs-health-visiting', 'health-visiting/1', 'changes', now(), decode(md5(random()::text), 'hex'), 'held',
       'test', 'Half of its rows were rejected.') returning delivery_id as id`,
  )
  return rows[0]?.id ?? 0
}

async function lastEntry(practitionerId: string) {
  const { rows } = await database.owner.query<{ outcome: string; reason: string | null; detail: object }>(
    'select outcome, reason, detail from audit.entry where practitioner_id = $1 order by entry_id desc limit 1',
    [practitionerId],
  )
  return rows[0]
}

test('a data steward and information governance see the feeds of all partners, a school lead only her own', async () => {
  for (const who of [tom, sunita]) {
    const all = await feedsView(database, who, ALL, NOW)
    assert.equal(all.of, 'all partners')
    assert.ok(new Set(all.feeds.map(feed => feed.partnerId)).size > 3)
  }
  const own = await feedsView(database, ruth, ALL, NOW)
  assert.deepEqual(own.of, { partnerName: ruth.partnerName })
  assert.deepEqual([...new Set(own.feeds.map(feed => feed.partnerId))], [ruth.partnerId])
  assert.ok(own.feeds.every(feed => feed.shownAsOf !== null && feed.feedName !== feed.contract))
})

test('another partner’s delivery is not there for a school lead, and her attempt is in the log', async () => {
  const { feeds } = await feedsView(database, tom, ALL, NOW)
  const other = feeds.find(feed => feed.partnerId !== ruth.partnerId)
  assert.ok(other)
  assert.ok(await deliveryView(database, tom, other.deliveryId, 1))
  assert.equal(await deliveryView(database, ruth, other.deliveryId, 1), undefined)
  assert.equal(await rejectionPages(database, ruth, other.deliveryId), undefined)
  const entry = await lastEntry(ruth.practitionerId)
  assert.equal(entry?.outcome, 'refused')
  assert.deepEqual(entry?.detail, { action: 'see-feeds', deliveryId: other.deliveryId })
})

test('looking at feeds is written down', async () => {
  await feedsView(database, sunita, ALL, NOW)
  const entry = await lastEntry(sunita.practitionerId)
  assert.equal(entry?.outcome, 'recorded')
  assert.deepEqual(entry?.detail, { action: 'see-feeds', of: 'all partners' })
})

test('a held delivery is released only by the role for it, with a reason, and the log has both', async () => {
  const deliveryId = await holdOne()
  const release = { deliveryId, decision: 'release' } as const
  const bySchool = await decideHeldDelivery(database, ruth, { ...release, reason: 'It is right.' })
  assert.equal(bySchool.outcome === 'refused' && bySchool.because, 'not your role')
  assert.equal((await lastEntry(ruth.practitionerId))?.outcome, 'refused')
  const silent = await decideHeldDelivery(database, tom, { ...release, reason: ' ' })
  assert.equal(silent.outcome === 'refused' && silent.because, 'reason missing')
  assert.equal((await deliveryView(database, tom, deliveryId, 1))?.delivery.state, 'held')

  const done = await decideHeldDelivery(database, tom, { ...release, reason: 'The partner confirmed it.' })
  assert.deepEqual(done, { outcome: 'released' })
  const entry = await lastEntry(tom.practitionerId)
  assert.equal(entry?.outcome, 'changed')
  assert.equal(entry?.reason, 'The partner confirmed it.')
  assert.deepEqual(entry?.detail, { action: 'release-delivery', deliveryId })
  assert.equal((await deliveryView(database, tom, deliveryId, 1))?.delivery.state, 'published')
})

test('what cannot be released is not written down as released', async () => {
  const deliveryId = await holdOne()
  await database.owner.query(`update registers.agreement_signature set signed_on = null
    where partner_id = 'lancs-health-visiting'`)
  const refused = await decideHeldDelivery(database, tom, {
    deliveryId,
    decision: 'release',
    reason: 'Asked.',
  })
  await database.owner.query(`update registers.agreement_signature set signed_on = '2026-01-05'
    where partner_id = 'lancs-health-visiting'`)
  assert.equal(refused.outcome === 'refused' && refused.because, 'not possible')
  assert.equal((await lastEntry(tom.practitionerId))?.outcome, 'refused')
  assert.equal((await deliveryView(database, tom, deliveryId, 1))?.delivery.state, 'held')
})

test('a delivery that is returned is seen by nobody, and its partner reads why', async () => {
  const deliveryId = await holdOne()
  const back = await decideHeldDelivery(database, tom, {
    deliveryId,
    decision: 'return',
    reason: 'Half is missing.',
  })
  assert.deepEqual(back, { outcome: 'returned' })
  const view = await deliveryView(database, tom, deliveryId, 1)
  assert.equal(view?.delivery.state, 'refused')
  assert.equal(view?.delivery.said, 'Returned: Half is missing.')
})

test('every rejection is in the pages for the spreadsheet, however many stand in one row', async () => {
  const deliveryId = await holdOne()
  await database.owner.query(
    `insert into feeds.rejection (delivery_id, file_name, row_number, column_name, rule, remedy)
     select $1, 'contacts.csv', 2 + n % 100, 'column' || n, 'date-format', 'Correct it.' from generate_series(1, 6000) n`,
    [deliveryId],
  )
  const pages = await rejectionPages(database, tom, deliveryId)
  assert.ok(pages)
  const seen = new Set<string | null>()
  for await (const page of pages) for (const row of page) seen.add(row.column)
  assert.equal(seen.size, 6000)
  assert.equal((await deliveryView(database, tom, deliveryId, 2))?.rejectionCount, 6000)
})

test('what was published is linked on a thread of its own', async () => {
  const deliveryId = await holdOne()
  await decideHeldDelivery(database, tom, { deliveryId, decision: 'release', reason: 'Asked.' })
  await Promise.all([linkSoon(database), linkSoon(database), linkSoon(database)])
  const { rows } = await database.owner.query(`select from feeds.delivery where state = 'published'`)
  assert.equal(rows.length, 0)
  assert.equal((await deliveryView(database, tom, deliveryId, 1))?.delivery.state, 'linked')
})

test('of two stewards who decide at the same moment one is told that it is decided, and the log says what became of it', async () => {
  const deliveryId = await holdOne()
  const other = await database.loader.connect()
  await other.query('begin')
  await other.query('select from feeds.delivery where delivery_id = $1 for update', [deliveryId])
  await other.query(`update feeds.delivery set state = 'published' where delivery_id = $1`, [deliveryId])
  const returning = decideHeldDelivery(database, tom, { deliveryId, decision: 'return', reason: 'Doubled.' })
  await waitsForLock()
  await other.query('commit')
  other.release()
  const decided = await returning
  assert.deepEqual([decided.outcome, 'because' in decided && decided.because], ['refused', 'not possible'])
  assert.equal((await lastEntry(tom.practitionerId))?.outcome, 'refused')
  const { rows } = await database.owner.query('select state from feeds.delivery where delivery_id = $1', [
    deliveryId,
  ])
  assert.deepEqual(rows, [{ state: 'published' }])
})

async function waitsForLock(): Promise<void> {
  for (;;) {
    const { rows } = await database.owner.query<{ waits: boolean }>(
      `select exists (select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()) as waits`,
    )
    if (rows[0]?.waits) return
  }
}
