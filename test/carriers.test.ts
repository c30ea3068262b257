/** One delivery by every way: file, gzip, folder, zip, upload page, interface, SFTP. */

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import {
  CONTACTS_HEADER,
  contactRow,
  forgetDeliveries,
  HEALTH,
  liveHash,
  registerPartners,
} from '../src/feeds/fixtures.ts'
import { ANOTHER_PARTNER } from '../src/feeds/identify.ts'
import { loadPaths } from '../src/feeds/load.ts'
import { seedRegisters } from '../src/registers/seed.ts'
import { routes } from '../src/routes.ts'
import { entryOf, zipByHand } from './bad-input/zip-by-hand.ts'
import { testDatabase } from './database.ts'
import { bearerOf, interfaceOver, registerSystem } from './partner-system.ts'
import { connectSftp, receiptOf, registerSftpSystem, testDrop } from './sftp-client.ts'
import { practitioner, testWebServer } from './web-server.ts'

const database = await testDatabase()
await seedRegisters(database.owner, { demonstration: true })
await registerPartners(database)
const folder = await mkdtemp(join(tmpdir(), 'family-hub-carriers-'))
after(() => rm(folder, { recursive: true, force: true }))

const own = await registerSystem(database, 'hv-system', 'lancs-health-visiting')
const { app } = await interfaceOver(database, folder)
const pages = await testWebServer(database, { routes: routes(database, folder) })
pages.people.set('tom', [practitioner('tom', 'data-steward')])
const drop = await testDrop(database, { folder: join(folder, 'drop') })
const sftp = await connectSftp(drop, await registerSftpSystem(database, 'hv-drop', 'lancs-health-visiting'))

/** What became of it, in the words that every way has in common. */
type Told = { outcome: string; reason?: string | null }
type Files = Record<string, string>
type Way = (files: Files) => Promise<Told>

let folders = 0
async function folderOf(files: Record<string, string | Buffer>): Promise<string> {
  const made = join(folder, `way-${folders++}`)
  await mkdir(made)
  for (const [name, text] of Object.entries(files)) await writeFile(join(made, name), text)
  return made
}

async function load(path: string): Promise<Told> {
  const [loaded] = await loadPaths(database, [path], { partner: 'lancs-health-visiting' })
  return loaded?.outcome ?? { outcome: 'none' }
}

function dataOf(files: Files): [name: string, text: string] {
  return Object.entries(files).find(([name]) => name !== 'delivery.json') ?? ['', '']
}

const packed = (files: Files) => zipByHand(Object.entries(files).map(([name, text]) => entryOf(name, text)))

function multipart(parts: [name: string, file: string | undefined, value: string | Buffer][]): Buffer {
  return Buffer.concat([
    ...parts.flatMap(([name, file, value]) => [
      Buffer.from(
        `--edge\r\nContent-Disposition: form-data; name="${name}"${file ? `; filename="${file}"` : ''}\r\n\r\n`,
      ),
      Buffer.from(value as string),
      Buffer.from('\r\n'),
    ]),
    Buffer.from('--edge--\r\n'),
  ])
}

const MULTIPART = 'multipart/form-data; boundary=edge'

async function post(type: string, payload: string | Buffer): Promise<Told> {
  const headers = { ...(await bearerOf(app, own)), 'content-type': type }
  const answer = await app.inject({ method: 'POST', url: '/api/deliveries', headers, payload })
  const said = answer.json<{ outcome?: string; detail?: string; reason?: string | null }>()
  return { outcome: said.outcome ?? 'refused', reason: said.detail ?? said.reason ?? null }
}

