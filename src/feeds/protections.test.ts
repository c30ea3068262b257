import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '../../test/database.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { ssd14 } from './contracts/ssd-1-4.ts'
import { deliver } from './deliver.ts'
import { registerPartners, revokeAgreement, sourceOfTexts } from './fixtures.ts'
import type { Identified } from './identify.ts'
import { noteProtection, type Stated } from './protections.ts'
import { releaseDelivery, returnDelivery } from './publish.ts'
import { identityId } from './sections.ts'

const EPISODES =
  'clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason'

async function county(): Promise<Database> {
  const database = await testDatabase()
  await registerPartners(database)
  return database
}

/** Episodes of care as `person:reason`. */
async function deliverEpisodes(database: Database, asOf: string, episodes: string[]) {
  const rows = episodes.map((episode, at) => {
    const [person, reason] = episode.split(':')
    return `E${at},${person},2020-01-01,2021-06-01,${reason}`
  })
  const texts = { 'ssd_cla_episodes.csv': [EPISODES, ...rows, ''].join('\n') }
  return await deliver(database, sourceOfTexts(texts, { partner: 'lancs-csc', contract: 'ssd/1.4', asOf }))
}

async function deliverProtections(database: Database, asOf: string, rows: string[]) {
  const header =
    'partner_id,contract,source_ref,kind,named_roles,from_date,to_date,reason,recorded_by,raised_by'
  const texts = { 'protections.csv': [header, ...rows, ''].join('\n') }
  const manifest = { partner: 'lancs-council', contract: 'protections/1', asOf }
  return await deliver(database, sourceOfTexts(texts, manifest))
}

/** References of social care's persons whose identity is sealed today. */
async function sealed(database: Database, among = ['A', 'B', 'C', '1']): Promise<string[]> {
  const { rows } = await database.loader.query(
    `select distinct subject from registers.protection
     where kind = 'sealed-identity' and valid @> registers.london_today()`,
  )
  const subjects = new Set(rows.map(row => row.subject))
  return among.filter(ref => subjects.has(identityId('lancs-csc', 'ssd/1.4', ref)))
}

test('an adoption in social care’s file closes the old identity, and its absence later opens nothing', async () => {
  const database = await county()
  await deliverEpisodes(database, '2026-11-10', ['A:E11', 'B:e12 ', 'C:E4A'])
  assert.deepEqual(await sealed(database), ['A', 'B'])
  await deliverEpisodes(database, '2026-11-11', ['A:', 'C:E4A'])
  assert.deepEqual(await sealed(database), ['A', 'B'])
  await deliverEpisodes(database, '2026-11-09', ['C:E11'])
  assert.deepEqual(await sealed(database), ['A', 'B', 'C'])
  const { rows } = await database.loader.query(
    'select count(distinct seal_group) as groups from registers.protection',
  )
  assert.equal(Number(rows[0].groups), 3)
})

test('a referral that was closed by an adoption closes the old identity too', async () => {
  const database = await county()
  const header = 'cine_referral_id,cine_person_id,cine_referral_date,cine_close_date,cine_close_reason'
  const texts = { 'ssd_cin_episodes.csv': `${header}\nR1,A,2020-01-01,2021-01-01,RC1\nR2,B,2020-01-01,,\n` }
  const manifest = { partner: 'lancs-csc', contract: 'ssd/1.4', asOf: '2026-11-10' }
  await deliver(database, sourceOfTexts(texts, manifest))
  assert.deepEqual(await sealed(database), ['A'])
})

test('a held delivery protects nobody until it is released, and then with all that it said', async () => {
  const database = await county()
  await deliverEpisodes(
    database,
    '2026-11-10',
    Array.from({ length: 40 }, (_, i) => `${i}:`),
  )
  const held = await deliverEpisodes(database, '2026-11-11', ['A:E11'])
  assert.ok(held.outcome === 'held')
  assert.deepEqual(await sealed(database), [])
  await inTransaction(database.loader, client => releaseDelivery(client, held.deliveryId))
  assert.deepEqual(await sealed(database), ['A'])
  const returned = await deliverEpisodes(database, '2026-11-12', [])
  assert.ok(returned.outcome === 'held')
  await inTransaction(database.loader, client => returnDelivery(client, returned.deliveryId, 'Again.'))
  assert.deepEqual(await sealed(database), ['A'])
})

test('a delivery that may not be published protects nobody', async () => {
  const database = await county()
  await revokeAgreement(database)
  assert.equal((await deliverEpisodes(database, '2026-11-10', ['A:E11'])).outcome, 'refused')
  assert.deepEqual(await sealed(database), [])
})

