import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { discloseChild } from '../src/access/child-view.ts'
import { listCaseload } from '../src/access/list.ts'
import { deliver } from '../src/feeds/deliver.ts'
import { sourceOfTexts } from '../src/feeds/fixtures.ts'
import { takeIn } from '../src/records/take-in.ts'
import { countyDatabase } from './county-database.ts'
import { shown } from './open-county.ts'

/** The worked example of `docs/how-to/add-a-feed.md`, from the partner's file to the page. */

const county = await countyDatabase()
const { database } = county
const daniel = await county.who('daniel.okafor')
const REASON = 'a reason of this test'
const SAMPLE = new URL('../examples/feeds/leisure/', import.meta.url)

/** A child on the key worker's caseload, as the leisure service would write it down. */
async function childOnCaseload() {
  const list = shown(await listCaseload(database, daniel, 'caseload'))
  const { rows } = await database.owner.query(
    `select m.person_id as "personId", l.content -> 'identity' as identity, home.content -> 'address' ->> 'postcode' as postcode
     from feeds.live_record l join records.current_member m on m.identity = l.subject
     join feeds.live_record home on home.subject = l.subject and home.content -> 'address' ? 'postcode'
     where m.person_id = any ($1) and l.contract = 'ssd/1.4' and l.content -> 'identity' ->> 'birthDate' > '2010'
     order by l.record_id limit 1`,
    [list.people.map(person => person.personId)],
  )
  const [row] = rows
  assert.ok(row, 'a child with a home on the caseload')
  const { givenName, familyName, birthDate } = row.identity
  return { personId: row.personId as string, cells: [givenName, familyName, birthDate, row.postcode].join() }
}

test('a key worker sees every activity of a child with its organiser, and a role without the category sees neither', async () => {
  const { personId, cells } = await childOnCaseload()
  const contact = 'Jo Farrow,01632 960750'
  const rows = [
    `${cells},Swimming lessons,${contact},2026-09-07,2026-11-16,,None`,
    `${cells},Holiday activities,${contact},2026-10-26,2026-10-30,,None`,
  ]
  const sample = await readFile(new URL('bookings.csv', SAMPLE), 'utf8')
  const note = JSON.parse(await readFile(new URL('delivery.json', SAMPLE), 'utf8'))
  const source = sourceOfTexts({ 'bookings.csv': `${sample}${rows.join('\n')}\n` }, note)
  const outcome = await deliver(database, source)
  assert.equal(outcome.outcome, 'published', JSON.stringify(outcome))
  await takeIn(database)

  const { helping, panels } = shown(await discloseChild(database, daniel, 'caseload', personId, REASON))
  const leisure = helping.filter(one => one.category === 'leisure')
  assert.deepEqual(
    leisure.map(one => [one.workerName, one.workerRole, one.phone, one.organisation, one.lastContact]),
    [
      ['Jo Farrow', 'Organiser of Holiday activities', '01632 960750', 'Preston Leisure', '2026-10-30'],
      ['Jo Farrow', 'Organiser of Swimming lessons', '01632 960750', 'Preston Leisure', '2026-11-16'],
    ],
  )
  assert.equal(panels.find(panel => panel.categoryId === 'leisure')?.state, 'involved')

  for (const subject of ['asha.patel', 'katie.bannister', 'robert.shaw', 'tom.ainscough']) {
    const who = await county.who(subject)
    for (const purpose of ['caseload', 'early-help', 'safeguarding-concern', 'data-quality'])
      assert.doesNotMatch(
        JSON.stringify(await discloseChild(database, who, purpose, personId, REASON)),
        /Jo Farrow|Swimming lessons/,
        `${subject} for ${purpose}`,
      )
  }
})