/** The page leads to the delivery's own page, with a word for what became of it; whoever sent it approves it there. */
async function upload(files: [name: string, value: string | Buffer][]): Promise<Told> {
  const { cookie, csrfToken } = await pages.signIn('tom')
  const payload = multipart([
    ['csrfToken', undefined, csrfToken],
    ['partner', undefined, 'lancs-health-visiting'],
    ...files.map(([name, value]) => ['files', name, value] as [string, string, string | Buffer]),
  ])
  const headers = { cookie, 'content-type': MULTIPART }
  const answer = await pages.app.inject({ method: 'POST', url: '/feeds/upload', headers, payload })
  let url = String(answer.headers.location)
  if (url.endsWith('news=waiting')) {
    const form = new URLSearchParams({ csrfToken, decision: 'approve' }).toString()
    const formHeaders = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
    const address = url.replace(/\?.*/, '')
    const approved = await pages.app.inject({
      method: 'POST',
      url: address,
      headers: formHeaders,
      payload: form,
    })
    url = String(approved.headers.location)
  }
  const news = /news=(\w+)/.exec(url)?.[1] ?? 'none'
  const outcome = {
    taken: 'published',
    approved: 'published',
    again: 'alreadyReceived',
    held: 'held',
    refused: 'refused',
  }[news]
  const { rows } = await database.owner.query('select said from feeds.delivery where delivery_id = $1', [
    /\d+/.exec(url)?.[0],
  ])
  return { outcome: outcome ?? answer.body, reason: rows[0]?.said ?? null }
}

async function dropped(files: Files, receipt: string): Promise<Told> {
  const names = await sftp.list('/receipts')
  if (names.includes(`${receipt}.json`)) await sftp.remove(`/receipts/${receipt}.json`)
  for (const [name, text] of Object.entries(files)) await sftp.put(name, text)
  return (await receiptOf(sftp, receipt)) as never as Told
}

/** Ways that carry a note, and those that carry one file without. */
const WITH_NOTE: Record<string, Way> = {
  folder: async files => await load(await folderOf(files)),
  zip: async files => await load(join(await folderOf({ 'sent.zip': packed(files) }), 'sent.zip')),
  'upload page': files => upload(Object.entries(files)),
  'upload page, zip': files => upload([['sent.zip', packed(files)]]),
  'interface, parts': files =>
    post(MULTIPART, multipart(Object.entries(files).map(([name, text]) => ['files', name, text]))),
  'interface, zip': files => post('application/zip', packed(files)),
  'SFTP, note': files => dropped(files, 'delivery'),
}
const WITHOUT_NOTE: Record<string, Way> = {
  file: async files => {
    const [name, text] = dataOf(files)
    return await load(join(await folderOf({ [name]: text }), name))
  },
  gzip: async files => {
    const [name, text] = dataOf(files)
    return await load(join(await folderOf({ [`${name}.gz`]: gzipSync(text) }), `${name}.gz`))
  },
  'upload page, file': files => upload([dataOf(files)]),
  'interface, file': files => post('text/csv', dataOf(files)[1]),
  'interface, gzip': files => post('application/gzip', gzipSync(dataOf(files)[1])),
  'SFTP, .done': async files => {
    const [name, text] = dataOf(files)
    return await dropped({ [name]: text, [`${name}.done`]: '' }, name)
  },
}
const WAYS = { ...WITH_NOTE, ...WITHOUT_NOTE }

const CANARY = 'turquoise-canary'
const CONTACTS = [
  `${CONTACTS_HEADER},favourite_colour`,
  `${contactRow({ local_patient_id: 'P1' })},${CANARY}`,
  `${contactRow({ local_patient_id: 'P2', nhs_number: '9434765871' })},${CANARY}`,
  `${contactRow({ local_patient_id: '', family_name: 'Nobody' })},${CANARY}`,
  '',
].join('\r\n')
const NOTE = { ...HEALTH, asOf: '2026-11-20T18:00:00Z', files: ['contacts.csv'] }
const FILES = { 'contacts.csv': CONTACTS, 'delivery.json': JSON.stringify(NOTE) }

/** All that was kept of the one delivery, without its number and its hours. */
async function stateOf() {
  const { rows } = await database.owner.query(
    `select partner_id, contract, mode, as_of, content_hash, rows_read, rows_accepted, rows_rejected, records_new,
       dropped_fields, agreement_id, (select count(*)::int from feeds.delivery) as deliveries,
       (select string_agg(concat_ws('|', row_number, column_name, rule, remedy), ';' order by row_number, rule)
        from feeds.rejection) as rejections
     from feeds.delivery`,
  )
  return {
    live: await liveHash(database),
    delivery: rows[0] as { deliveries: number; rows_rejected: number },
  }
}

