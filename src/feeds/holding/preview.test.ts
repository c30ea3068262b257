import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../../test/database.ts'
import { type Database, inTransaction } from '../../kit/database.ts'
import { deliver } from '../deliver.ts'
import { deliverContacts, liveHash, registerPartners, sourceOfTexts } from '../fixtures.ts'
import { identityId } from '../sections.ts'
import { approveDelivery } from './decide-publication.ts'
import { differingFields, type Preview, previewOf } from './preview.ts'

const ALL = ['new', 'changed', 'ended'] as const

async function county(): Promise<Database> {
  const database = await testDatabase()
  await registerPartners(database)
  return database
}

const preview = (database: Database, id: number): Promise<Preview> =>
  inTransaction(database.loader, client => previewOf(client, id, ALL, undefined))

/** Persons by reference and surname; with families beside them where given. */
async function send(database: Database, asOf: string, persons: string[], families?: string[]) {
  const rows = persons.map(one => one.split(':')).map(([id, surname]) => `${id},Sam,${surname},2015-01-01`)
  const texts: Record<string, string> = {
    'ssd_person.csv': ['pers_person_id,pers_forename,pers_surname,pers_dob', ...rows, ''].join('\n'),
  }
  if (families)
    texts['ssd_family.csv'] = ['fami_table_id,fami_family_id,fami_person_id', ...families, ''].join('\n')
  const manifest = { partner: 'lancs-csc', contract: 'ssd/1.4', asOf }
  const sent = await deliver(database, sourceOfTexts(texts, manifest), { senderApproves: true })
  assert.ok(sent.outcome === 'held', JSON.stringify(sent))
  return sent.deliveryId
}

const approve = (database: Database, id: number) =>
  inTransaction(database.loader, client => approveDelivery(client, id))

const NONE = { new: 0, changed: 0, unchanged: 0, ended: 0, older: 0 }

test('a snapshot says what would be new, changed and ended, by reference and field, and is right about it', async () => {
  const database = await county()
  const first = await send(database, '2026-11-10', ['1:Ashton', '2:Barlow', '3:Crook'], ['F1,A,1', 'F2,A,2'])
  assert.deepEqual((await preview(database, first)).tables, [
    { ...NONE, table: 'ssd_family', new: 2 },
    { ...NONE, table: 'ssd_person', new: 3 },
  ])
  await approve(database, first)
  const next = await send(database, '2026-11-12', ['1:Ashton', '2:Bolton', '4:Dewhurst'])
  const { tables, lines } = await preview(database, next)
  // Families are not in this delivery, so nothing of them would end.
  assert.deepEqual(tables, [{ table: 'ssd_person', new: 1, changed: 1, unchanged: 1, ended: 1, older: 0 }])
  assert.deepEqual(lines, {
    new: [{ table: 'ssd_person', reference: '4', fields: [] }],
    changed: [{ table: 'ssd_person', reference: '2', fields: ['family name'] }],
    ended: [{ table: 'ssd_person', reference: '3', fields: [] }],
  })
  assert.doesNotMatch(JSON.stringify(lines), /Barlow|Bolton|Dewhurst/)
})

test('what is older than what is shown changes nothing, and the preview says so', async () => {
  const database = await county()
  await approve(database, await send(database, '2026-11-12', ['1:Ashton', '2:Barlow']))
  const before = await liveHash(database)
  const old = await send(database, '2026-11-11', ['1:Other', '9:Nobody'])
  assert.deepEqual((await preview(database, old)).tables, [{ ...NONE, table: 'ssd_person', older: 2 }])
  await approve(database, old)
  assert.equal(await liveHash(database), before)
})

test('a value that comes back after another stood between is a change', async () => {
  const database = await county()
  await approve(database, await send(database, '2026-11-10', ['1:Ashton']))
  await approve(database, await send(database, '2026-11-11', ['1:Bolton']))
  const back = await send(database, '2026-11-12', ['1:Ashton'])
  assert.deepEqual((await preview(database, back)).tables, [{ ...NONE, table: 'ssd_person', changed: 1 }])
})

test('changes say what is new and changed; what they leave out stands', async () => {
  const database = await county()
  const contact = (id: string, day: number, town: string) => ({
    local_patient_id: id,
    address_line: town,
    as_of: `2026-11-${String(day).padStart(2, '0')}T18:00:00Z`,
  })
  await deliverContacts(database, [contact('A', 10, 'Leyland'), contact('B', 10, 'Leyland')])
  const waiting = await deliverContacts(
    database,
    [contact('A', 11, 'Chorley'), contact('B', 8, 'Wigan'), contact('C', 11, 'Leyland')],
    { senderApproves: true },
  )
  assert.ok(waiting.outcome === 'held')
  const { tables, lines } = await preview(database, waiting.deliveryId)
  assert.deepEqual(tables, [{ ...NONE, table: 'contacts', new: 1, changed: 1, older: 1 }])
  assert.deepEqual(
    lines.changed?.map(line => line.fields),
    [['address: line']],
  )
})

test('the list of those who would end is the same whoever is kept apart: one left out would be told by the gap', async () => {
  const database = await county()
  await approve(database, await send(database, '2026-11-10', ['1:Ashton', '2:Barlow']))
  await database.owner.query(
    `insert into registers.protection (subject, kind, source, reason, recorded_by, valid)
     values ($1, 'restricted-record', 'protections/1', 'Order', 'Desk', '(,)')`,
    [identityId('lancs-csc', 'ssd/1.4', '1')],
  )
  const next = await send(database, '2026-11-11', ['3:Crook'])
  const { tables, lines } = await preview(database, next)
  assert.deepEqual(tables, [{ ...NONE, table: 'ssd_person', new: 1, ended: 2 }])
  assert.deepEqual(
    lines.ended?.map(line => line.reference),
    ['1', '2'],
  )
})

test('fields that differ are named in words, and nothing of what they say', () => {
  const fields = differingFields(
    { identity: { birthDate: '2015-01-01' }, 'early-help': { from: '2026-01-01', team: 'A' } },
    { identity: { birthDate: '2015-01-02' }, 'early-help': { from: '2026-01-01' }, address: { line: 'x' } },
  )
  assert.deepEqual(fields, ['address: line', 'birth date', 'early help: team'])
})

test('a feed too large to compare for a page shows what was counted when the delivery came', async () => {
  const database = await county()
  const id = await send(database, '2026-11-10', ['1:Ashton'])
  const { rows } = await database.loader.query('select holding from feeds.delivery where delivery_id = $1', [
    id,
  ])
  const { changes } = rows[0].holding
  assert.deepEqual(changes, [{ ...NONE, table: 'ssd_person', new: 1 }])
  const shown = () => inTransaction(database.loader, client => previewOf(client, id, ALL, changes))
  assert.equal((await shown()).isOfItsArrival, false)
  await database.owner.query('update feeds.delivery set records_new = 100001')
  assert.deepEqual(await shown(), { tables: changes, lines: {}, isOfItsArrival: true })
})
