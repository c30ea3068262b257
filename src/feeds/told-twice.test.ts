import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '../../test/database.ts'
import { makeChunk } from './chunk.ts'
import { deliver } from './deliver.ts'
import { openDraftWriter } from './draft-rows.ts'
import {
  CONTACTS_HEADER,
  contactRow,
  deliverContacts,
  deliverPersons,
  forgetDeliveries,
  HEALTH,
  liveHash,
  liveSurnames,
  registerPartners,
  sourceOfTexts,
} from './fixtures.ts'
import { findToldTwice } from './told-twice.ts'

const database = await testDatabase()
await registerPartners(database)
beforeEach(() => forgetDeliveries(database))

async function told(): Promise<{ row: number; remedy: string }[]> {
  const found = await database.owner.query(
    `select row_number::integer as row, remedy from feeds.rejection where rule = 'told-twice' order by 1`,
  )
  return found.rows
}

test('two rows of one snapshot that give one record two contents are both named, and the rest is published', async () => {
  const sent = await deliverPersons(database, '2026-11-01', [
    { id: '1', surname: 'Ashton' },
    { id: '2', surname: 'Barlow' },
    { id: '1', surname: 'Crook' },
    { id: '2', surname: 'Barlow' },
  ])
  assert.ok(sent.outcome === 'published')
  assert.deepEqual([sent.rowsAccepted, sent.rejections], [4, 1])
  const [only, ...others] = await told()
  assert.deepEqual(others, [])
  assert.equal(only?.row, 4)
  assert.match(only?.remedy ?? '', /^This row and row 2 have the same reference and say different things\./)
  assert.equal((await liveSurnames(database)).length, 2)
})

test('which of two contents counts does not depend on the order of rows', async () => {
  const both = [
    { id: '1', surname: 'Ashton' },
    { id: '1', surname: 'Crook' },
  ]
  await deliverPersons(database, '2026-11-01', both)
  const before = await liveHash(database)
  await forgetDeliveries(database)
  await deliverPersons(database, '2026-11-01', both.toReversed())
  assert.equal(await liveHash(database), before)
  assert.equal((await liveSurnames(database)).length, 1)
})

test('of two contents the one counts that asks more of its reader', async () => {
  for (let child = 0; child < 8; child++) {
    const row = { local_patient_id: `P${child}`, family_name: 'Ashton' }
    await deliverContacts(database, [
      { ...row, family_name: 'Open', sensitive: 'N' },
      { ...row, sensitive: 'Y' },
    ])
  }
  assert.deepEqual(new Set(await liveSurnames(database)), new Set(['Ashton']))
  assert.equal((await told()).length, 8)
})

test('an earlier and a later state of one record are no contradiction, and neither is a row that comes again', async () => {
  const sent = await deliverContacts(database, [
    { family_name: 'Ashton', as_of: '2026-11-01T12:00:00Z' },
    { family_name: 'Barlow', as_of: '2026-11-02T12:00:00Z' },
    { family_name: 'Barlow', as_of: '2026-11-02T12:00:00Z' },
  ])
  assert.ok(sent.outcome === 'published')
  assert.equal(sent.rejections, 0)
})

test('a contradiction far away in another chunk is found, and a rehearsal finds it too', async () => {
  const rows = Array.from({ length: 24_000 }, (_, i) =>
    contactRow({ local_patient_id: `P${i % 23_999}`, family_name: i === 23_999 ? 'Other' : 'Khan' }),
  )
  const text = [CONTACTS_HEADER, ...rows, ''].join('\n')
  const tried = await deliver(database, sourceOfTexts({ 'contacts.csv': text }, HEALTH), { dryRun: true })
  assert.ok(tried.outcome === 'checked')
  assert.equal(tried.rejections, 1)
  const sent = await deliver(database, sourceOfTexts({ 'contacts.csv': text }, HEALTH))
  assert.ok(sent.outcome === 'published')
  assert.equal(sent.rejections, 1)
  assert.deepEqual(
    (await told()).map(({ row }) => row),
    [24_001],
  )
})

test('what is found is what a plain list of all records finds', () => {
  const record = fc.record({ ref: fc.nat(40), says: fc.nat(2), scope: fc.constantFrom('a', 'b') })
  fc.assert(
    fc.property(fc.array(record, { maxLength: 3000 }), records => {
      const drafts = openDraftWriter(1, 'partner', 'contract/1', 0)
      const first = new Map<string, { says: number; row: number }>()
      const expected: { row: number; first: number }[] = []
      for (const [at, { ref, says, scope }] of records.entries()) {
        const row = at + 2
        const content = { worker: { name: `${says}` } }
        drafts.add({ scope, sourceRef: `R${ref}`, person: `P${ref}`, content, row }, '2026-11-01', 'file.csv')
        const before = first.get(`${scope} ${ref}`)
        if (before === undefined) first.set(`${scope} ${ref}`, { says, row })
        else if (before.says !== says) expected.push({ row, first: before.row })
      }
      const { toldTwice } = makeChunk(drafts.take(), 'identity', findToldTwice())
      const found = toldTwice.map(one => ({ row: one.here.row, first: one.first.row }))
      assert.deepEqual(found, expected)
    }),
  )
})
