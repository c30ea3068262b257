import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { countyDatabase } from '../../test/county-database.ts'
import { deliver } from '../feeds/deliver.ts'
import { contactRow, sourceOfTexts } from '../feeds/fixtures.ts'
import { takeIn } from '../records/take-in.ts'
import { completenessOf, feedCard, timeliness } from './feed-card.ts'
import { setThreshold, thresholdsView } from './feed-thresholds.ts'
import { feedsView } from './feeds-list.ts'
import { contractsToSend } from './what-to-send.ts'

const county = await countyDatabase()
const { database } = county
const tom = await county.who('tom.ainscough')
const ruth = await county.who('ruth.holden')
const NOW = new Date()
const VISITING = { partnerId: 'lancs-health-visiting', contract: 'health-visiting/1' }
const ALL = { partner: '', show: 'all', page: 1 } as const

test('a scorecard says what was measured of each delivery, the oldest first', async () => {
  const contacts = await readFile(join(county.folder, 'health-visiting/contacts.csv'), 'utf8')
  const texts = { 'contacts.csv': `${contacts.trim()}\n${contactRow({ local_patient_id: '' })}\n` }
  const note = { partner: VISITING.partnerId, contract: VISITING.contract }
  const sent = await deliver(database, sourceOfTexts(texts, note))
  assert.ok(sent.outcome === 'published', JSON.stringify(sent))
  await takeIn(database)
  const card = await feedCard(database, tom, VISITING, NOW)
  assert.ok(card)
  const [first, last] = [card.deliveries[0], card.deliveries.at(-1)]
  assert.ok(first && last && first.deliveryId < last.deliveryId)
  assert.equal(last.validity, (sent.rowsRead - 1) / sent.rowsRead)
  assert.ok((last.completeness ?? 0) > 0.2 && (last.completeness ?? 0) < 1)
  assert.equal(typeof last.matchRate, 'number')
  assert.equal(card.lateByDays, 0)
  assert.ok(
    card.fields.some(field => field.field === 'family_name' && field.filled === 1 && field.before === 1),
  )
})

test('a partner sees the scorecard of its own feed, and of another’s not even that it exists', async () => {
  const own = { partnerId: ruth.partnerId, contract: 'ctf/21' }
  assert.ok(await feedCard(database, ruth, own, NOW))
  assert.ok(await thresholdsView(database, ruth, own))
  const foreign = [VISITING, { partnerId: 'nobody', contract: 'ctf/21' }, { ...own, contract: 'nothing/1' }]
  for (const feed of foreign) {
    assert.equal(await feedCard(database, ruth, feed, NOW), undefined)
    assert.equal(await thresholdsView(database, ruth, feed), undefined)
  }
  assert.deepEqual((await thresholdsView(database, ruth, own))?.maySet, false)
})

test('only the role for it changes a threshold, with a reason and a number that makes sense, and the log has it', async () => {
  const wanted = {
    ...VISITING,
    rule: 'fill-changed',
    value: 55,
    forAllOfItsKind: false,
    reason: 'A new system.',
  }
  const refused = async (who: typeof tom, more: Partial<typeof wanted>) => {
    const outcome = await setThreshold(database, who, { ...wanted, ...more })
    return outcome.outcome === 'refused' ? outcome.because : outcome.outcome
  }
  assert.equal(await refused(ruth, {}), 'not your role')
  assert.equal(await refused(tom, { reason: ' ' }), 'reason missing')
  assert.equal(await refused(tom, { value: 101 }), 'number wrong')
  assert.equal(await refused(tom, { value: Number.NaN }), 'number wrong')
  assert.equal(await refused(tom, {}), 'changed')
  const { standing } =
    (await thresholdsView(database, tom, VISITING))?.rules.find(rule => rule.name === 'fill-changed') ?? {}
  assert.deepEqual(
    [standing?.value, standing?.from, standing?.otherwise, standing?.setBy, standing?.reason],
    [55, 'this feed', 30, tom.name, 'A new system.'],
  )
  const { rows } = await database.owner.query(
    `select outcome, reason, detail from audit.entry
     where practitioner_id = $1 and detail ->> 'action' = 'set-feed-threshold' order by entry_id desc limit 1`,
    [tom.practitionerId],
  )
  const detail = { action: 'set-feed-threshold', rule: 'fill-changed', value: 55, ...VISITING }
  assert.deepEqual(rows, [{ outcome: 'changed', reason: 'A new system.', detail }])
})

test('a feed is late from the day after its contract’s days, and is found among those that need attention', async () => {
  const shown = new Date('2026-11-01T12:00:00Z')
  assert.deepEqual(
    ['2026-11-15', '2026-11-16', '2026-11-27'].map(day => timeliness(shown, 14, day).lateByDays),
    [0, 1, 12],
  )
  const inAMonth = new Date(NOW.getTime() + 31 * 86_400_000)
  const late = await feedsView(database, tom, { ...ALL, show: 'attention' }, inAMonth)
  assert.ok(late.feeds.some(feed => feed.partnerId === VISITING.partnerId && feed.lateByDays > 0))
  assert.equal(late.counts.late, late.feeds.filter(feed => feed.lateByDays > 0).length)
})

test('a feed whose match rate fell by more than its threshold is flagged', async () => {
  await database.owner.query(
    `update feeds.delivery set match_rate = case when row = 1 then 0.3 else 0.9 end
     from (select delivery_id as id, row_number() over (order by received_at desc) as row
           from feeds.delivery where partner_id = $1 and contract = $2) o where o.id = delivery_id`,
    [VISITING.partnerId, VISITING.contract],
  )
  const flagged = async () =>
    (await feedsView(database, tom, ALL, NOW)).feeds
      .filter(feed => feed.matchRateIsLow)
      .map(feed => feed.partnerId)
  assert.deepEqual(await flagged(), [VISITING.partnerId])
  const wanted = {
    ...VISITING,
    rule: 'low-match-rate',
    value: 70,
    forAllOfItsKind: true,
    reason: 'A new area.',
  }
  assert.equal((await setThreshold(database, tom, wanted)).outcome, 'changed')
  assert.deepEqual(await flagged(), [])
})

test('completeness is the share of filled fields, each table by its rows', () => {
  const table = (rows: number, ...filled: number[]) => ({
    rows,
    sampled: rows,
    fields: Object.fromEntries(filled.map((share, at) => [`f${at}`, { filled: share }])),
  })
  assert.equal(completenessOf({}), undefined)
  assert.equal(completenessOf({ a: table(10, 1, 0) }), 0.5)
  assert.equal(completenessOf({ a: table(30, 1), b: table(10, 0) }), 0.75)
})

test('a school is told of its own kind of file; who hands in nothing is told of none', async () => {
  const ids = async (who: typeof tom) => (await contractsToSend(database, who)).map(contract => contract.id)
  const tomsOwn = await ids(tom)
  assert.ok(tomsOwn.includes('ssd/1.4') && !tomsOwn.includes('register/1'))
  assert.deepEqual(await ids(ruth), ['ctf/21'])
  assert.deepEqual(await ids(await county.who('asha.patel')), [])
})
