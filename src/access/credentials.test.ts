import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { registerPartners } from '../feeds/fixtures.ts'
import { findLiveKey, findLiveKeys, type NewKey } from '../registers/credential-store.ts'
import { readPublicKey } from '../registers/public-key.ts'
import { addCredentialKey, type KeyToAdd, listCredentialKeys, revokeCredentialKey } from './credentials.ts'

const database = await testDatabase()
await registerPartners(database)
const ANN = { operator: 'ann' }

async function newKey(): Promise<NewKey> {
  const { publicKey } = generateKeyPairSync('ed25519')
  const key = await readPublicKey(publicKey.export({ format: 'pem', type: 'spki' }).toString())
  assert.ok('keyId' in key)
  return key
}

async function add(changes: Partial<KeyToAdd> = {}, reason = 'nightly export') {
  const key = changes.key ?? (await newKey())
  const toAdd = { clientId: 'hv-nightly', partnerId: 'lancs-health-visiting', contracts: [], ...changes, key }
  return { key, changed: await addCredentialKey(database, ANN, toAdd, reason) }
}

const live = async (clientId = 'hv-nightly') =>
  (await findLiveKeys(database.reader, clientId, 'jwk')).map(key => key.keyId).toSorted()

test('a system may have several keys; each ends on its day, when it is revoked, or with its partner', async () => {
  const first = await add()
  const second = await add()
  const later = await add({ from: '2099-01-01' })
  const over = await add({ from: '2020-01-01', to: '2020-12-31' })
  for (const { changed } of [first, second, later, over]) assert.equal(changed.outcome, 'changed')
  assert.deepEqual(await live(), [first.key.keyId, second.key.keyId].toSorted())
  const ended = { clientId: 'hv-nightly', keyId: first.key.keyId }
  assert.equal((await revokeCredentialKey(database, ANN, ended, 'laptop lost')).outcome, 'changed')
  assert.equal((await revokeCredentialKey(database, ANN, ended, 'again')).outcome, 'refused')
  assert.deepEqual(await live(), [second.key.keyId])
  await database.owner.query(
    `update registers.partner set valid = '(,2026-01-01)' where partner_id = 'lancs-health-visiting'`,
  )
  assert.equal(await findLiveKey(database.reader, second.key.keyId), undefined)
  await database.owner.query(`update registers.partner set valid = '(,)'`)
  assert.deepEqual(await live(), [second.key.keyId])
})

test('a revoked key never comes back, and no two systems share one', async () => {
  const { key } = await add({ clientId: 'hv-weekly' })
  assert.match(says((await add({ clientId: 'hv-other', key })).changed), /registered already/)
  const ended = { clientId: 'hv-weekly', keyId: undefined }
  assert.equal((await revokeCredentialKey(database, ANN, ended, 'system closed')).outcome, 'changed')
  assert.deepEqual(await live('hv-weekly'), [])
  assert.match(says((await add({ clientId: 'hv-weekly' })).changed), /was revoked/)
  assert.match(says((await add({ clientId: 'hv-new', key })).changed), /registered already/)
  assert.deepEqual(await live('hv-other'), [])
})

test('what cannot be is refused with why, and leaves nothing', async () => {
  const before = await listCredentialKeys(database, undefined)
  const cases: [changes: Partial<KeyToAdd>, says: RegExp, reason?: string][] = [
    [{ partnerId: 'nobody', clientId: 'a' }, /register of partners/],
    [{ clientId: '../a' }, /small letters/],
    [{ clientId: 'a', contracts: ['ssd/9'] }, /no contract ssd\/9/],
    [{ clientId: 'hv-nightly', partnerId: 'lancs-csc' }, /for another partner/],
    [{ clientId: 'hv-nightly', contracts: ['ssd/1.4'] }, /other contracts/],
    [{ clientId: 'a', from: '2026-11-02', to: '2026-11-01' }, /before its first/],
    [{ clientId: 'a' }, /Write down why/, ' '],
  ]
  for (const [changes, expected, reason] of cases)
    assert.match(says((await add(changes, reason)).changed), expected)
  assert.deepEqual(await listCredentialKeys(database, undefined), before)
})

test('the log says who registered and who ended which key, and why', async () => {
  const { rows } = await database.owner.query(
    `select practitioner_id, reason, detail ->> 'action' as action from audit.entry
     where outcome = 'changed' and reason in ('nightly export', 'laptop lost') order by entry_id`,
  )
  assert.deepEqual(rows[0], {
    practitioner_id: 'console/ann',
    reason: 'nightly export',
    action: 'add-credential',
  })
  assert.ok(rows.some(row => row.action === 'revoke-credential' && row.reason === 'laptop lost'))
  const listed = await listCredentialKeys(database, 'lancs-health-visiting')
  assert.ok(listed.some(key => key.revokedBy === 'console/ann' && key.revokedReason === 'laptop lost'))
  assert.deepEqual(await listCredentialKeys(database, 'lancs-csc'), [])
})

function says(outcome: Awaited<ReturnType<typeof addCredentialKey>>): string {
  return outcome.outcome === 'refused' ? outcome.says : outcome.outcome
}
