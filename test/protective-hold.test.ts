import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clearHold, heldPersons } from '../src/access/clear-hold.ts'
import { discloseSources } from '../src/access/record-sources.ts'
import type { Who } from '../src/access/request.ts'
import { deliver } from '../src/feeds/deliver.ts'
import { CONTACTS_HEADER, contactRow, sourceOfTexts } from '../src/feeds/fixtures.ts'
import type { Content } from '../src/feeds/sections.ts'
import { rebuild } from '../src/records/rebuild.ts'
import { takeIn } from '../src/records/take-in.ts'
import { openCounty, shown } from './open-county.ts'

const { county, asha, ruth, priya, joanne, search, child, family } = await openCounty()
const { database } = county
const sunita = await county.who('sunita.desai')
const ORDINARY: [Who, string][] = [
  [asha, 'caseload'],
  [ruth, 'safeguarding-concern'],
  [priya, 'safeguarding-concern'],
]

const twins = await county.personsOf('near-twins', 'lancs-health-visiting')
const mother = (await county.personsOf('near-twins', 'lancs-csc'))[0] ?? ''
const [amira, ameera] = [await healthRow(twins[0] ?? ''), await healthRow(twins[1] ?? '')]

/** A child's row of health visiting, as it was sent. */
async function healthRow(personId: string) {
  const { rows } = await database.owner.query(
    `select l.source_ref as ref, l.content from feeds.live_record l join records.current_member m on m.identity = l.subject
     where m.person_id = $1 and l.contract = 'health-visiting/1'`,
    [personId],
  )
  const { identity, address, identifiers } = rows[0].content as Content
  const row = {
    local_patient_id: rows[0].ref.split('/')[0] as string,
    nhs_number: identifiers?.nhsNumber ?? '',
    given_name: identity?.givenName ?? '',
    family_name: identity?.familyName ?? '',
    birth_date: identity?.birthDate ?? '',
    worker_id: 'HV001',
    address_line: address?.line ?? '',
    postcode: address?.postcode ?? '',
  }
  return { personId, row }
}

/** After all that the county's files say, whatever the day: they are as of yesterday. */
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

async function moves(to: { address_line: string; postcode: string }, asOf: string): Promise<void> {
  const text = `${CONTACTS_HEADER}\n${contactRow({ ...ameera.row, ...to, as_of: asOf })}\n`
  await publish({ 'contacts.csv': text }, 'lancs-health-visiting', 'health-visiting/1', asOf)
}

async function notice(released: 'Y' | 'N', asOf: string): Promise<void> {
  const header =
    'notice_ref,event_type,event_at,given_name,family_name,birth_date,address_line,postcode,handling,released_for_notice'
  const { given_name, family_name, birth_date, address_line, postcode } = amira.row
  const named = [given_name, family_name, birth_date, `"${address_line}"`, postcode].join(',')
  const text = `${header}\nLP1,domestic-abuse,2026-11-18T22:00:00Z,${named},,${released}\n`
  await publish({ 'notices.csv': text }, 'lancs-police', 'police-notice/1', asOf)
}

async function publish(texts: Record<string, string>, partner: string, contract: string, asOf: string) {
  const outcome = await deliver(database, sourceOfTexts(texts, { partner, contract, asOf }))
  assert.equal(outcome.outcome, 'published', JSON.stringify(outcome))
}

/** All that ordinary roles see of the two children and their mother on their pages and by searching. */
async function seen(): Promise<string> {
  const answers: unknown[] = []
  for (const [who, purpose] of ORDINARY) {
    for (const id of [...twins, mother])
      answers.push(await child(who, purpose, id), await family(who, purpose, id))
    answers.push(await discloseSources(database, who, purpose, ameera.personId, 'a reason of this test'))
    answers.push(await search(who, purpose, 'Hussain PR9 9QQ'))
  }
  return JSON.stringify(answers)
}

const NEW_HOME = { address_line: '1 Quiet Way', postcode: 'PR9 9QQ' }
const addressOf = async (who: Who, purpose: string, id: string) =>
  shown(await child(who, purpose, id)).summary.address?.shown