test('a row that is rejected still says that somebody must be protected', async () => {
  const database = await county()
  const rows = [
    ',A,2020-01-01,2021-06-01,E11',
    'E2,B,2020-01-01,,',
    'E3,B,2020-01-01,,',
    'E4,,2020-01-01,,E11',
  ]
  const texts = { 'ssd_cla_episodes.csv': [EPISODES, ...rows, ''].join('\n') }
  const manifest = { partner: 'lancs-csc', contract: 'ssd/1.4', asOf: '2026-11-10' }
  const outcome = await deliver(database, sourceOfTexts(texts, manifest))
  assert.ok(outcome.outcome === 'published')
  assert.equal(outcome.rowsRejected, 2)
  assert.deepEqual(await sealed(database), ['A'])
})

test('the host ends a seal that a feed raised by mistake; only what the feed says later raises it again', async () => {
  const database = await county()
  const lifted = 'lancs-csc,ssd/1.4,A,sealed-identity,,2020-01-01,2026-11-12,Wrong code,Desk,ssd/1.4'
  await deliverEpisodes(database, '2026-11-10', ['A:E11'])
  await deliverProtections(database, '2026-11-09', [lifted])
  assert.deepEqual(await sealed(database), ['A'], 'an older file of the host ends nothing')
  await deliverProtections(database, '2026-11-12', [lifted])
  assert.deepEqual(await sealed(database), [])
  await deliverEpisodes(database, '2026-11-11', ['A:E11', 'B:'])
  assert.deepEqual(await sealed(database), [], 'what the feed said before was settled')
  await deliverEpisodes(database, '2026-11-13', ['A:E11', 'C:'])
  assert.deepEqual(await sealed(database), ['A'])
})

test('a seal of the host is its own: a feed that says nothing of it, or the end of the other, leaves it', async () => {
  const database = await county()
  await deliverProtections(database, '2026-11-08', ['lancs-csc,ssd/1.4,A,sealed-identity,,,,Order,Desk,'])
  await deliverEpisodes(database, '2026-11-10', ['A:E11'])
  await deliverProtections(database, '2026-11-12', [
    'lancs-csc,ssd/1.4,A,sealed-identity,,2020-01-01,2026-11-12,Wrong code,Desk,ssd/1.4',
  ])
  assert.deepEqual(await sealed(database), ['A'])
})

test('of several rows about one person the feed’s strongest counts, in whatever order they stand', async () => {
  const day = fc.option(
    fc.integer({ min: 10, max: 28 }).map(date => `2026-11-${date}`),
    { nil: undefined },
  )
  const roles = fc.subarray(['social-worker', 'mash-worker', 'protected-records-desk'])
  const identified = { partnerId: 'lancs-csc', contract: ssd14 } as Identified
  const note = (rows: { from: string | undefined; to: string | undefined; namedRoles: string[] }[]) => {
    const stated: Stated = new Map()
    for (const { from, to, namedRoles } of rows) {
      const protection = {
        kind: 'protective-hold',
        namedRoles,
        sealGroup: undefined,
        reason: '',
        recordedBy: '',
      }
      noteProtection(stated, identified, {
        scope: '',
        sourceRef: '',
        content: {},
        person: 'P',
        from,
        to,
        protection,
      })
    }
    return [...stated.values()]
  }
  fc.assert(
    fc.property(fc.array(fc.record({ from: day, to: day, namedRoles: roles }), { minLength: 1 }), rows => {
      const [strongest] = note(rows)
      assert.deepEqual(note(rows.toReversed()), [strongest])
      for (const { from, to, namedRoles } of rows) {
        assert.ok((strongest?.from ?? '') <= (from ?? ''))
        assert.ok((strongest?.to ?? '9') >= (to ?? '9'))
        assert.ok(strongest?.namedRoles.every(role => namedRoles.includes(role)))
      }
    }),
  )
})

test('deliveries in any order leave the same persons sealed', async () => {
  const database = await county()
  const days = [
    { asOf: '2026-11-10', episodes: ['A:E11', 'B:'] },
    { asOf: '2026-11-11', episodes: ['A:', 'B:E12'] },
    { asOf: '2026-11-12', episodes: ['A:', 'B:', 'C:E4A'] },
  ]
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(days, { minLength: 3 }), async order => {
      await database.owner.query('truncate feeds.delivery cascade; truncate registers.protection')
      for (const { asOf, episodes } of order) await deliverEpisodes(database, asOf, episodes)
      assert.deepEqual(await sealed(database), ['A', 'B'])
    }),
    { numRuns: 6 },
  )
})
