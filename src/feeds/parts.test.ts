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

type Sent = { qualifier?: string; day: string; names: Record<string, string>; inner?: string }

/** A school's file of pupils by surname, each with one contact. */
function ctf({ qualifier = 'full', day, names, inner = '' }: Sent): string {
  const pupils = Object.entries(names).map(
    ([of, surname]) =>
      `<Pupil>${UPNS[of] ? `<UPN>${UPNS[of]}</UPN>` : ''}<Surname>${surname}</Surname><Forename>Sam</Forename><DOB>2015-01-01</DOB>${inner}</Pupil>`,
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

/** A pupil with everything that a whole file says, or the part of it that a file of results says. */
const HOME = '<Address><AddressLine1>1 Mill Street</AddressLine1><PostCode>PR1 2AB</PostCode></Address>'
const CONTACT = (name: string, more = '') =>
  `<Contacts><Contact><Order>1</Order><Surname>Ashton</Surname><Forename>${name}</Forename><Relationship>PAM</Relationship>${more}</Contact></Contacts>`
const PHONE = '<Phones><Phone><PhoneNo>01632 960123</PhoneNo></Phone></Phones>'
const pupil = (inner: string, surname = 'Ashton') =>
  `<Pupil><UPN>${UPNS['Ashton']}</UPN><Surname>${surname}</Surname><Forename>Sam</Forename><DOB>2015-01-01</DOB>${inner}</Pupil>`

async function sendPupil(
  qualifier: string,
  day: string,
  inner: string,
  surname = 'Ashton',
  senderApproves = false,
) {
  const text = ctf({ qualifier, day, names: {} }).replace(
    '<CTFpupilData>',
    `<CTFpupilData>${pupil(inner, surname)}`,
  )
  const manifest = { partner: 'school-8882001', contract: 'ctf/21' }
  return await deliver(database, sourceOfTexts({ 'ctf.xml': text }, manifest), { senderApproves })
}

/** Every word that is shown now, by the part of the record in which it stands. */
async function shownNow(): Promise<Record<string, string[]>> {
  const { rows } = await database.loader.query<{ section: string; says: string }>(
    `select section, string_agg(value, ' ' order by value) as says
     from feeds.live_record l, jsonb_each(l.content) s (section, fields), jsonb_each_text(fields) f (name, value)
     where section in ('address', 'contact-details', 'identity') group by l.record_id, section order by section, says`,
  )
  const shown: Record<string, string[]> = {}
  for (const { section, says } of rows) shown[section] = [...(shown[section] ?? []), says]
  return shown
}

const WHOLE_PUPIL = ['full', '2026-11-10', `${HOME}${PHONE}${CONTACT('Kerry', PHONE)}`] as const

test('what a part is silent on still stands, and what it says takes the place of what was said', async () => {
  await sendPupil(...WHOLE_PUPIL)
  const before = await shownNow()
  assert.equal((await sendPupil('partial', '2026-11-12', '')).outcome, 'published')
  assert.deepEqual(await shownNow(), before)
  await sendPupil('partial', '2026-11-13', HOME.replace('PR1 2AB', 'PR1 5HX'), 'Bolton')
  const after = await shownNow()
  assert.deepEqual(after['address'], ['1 Mill Street PR1 5HX'])
  assert.deepEqual(after['contact-details'], before['contact-details'])
  assert.match(after['identity']?.join(' ') ?? '', /Bolton/)
})

test('the fence for readers stands before what a part left standing, as before all else', async () => {
  await sendPupil(...WHOLE_PUPIL)
  await sendPupil('partial', '2026-11-12', '')
  const seenBy = async (partner: string) =>
    await inTransaction(database.reader, async client => {
      await client.query("select set_config('family_hub.partner', $1, true)", [partner])
      return (await client.query('select from feeds.live_record')).rowCount ?? 0
    })
  assert.equal(await seenBy(''), 0)
  assert.equal(await seenBy('lancs-health-visiting'), 0)
  assert.ok((await seenBy('lancs-council')) >= 3)
})

test('another contact in a part has nothing of the one before, who stays', async () => {
  await sendPupil(...WHOLE_PUPIL)
  const before = await shownNow()
  await sendPupil('partial', '2026-11-12', CONTACT('Sean'))
  const after = await shownNow()
  assert.deepEqual(after['identity']?.map(says => /Kerry|Sean/.exec(says)?.[0]).filter(Boolean), [
    'Kerry',
    'Sean',
  ])
  assert.deepEqual(after['contact-details'], before['contact-details'], 'the pupil’s number and Kerry’s only')
})

test('the next whole file takes away what it does not say, whatever parts came before it or come late', async () => {
  const parts: [qualifier: string, day: string, inner: string][] = [
    ['partial', '2026-11-09', HOME.replace('PR1', 'PR9')],
    ['partial', '2026-11-12', PHONE.replace('0123', '0199')],
    [...WHOLE_PUPIL],
    ['partial', '2026-11-13', ''],
  ]
  const hashes = new Set<string>()
  for (let turn = 0; turn < parts.length; turn++) {
    await forgetDeliveries(database)
    for (const sent of [...parts.slice(turn), ...parts.slice(0, turn)]) await sendPupil(...sent)
    hashes.add(JSON.stringify(await shownNow()) + (await liveHash(database)))
  }
  assert.equal(hashes.size, 1)
  assert.match([...hashes][0] ?? '', /PR1 2AB.*0199/s)
  await sendPupil('full', '2026-11-14', '')
  assert.deepEqual(Object.keys(await shownNow()), ['identity'])
})

test('a file for one other school, or for one that is not known, is a part, and one for the authority is the whole list', async () => {
  const to = async (destination: string, day: string) => {
    const text = ctf({ day, names: { Crook: 'Crook' } }).replace('</Header>', `${destination}</Header>`)
    const manifest = { partner: 'school-8882001', contract: 'ctf/21' }
    return await deliver(database, sourceOfTexts({ 'ctf.xml': text }, manifest))
  }
  const school = (la: string, estab: string) =>
    `<DestSchool><LEA>${la}</LEA><Estab>${estab}</Estab></DestSchool>`
  await send(WHOLE)
  for (const [la, estab] of [
    ['888', '2002'],
    ['XXX', 'XXXX'],
    ['MMM', 'MMMM'],
  ] as const)
    assert.equal((await to(school(la, estab), '2026-11-12')).outcome, 'published')
  assert.deepEqual(await liveSurnames(database), ['Ashton', 'Barlow', 'Crook'])
  await to(school('888', 'LLLL'), '2026-11-13')
  assert.deepEqual(await liveSurnames(database), ['Crook'])
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

test('the preview of a part tells what it changes, and not what it is silent on', async () => {
  await sendPupil(...WHOLE_PUPIL)
  const preview = async (inner: string, day: string) => {
    const held = await sendPupil('partial', day, inner, 'Ashton', true)
    assert.ok(held.outcome === 'held')
    return await inTransaction(database.loader, client =>
      previewOf(client, held.deliveryId, ['changed'], undefined),
    )
  }
  const silent = await preview('', '2026-11-12')
  assert.deepEqual(silent.tables, [{ table: 'pupils', new: 0, changed: 0, unchanged: 1, ended: 0, older: 0 }])
  const moved = await preview(HOME.replace('PR1 2AB', 'PR1 5HX'), '2026-11-13')
  assert.deepEqual(
    moved.lines.changed?.map(line => line.fields),
    [['address: postcode']],
  )
})

test('a small part is not held for being small, nor one for what it is silent on, and a whole file after it is not held for being large', async () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`Pupil${i}`, `Pupil${i}`]))
  for (const day of ['2026-11-01', '2026-11-02', '2026-11-03'])
    assert.equal((await send({ day, names: many, inner: HOME })).outcome, 'published')
  const results = { qualifier: 'partial', day: '2026-11-04', names: many }
  assert.equal((await send(results)).outcome, 'published')
  const part = { qualifier: 'partial', day: '2026-11-04', names: { Crook: 'Crook' } }
  assert.equal((await send(part)).outcome, 'published')
  assert.equal((await send({ day: '2026-11-05', names: many, inner: HOME })).outcome, 'published')
})