test('by every way one delivery ends in the same state, in the same words', async () => {
  let first: Awaited<ReturnType<typeof stateOf>> | undefined
  for (const [way, send] of Object.entries(WAYS)) {
    await forgetDeliveries(database)
    assert.equal((await send(FILES)).outcome, 'published', way)
    const state = await stateOf()
    first ??= state
    assert.deepEqual(state, first, way)
  }
  assert.equal(first?.delivery.deliveries, 1)
  assert.equal(first?.delivery.rows_rejected, 1)
})

test('a name as people give it, with an apostrophe and brackets, is taken by every way; one that turns the text is not', async () => {
  for (const [name, becomes] of [
    ["St Mary's contacts [week 47] & one more.csv", 'published'],
    ['contacts\u202evsc.exe', 'refused'],
  ] as const)
    for (const [way, send] of Object.entries(WITH_NOTE)) {
      // An upload page asks for another name, and SFTP knows no such file: neither ever has a delivery.
      if (becomes === 'refused' && /page|parts|SFTP/.test(way)) continue
      await forgetDeliveries(database)
      const files = { [name]: CONTACTS, 'delivery.json': JSON.stringify({ ...NOTE, files: [name] }) }
      const { outcome, reason } = await send(files)
      assert.equal(outcome, becomes, `${way}: ${reason}`)
    }
})

test('what came by one way is known by every other, and is one delivery', async () => {
  await forgetDeliveries(database)
  assert.equal((await load(await folderOf(FILES))).outcome, 'published')
  const before = await stateOf()
  for (const [way, send] of Object.entries(WAYS))
    assert.equal((await send(FILES)).outcome, 'alreadyReceived', way)
  assert.deepEqual(await stateOf(), before)
})

test('files that name another partner are refused by every way in one sentence, and nothing of them is kept', async () => {
  await forgetDeliveries(database)
  const care = { partner: 'lancs-csc', contract: 'ssd/1.4', asOf: '2026-11-20', files: ['ssd_person.csv'] }
  const persons = 'pers_person_id,pers_forename,pers_surname,pers_dob\n1,Sam,Ashton,2015-01-01\n'
  const foreign: Files[] = [
    { 'ssd_person.csv': persons, 'delivery.json': JSON.stringify(care) },
    { 'contacts.csv': CONTACTS, 'delivery.json': JSON.stringify({ ...NOTE, partner: 'no-such-partner' }) },
  ]
  for (const files of foreign)
    for (const [way, send] of Object.entries(WITH_NOTE)) {
      const { outcome, reason } = await send(files)
      assert.deepEqual({ outcome, reason }, { outcome: 'refused', reason: ANOTHER_PARTNER }, way)
    }
  const school = await readFile('examples/feeds/school/8882001_CTF_888LLLL_001.xml', 'utf8')
  // Two of the ways need a note, or say that the file is CSV.
  const { 'SFTP, note': _note, 'interface, file': _csv, ...waysOfXml } = WAYS
  for (const [way, send] of Object.entries(waysOfXml)) {
    const { outcome, reason } = await send({ 'school.xml': school })
    assert.deepEqual({ outcome, reason }, { outcome: 'refused', reason: ANOTHER_PARTNER }, way)
  }
  assert.equal((await post('application/xml', school)).reason, ANOTHER_PARTNER)
  const { rows } = await database.owner.query(
    `select (select count(*)::int from feeds.source_record) as records, (select count(*)::int from feeds.sighting) as seen,
       array(select distinct partner_id from feeds.delivery) as senders`,
  )
  assert.deepEqual(rows, [{ records: 0, seen: 0, senders: ['lancs-health-visiting'] }])
})

test('no byte of what was sent, and no word of a column that nobody needs, stays in a folder of the hub', async () => {
  await rm(join(folder, 'drop/hv-drop/receipts'), { recursive: true, force: true })
  const left = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = left.filter(entry => entry.isFile() && !entry.parentPath.includes('/way-'))
  assert.deepEqual(
    files.map(entry => entry.name),
    [],
  )
  const tables = await database.owner.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind = 'r'
       and relnamespace = any (array['feeds', 'audit', 'api', 'registers']::regnamespace[]::oid[])`,
  )
  for (const { name } of tables.rows) {
    const found = await database.owner.query(`select from ${name} t where t::text like $1`, [`%${CANARY}%`])
    assert.equal(found.rowCount, 0, name)
  }
})
