import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { inTransaction } from '../kit/database.ts'
import { deliver } from './deliver.ts'
import { forgetDeliveries, liveHash, liveSurnames, registerPartners, sourceOfTexts } from './fixtures.ts'
import { previewOf } from './holding/preview.ts'

const database = await testDatabase()
await registerPartners(database)
beforeEach(() => forgetDeliveries(database))

const UPNS: Record<string, string> = {
  Ashton: 'B801200005001',
  Barlow: 'G888200120001',
  Crook: 'H88840012500A',
}

type Sent = { qualifier?: string; day: string; names: Record<string, string> }

/** A school's file of pupils by surname, each with one contact. */
function ctf({ qualifier = 'full', day, names }: Sent): string {
  const pupils = Object.entries(names).map(
    ([of, surname]) =>
      `<Pupil>${UPNS[of] ? `<UPN>${UPNS[of]}</UPN>` : ''}<Surname>${surname}</Surname><Forename>Sam</Forename><DOB>2015-01-01</DOB></Pupil>`,
  )
  return `<?xml version="1.0" encoding="utf-8"?><CTfile><Header><CTFversion>25</CTFversion><DateTime>${day}T17:30:00</DateTime><DocumentQualifier>${qualifier}</DocumentQualifier><SourceSchool><LEA>888</LEA><Estab>2001</Estab></SourceSchool></Header><CTFpupilData>${pupils.join('')}</CTFpupilData></CTfile>`
}

async function send(sent: Sent, senderApproves = false) {
  const source = sourceOfTexts({ 'ctf.xml': ctf(sent) }, { partner: 'school-8882001', contract: 'ctf/21' })
  return await deliver(database, source, { senderApproves })
}

const WHOLE: Sent = { day: '2026-11-10', names: { Ashton: 'Ashton', Barlow: 'Barlow' } }
const PART: Sent = {
  qualifier: 'Partial',
  day: '2026-11-12',
  names: { Barlow: 'Bolton', Crook: 'Crook' },
}

test('whom a partial file leaves out stays, and whom it names is as it says', async () => {
  await send(WHOLE)
  assert.equal((await send(PART)).outcome, 'published')
  assert.deepEqual(await liveSurnames(database), ['Ashton', 'Bolton', 'Crook'])
})

test('the next whole file takes the place of a part: whoever left with it has left', async () => {
  await send(WHOLE)
  await send(PART)
  await send({ day: '2026-11-14', names: { Ashton: 'Ashton' } })
  assert.deepEqual(await liveSurnames(database), ['Ashton'])
})

test('whole files and parts in any order end in the same state', async () => {
  const all = [WHOLE, PART, { ...WHOLE, day: '2026-11-11' }, { ...PART, day: '2026-11-09' }]
  const hashes = new Set<string>()
  for (let turn = 0; turn < all.length; turn++) {
    await forgetDeliveries(database)
    for (const sent of [...all.slice(turn), ...all.slice(0, turn)]) await send(sent)
    assert.deepEqual(await liveSurnames(database), ['Ashton', 'Bolton', 'Crook'])
    hashes.add(await liveHash(database))
  }
  assert.equal(hashes.size, 1)
})

test('the preview of a part ends nobody', async () => {
  await send(WHOLE)
  const held = await send(PART, true)
  assert.ok(held.outcome === 'held')
  const { tables } = await inTransaction(database.loader, client =>
    previewOf(client, held.deliveryId, ['ended'], undefined),
  )
  assert.deepEqual(tables, [{ table: 'pupils', new: 1, changed: 1, unchanged: 0, ended: 0, older: 0 }])
})

test('a small part is not held for being small, and a whole file after it is not held for being large', async () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`Pupil${i}`, `Pupil${i}`]))
  for (const day of ['2026-11-01', '2026-11-02', '2026-11-03'])
    assert.equal((await send({ day, names: many })).outcome, 'published')
  const part = { qualifier: 'partial', day: '2026-11-04', names: { Crook: 'Crook' } }
  assert.equal((await send(part)).outcome, 'published')
  assert.equal((await send({ day: '2026-11-05', names: many })).outcome, 'published')
})
