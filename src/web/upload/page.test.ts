import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { countyDatabase } from '../../../test/county-database.ts'
import { faultsOf, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { testWebServer } from '../../../test/web-server.ts'
import { contractsToSend } from '../../access/what-to-send.ts'
import { uploadPlace } from '../../kit/upload-place.ts'
import { findPractitioner } from '../../registers/practitioner-store.ts'
import { routes } from '../../routes.ts'
import { uploadPage } from './page.ts'

const dataFolder = await mkdtemp(join(tmpdir(), 'family-hub-upload-'))
after(() => rm(dataFolder, { recursive: true, force: true }))
const county = await countyDatabase()
const { database } = county
const { app, people, signIn } = await testWebServer(database, { routes: routes(database, dataFolder) })
for (const subject of ['tom.ainscough', 'ruth.holden', 'asha.patel']) {
  const practitioner = await findPractitioner(database.owner, (await county.who(subject)).practitionerId)
  people.set(subject, practitioner ? [practitioner] : [])
}

type Part = { name: string; value: string | Buffer; fileName?: string }

async function send(subject: string, parts: Part[], token?: string) {
  const { cookie, csrfToken } = await signIn(subject)
  const all = [{ name: 'csrfToken', value: token ?? csrfToken }, ...parts]
  const payload = Buffer.concat([
    ...all.flatMap(({ name, value, ...part }) => {
      const file = 'fileName' in part ? `; filename="${part.fileName}"\r\nContent-Type: text/csv` : ''
      const head = `--edge\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`
      return [Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')]
    }),
    Buffer.from('--edge--\r\n'),
  ])
  const headers = { cookie, 'content-type': 'multipart/form-data; boundary=edge' }
  const answer = await app.inject({ method: 'POST', url: '/feeds/upload', headers, payload })
  return { answer, cookie }
}

const file = (value: string | Buffer, fileName = 'contacts.csv'): Part => ({ name: 'files', value, fileName })
const partner = (value: string): Part => ({ name: 'partner', value })
const contacts = await readFile(join(county.folder, 'health-visiting/contacts.csv'), 'utf8')
const changed = contacts
  .trim()
  .split(/\r?\n/)
  .map((line, row) => `${line},${row === 0 ? 'favourite_colour' : 'blue'}`)
  .join('\r\n')
  .replace(/,\d{4}-\d\d-\d\d,/, ',soon,')

async function follow(sentIn: Awaited<ReturnType<typeof send>>): Promise<string> {
  assert.equal(sentIn.answer.statusCode, 303, sentIn.answer.body)
  const url = String(sentIn.answer.headers.location)
  return (await app.inject({ url, headers: { cookie: sentIn.cookie } })).body
}

/** Presses a button of a delivery's page and gives the answer with the page that follows. */
async function press(subject: string, address: string, fields: Record<string, string>) {
  const { cookie, csrfToken } = await signIn(subject)
  const url = address.replace(/\?.*/, '')
  const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
  const payload = new URLSearchParams({ csrfToken, ...fields }).toString()
  const answer = await app.inject({ method: 'POST', url, headers, payload })
  const next = answer.headers.location
  return next === undefined
    ? { status: answer.statusCode, page: answer.body }
    : { status: 303, page: (await app.inject({ url: String(next), headers: { cookie } })).body }
}

async function stateOf(address: string) {
  const { rows } = await database.owner.query<{ state: string; awaits: string | null }>(
    'select state, awaits from feeds.delivery where delivery_id = $1',
    [/\d+/.exec(address)?.[0]],
  )
  return rows[0]
}

test('a steward’s files wait until what they would change was seen; no byte of them stays', async () => {
  const sentIn = await send('tom.ainscough', [partner('lancs-health-visiting'), file(changed)])
  const page = await follow(sentIn)
  assert.match(page, /Look at what would change, then approve or withdraw/)
  assert.match(page, /Delivery from Lancashire Health Visiting/)
  assert.match(page, /favourite_colour/)
  assert.match(page, /What to mend/)
  assert.match(page, /What would change/)
  assert.deepEqual(await readdir(join(dataFolder, 'uploads')), [])
  const address = String(sentIn.answer.headers.location)
  assert.deepEqual(await stateOf(address), { state: 'held', awaits: 'sender' })
  const early = await press('tom.ainscough', address, { decision: 'release', reason: 'Let it through.' })
  assert.match(early.page, /still waits for its sender/)
  const approved = await press('tom.ainscough', address, { decision: 'approve' })
  assert.match(approved.page, /The delivery was published/)
  const twice = await press('tom.ainscough', address, { decision: 'approve' })
  assert.equal(twice.status, 422)
})

test('the same bytes again change nothing, and the page says so', async () => {
  const page = await follow(await send('tom.ainscough', [partner('lancs-health-visiting'), file(changed)]))
  assert.match(page, /These files came before/)
})

test('a partner without a signed agreement is refused whole, in words', async () => {
  await database.owner.query(`update registers.agreement_signature set signed_on = null
    where partner_id = 'lancs-health-visiting'`)
  const more = changed.replace('favourite_colour', 'favourite_tree')
  const page = await follow(await send('tom.ainscough', [partner('lancs-health-visiting'), file(more)]))
  await database.owner.query(`update registers.agreement_signature set signed_on = '2026-01-05'
    where partner_id = 'lancs-health-visiting'`)
  assert.match(page, /The files were refused/)
  assert.match(page, /No sharing agreement/)
})

test('an agreement that ended meanwhile publishes nothing when the sender approves, and says why', async () => {
  const more = changed.replace('favourite_colour', 'favourite_song')
  const sentIn = await send('tom.ainscough', [partner('lancs-health-visiting'), file(more)])
  const address = String(sentIn.answer.headers.location)
  await database.owner.query(`update registers.agreement_signature set signed_on = null
    where partner_id = 'lancs-health-visiting'`)
  const answer = await press('tom.ainscough', address, { decision: 'approve' })
  await database.owner.query(`update registers.agreement_signature set signed_on = '2026-01-05'
    where partner_id = 'lancs-health-visiting'`)
  assert.equal(answer.status, 422)
  assert.match(answer.page, /No sharing agreement/)
  assert.deepEqual(await stateOf(address), { state: 'held', awaits: 'sender' })
  const withdrawn = await press('tom.ainscough', address, { decision: 'withdraw' })
  assert.match(withdrawn.page, /The delivery was withdrawn/)
  assert.equal((await stateOf(address))?.state, 'refused')
})

test('what another organisation handed in, or one’s own without that right, nobody approves', async () => {
  const more = changed.replace('favourite_colour', 'favourite_poem')
  const sentIn = await send('tom.ainscough', [partner('lancs-health-visiting'), file(more)])
  const address = String(sentIn.answer.headers.location)
  for (const subject of ['ruth.holden', 'asha.patel']) {
    assert.equal((await press(subject, address, { decision: 'approve' })).status, 403, subject)
    assert.deepEqual(await stateOf(address), { state: 'held', awaits: 'sender' })
  }
  const { rows } = await database.owner.query(
    `select outcome from audit.entry where practitioner_id = $1 and detail ->> 'action' = 'approve-delivery'`,
    [(await county.who('ruth.holden')).practitionerId],
  )
  assert.deepEqual(rows, [{ outcome: 'refused' }])
})

test('a school lead hands in her own school’s file and nobody else’s', async () => {
  const schools = join(county.folder, 'schools')
  const files = (await readdir(schools, { recursive: true }))
    .filter(name => name.endsWith('.xml'))
    .map(name => join(schools, name))
  const ruth = await county.who('ruth.holden')
  const number = ruth.partnerId.replace('school-', '')
  const own = files.find(path => path.includes(number)) ?? ''
  const other = files.find(path => !path.includes(number)) ?? ''
  const bytes = await readFile(own)
  assert.match(await follow(await send('ruth.holden', [file(bytes, 'own.xml')])), /These files came before/)
  const later = file(Buffer.concat([bytes, Buffer.from('<!-- exported again -->')]), 'own.xml')
  const page = await follow(await send('ruth.holden', [later]))
  assert.match(page, /Nothing that pages show would change/)
  assert.match(page, /Approve and publish/)
  const foreign = await send('ruth.holden', [partner('lancs-csc'), file(await readFile(other), 'other.xml')])
  assert.match(await follow(foreign), /name another partner/)
})

test('what says who may do what, and who is kept apart, comes from the host and not from the upload page', async () => {
  const tom = await county.who('tom.ainscough')
  const register = [
    file(await readFile(join(county.folder, 'register/partners.csv')), 'partners.csv'),
    file(
      (await readFile(join(county.folder, 'register/practitioners.csv'), 'utf8')).replaceAll(
        `,${tom.roleId},`,
        ',protected-records-desk,',
      ),
      'practitioners.csv',
    ),
  ]
  const protections = await readFile(join(county.folder, 'protections/protections.csv'), 'utf8')
  const ended = file(protections.replaceAll('protected-records-desk', tom.roleId), 'protections.csv')
  const standing = async () =>
    (await database.owner.query('select * from registers.protection order by subject, kind, source')).rows
  const before = await standing()
  const note = (contract: string) =>
    file(JSON.stringify({ partner: 'lancs-council', contract, asOf: new Date() }), 'delivery.json')
  for (const files of [
    [ended, note('protections/1')],
    [...register, note('register/1')],
  ]) {
    const sentIn = await send('tom.ainscough', [partner('lancs-council'), ...files])
    assert.deepEqual(await stateOf(String(sentIn.answer.headers.location)), {
      state: 'refused',
      awaits: null,
    })
    assert.match(await follow(sentIn), /may not send files of this kind/)
  }
  assert.deepEqual(await standing(), before)
  const listed = await contractsToSend(database, tom)
  assert.deepEqual(
    listed.filter(contract => contract.sentBy === 'host'),
    [],
  )
})

test('a role that hands in nothing is refused before a file is kept, and the log has it', async () => {
  const { answer } = await send('asha.patel', [partner('lancs-health-visiting'), file(changed)])
  assert.equal(answer.statusCode, 403)
  const { rows } = await database.owner.query(
    `select outcome from audit.entry where practitioner_id = $1 and detail ->> 'action' = 'upload-delivery'`,
    [(await county.who('asha.patel')).practitionerId],
  )
  assert.deepEqual(rows, [{ outcome: 'refused' }])
})

test('a form without its token first is refused, and nothing is read', async () => {
  const { answer } = await send('tom.ainscough', [partner('lancs-health-visiting'), file(changed)], 'forged')
  assert.equal(answer.statusCode, 403)
})

test('what is wrong with the form is said in title, summary and field', async () => {
  const wrong: [Part[], RegExp][] = [
    [[], /Choose the files to send/],
    [[file('x', '')], /Choose the files to send/],
    [[file('a', 'one.csv'), file('b', 'ONE.csv')], /name of its own/],
    [[file('a', 'one.csv'), file('b', 'two.zip')], /Send a zip by itself/],
    [[file('Dear sir', 'letter.txt')], /of no kind that is known here/],
    [[file('no archive', 'broken.zip')], /zip/i],
    [[partner('lancs-\0council'), file('a', 'one.csv')], /of no kind that is known here/],
    [
      [
        { name: 'asOf-day', value: '31' },
        { name: 'asOf-month', value: '2' },
        { name: 'asOf-year', value: '2026' },
        file('a'),
      ],
      /Enter a real date/,
    ],
    [
      [
        { name: 'asOf-day', value: '1' },
        { name: 'asOf-month', value: '1' },
        { name: 'asOf-year', value: '2099' },
        file('a'),
      ],
      /today or earlier/,
    ],
  ]
  for (const [parts, says] of wrong) {
    const { answer } = await send('tom.ainscough', parts)
    assert.equal(answer.statusCode, 422, answer.body)
    assert.match(answer.body, /<title>Error: Upload a delivery/)
    assert.match(answer.body, says)
  }
  assert.deepEqual(await readdir(join(dataFolder, 'uploads')), [])
})

test('a name that leads elsewhere stays in its folder', async () => {
  await send('tom.ainscough', [partner('lancs-health-visiting'), file(changed, '../../outside.csv')])
  assert.equal(existsSync(join(dataFolder, 'outside.csv')), false)
})

test('what a power cut left of an upload is gone at the next start', async () => {
  const folder = await mkdtemp(join(dataFolder, 'restart-'))
  const first = await uploadPlace(folder).newFolder()
  await writeFile(join(first, 'contacts.csv'), 'left over')
  const second = await uploadPlace(folder).newFolder()
  assert.equal(existsSync(first), false)
  assert.equal(existsSync(second), true)
})

test('a school lead is not asked whose files they are', async () => {
  const ruth = await county.who('ruth.holden')
  const page = uploadPage({ of: 'own' }, ruth, 'token')
  assert.match(wordsOf(page), new RegExp(`These are files of ${ruth.partnerName}`))
  assert.doesNotMatch(sent(page), /<select/)
  assert.deepEqual(faultsOf(page), [])
})
