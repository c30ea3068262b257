import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { newSecret, sha256 } from './session.ts'
import {
  deleteEndedSessions,
  deleteSession,
  insertSession,
  insertSignInAttempt,
  rememberPurpose,
  replaceSession,
  takeSignInAttempt,
  useLiveSession,
} from './session-store.ts'

const database = (await testDatabase()).reader
const minute = (n: number) => new Date(Date.parse('2026-11-22T09:00:00Z') + n * 60_000)

async function insert(end = minute(480)) {
  const sessionHash = sha256(newSecret())
  const who = { issuer: 'https://idp.example', subject: 's', practitionerId: 'p/1', idToken: 'token' }
  await insertSession(database, { ...who, sessionHash, csrfToken: 'form', now: minute(0), endsAt: end })
  return sessionHash
}

const use = (sessionHash: Buffer, at: number) =>
  useLiveSession(database, { sessionHash, now: minute(at), idleSince: minute(at - 15) })

test('a session is found by its hash while it is used, and dies 15 minutes after', async () => {
  const sessionHash = await insert()
  const found = await use(sessionHash, 14.9)
  assert.deepEqual(found && { ...found, sessionHash: undefined }, {
    sessionHash: undefined,
    issuer: 'https://idp.example',
    subject: 's',
    practitionerId: 'p/1',
    csrfToken: 'form',
    purposeId: null,
    idToken: 'token',
  })
  assert.ok(await use(sessionHash, 29.8))
  assert.equal(await use(sessionHash, 44.8), undefined)
  assert.equal(await use(sha256('another'), 1), undefined)
})

test('a session dies at its end however busy it is', async () => {
  const sessionHash = await insert(minute(20))
  assert.ok(await use(sessionHash, 10))
  assert.ok(await use(sessionHash, 19.9))
  assert.equal(await use(sessionHash, 20), undefined)
})

test('another role is another id: the old one is dead, the purpose forgotten, the end unchanged', async () => {
  const oldHash = await insert(minute(20))
  const newHash = sha256(newSecret())
  await rememberPurpose(database, oldHash, 'early-help')
  assert.equal((await use(oldHash, 1))?.purposeId, 'early-help')
  const changed = await replaceSession(database, {
    oldHash,
    newHash,
    practitionerId: 'p/2',
    csrfToken: 'new',
  })
  assert.equal(changed?.purposeId, null)
  assert.equal(await use(oldHash, 2), undefined)
  assert.equal((await use(newHash, 2))?.practitionerId, 'p/2')
  assert.equal(await use(newHash, 20), undefined)
})

test('a deleted session is dead', async () => {
  const sessionHash = await insert()
  await deleteSession(database, sessionHash)
  assert.equal(await use(sessionHash, 1), undefined)
})

test('a sign-in under way can be finished once, and not too late', async () => {
  const attempt = { nonce: 'n', codeVerifier: 'v', returnTo: '/find' }
  const [once, late] = [sha256('once'), sha256('late')]
  await insertSignInAttempt(database, { ...attempt, stateHash: once, now: minute(0) })
  await insertSignInAttempt(database, { ...attempt, stateHash: late, now: minute(0) })
  const taken = await takeSignInAttempt(database, { stateHash: once, since: minute(-1) })
  assert.equal(taken?.codeVerifier, 'v')
  assert.equal(await takeSignInAttempt(database, { stateHash: once, since: minute(-1) }), undefined)
  assert.equal(await takeSignInAttempt(database, { stateHash: late, since: minute(0) }), undefined)
})

test('sweeping removes what has ended and nothing else', async () => {
  await database.query('delete from web.session')
  const [idle, live] = [await insert(), await insert()]
  await insertSignInAttempt(database, {
    stateHash: sha256('swept'),
    nonce: 'n',
    codeVerifier: 'v',
    returnTo: null,
    now: minute(0),
  })
  assert.ok(await use(live, 14))
  await deleteEndedSessions(database, { now: minute(16), idleSince: minute(1), attemptsSince: minute(6) })
  const { rows } = await database.query<{ session_hash: Buffer }>('select session_hash from web.session')
  assert.deepEqual(
    rows.map(row => row.session_hash),
    [live],
  )
  assert.notDeepEqual(idle, live)
  assert.equal((await database.query('select nonce from web.sign_in_attempt')).rowCount, 0)
})