test('an address that was known before a notice of domestic abuse is not held', async () => {
  const before = await addressOf(asha, 'caseload', ameera.personId)
  assert.match(before ?? '', /Loom Street/)
  await notice('Y', minutesAgo(50))
  await takeIn(database)
  for (const id of twins) assert.equal(await addressOf(asha, 'caseload', id), before)
})

test('where the sister of the named child goes is told to nobody, from the moment that it arrives', async () => {
  await moves(NEW_HOME, minutesAgo(40))
  assert.doesNotMatch(await seen(), /Quiet Way|PR9 9QQ"/, 'published, and not yet linked')
  await takeIn(database)
  const told = await seen()
  assert.doesNotMatch(told, /Quiet Way|PR9 9QQ"/)
  assert.doesNotMatch(told, /protective/i, 'nor that something is held')
  assert.equal(await addressOf(asha, 'caseload', ameera.personId), undefined)
  assert.match(
    (await addressOf(asha, 'caseload', amira.personId)) ?? '',
    /Loom Street/,
    'the twin has no new home',
  )
})

test('the named roles see it', async () => {
  const sources = shown(await discloseSources(database, joanne, 'new-referral', ameera.personId, 'a test'))
  assert.match(JSON.stringify(sources.fields), /Quiet Way/)
})

test('a second run of linking, and a rebuilt one, hold the same', async () => {
  const holds = async () =>
    (
      await database.owner.query(
        'select identity, place, cause, since from records.address_hold order by 1, 2',
      )
    ).rows
  const before = await holds()
  assert.ok(before.some(hold => hold.cause === 'domestic abuse' && hold.since === '2026-11-18'))
  await takeIn(database)
  assert.deepEqual(await holds(), before)
  await rebuild(database)
  assert.deepEqual(await holds(), before)
})

test('those who may clear holds are told of whom and why, without a name or an address; nobody else is', async () => {
  assert.equal((await heldPersons(database, asha)).outcome, 'refused')
  const told = await heldPersons(database, sunita)
  assert.ok(told.outcome === 'shown')
  assert.deepEqual(
    told.people.filter(one => one.personId === ameera.personId),
    [{ personId: ameera.personId, cause: 'domestic abuse', since: '2026-11-18' }],
  )
  assert.doesNotMatch(JSON.stringify(told), /Quiet|PR9/)
})

test('only those who answer for protection clear it, with a reason, and the log keeps who and whom', async () => {
  for (const [who, reason, because] of [
    [asha, 'I rang her.', 'not your role'],
    [sunita, ' ', 'reason missing'],
  ] as const) {
    const outcome = await clearHold(database, who, ameera.personId, reason)
    assert.equal(outcome.outcome === 'refused' && outcome.because, because)
  }
  assert.doesNotMatch(await seen(), /Quiet Way/)
  const outcome = await clearHold(
    database,
    sunita,
    ameera.personId,
    'The mother rang: her mother’s home, known to him.',
  )
  assert.deepEqual(outcome, { outcome: 'changed', result: { cleared: 1 } })
  const { rows } = await database.owner.query(
    `select outcome, reason, subject_key is not null as "namesPerson" from audit.entry
     where detail ->> 'action' = 'clear-hold' and practitioner_id = $1 order by entry_id desc limit 1`,
    [sunita.practitionerId],
  )
  assert.deepEqual(rows, [
    { outcome: 'changed', reason: 'The mother rang: her mother’s home, known to him.', namesPerson: true },
  ])
})

test('what was cleared is shown and stays so; a newer home is held anew', async () => {
  assert.match(await seen(), /Quiet Way/)
  await takeIn(database)
  assert.match(await seen(), /Quiet Way/)
  await moves({ address_line: '2 Stiller Way', postcode: 'PR9 9QR' }, minutesAgo(30))
  await takeIn(database)
  assert.doesNotMatch(await seen(), /Stiller Way/)
})

test('a notice that is taken back holds nothing any more', async () => {
  await notice('N', minutesAgo(20))
  await takeIn(database)
  assert.match(await seen(), /Stiller Way/)
})
