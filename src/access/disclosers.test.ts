import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { databaseOfGrants, firstWrittenGrants } from '../../test/demonstration-grants.ts'
import type { Client } from '../kit/database.ts'
import { partnerKinds } from '../registers/register-schemas.ts'
import { findDisclosers, findGrants, setReader } from './policy-store.ts'

const RUNS = Number(process.env['PROVE_N'] ?? 1) * 40

const { owner, reader } = await databaseOfGrants()

const listed = async (sql: string) =>
  (await owner.query<{ id: string }>(`${sql} order by 1`)).rows.map(row => row.id)
const partners = await listed('select partner_id as id from registers.partner')
const agreements = await listed('select distinct agreement_id as id from registers.agreement')
const gateways = await listed('select distinct gateway_id as id from registers.agreement')
const purposes = await listed('select purpose_id as id from registers.purpose')

const written = await firstWrittenGrants()

type Change = { sql: string; values: string[] }

const change = (sql: string, ...values: fc.Arbitrary<string>[]): fc.Arbitrary<Change> =>
  fc.tuple(...values).map(picked => ({ sql, values: picked }))
const one = (of: string[]) => fc.constantFrom(...of)
/** A day before, on or after today, so that what is dated changes by the clock alone. */
const days = fc.constantFrom('-1', '0', '1')

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  change('update registers.agreement set revoked_at = now() where agreement_id = $1', one(agreements)),
  change(
    `update registers.agreement set valid = daterange('2020-01-01', registers.london_today() + $2::integer)
     where agreement_id = $1`,
    one(agreements),
    days,
  ),
  change(
    `update registers.agreement_signature set signed_on = registers.london_today() + $2::integer where partner_id = $1`,
    one(partners),
    days,
  ),
  change(
    'update registers.agreement_signature set signed_on = null where agreement_id = $1 and partner_id = $2',
    one(agreements),
    one(partners),
  ),
  change(
    'delete from registers.agreement_signature where agreement_id = $1 and partner_id = $2',
    one(agreements),
    one(partners),
  ),
  change(
    `update registers.partner set valid = daterange('2020-01-01', registers.london_today() + $2::integer)
     where partner_id = $1`,
    one(partners),
    days,
  ),
  change(
    'update registers.partner set kind = $2 where partner_id = $1',
    one(partners),
    one([...partnerKinds]),
  ),
  change(
    'update registers.gateway set disclosers = array[$2] where gateway_id = $1',
    one(gateways),
    one([...partnerKinds]),
  ),
  change(
    'update registers.gateway set in_force_from = registers.london_today() + $2::integer where gateway_id = $1',
    one(gateways),
    days,
  ),
  change(
    `insert into registers.agreement (agreement_id, version, title, gateway_id, valid)
     select agreement_id, version + 1, title, gateway_id, valid from registers.agreement where agreement_id = $1
     on conflict do nothing`,
    one(agreements),
  ),
  change(
    `insert into registers.agreement_signature (agreement_id, version, partner_id, signed_on)
     select agreement_id, max(version), $2, registers.london_today() + $3::integer from registers.agreement
     where agreement_id = $1 group by 1 on conflict do nothing`,
    one(agreements),
    one(partners),
    days,
  ),
)

test('a recipient is granted, and disclosed to, what all pairs of discloser and recipient come to, after any change of the registers', async () => {
  let granted = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyChange, { maxLength: 6 }),
      one(partners),
      one(purposes),
      async (changes, recipient, purpose) => {
        const client = await owner.connect()
        try {
          await client.query('begin')
          for (const { sql, values } of changes) await client.query(sql, values)
          await client.query(`create view registers.written_first as ${written}`)
          const expected = await grantedByAllPairs(client, recipient, purpose)
          assert.deepEqual(await grantedByName(client, recipient, purpose), expected)
          granted += expected.length
          assert.deepEqual(
            await disclosingToSession(client, recipient),
            await disclosingInAll(client, recipient),
          )
        } finally {
          await client.query('rollback')
          client.release()
        }
      },
    ),
    { numRuns: RUNS },
  )
  assert.ok(granted > RUNS / 2, `only ${granted} rows were granted`)
})

test('what is revoked, unsigned or suspended discloses nothing from the next transaction on', async () => {
  const discloses = async () => {
    const client = await reader.connect()
    try {
      await client.query('begin')
      return (await disclosingToSession(client, 'childrens-social-care-1')).includes('police-1')
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  assert.equal(await discloses(), true)
  for (const [away, back] of [
    ['update registers.agreement set revoked_at = now()', 'update registers.agreement set revoked_at = null'],
    [
      "update registers.agreement_signature set signed_on = null where partner_id = 'police-1'",
      "update registers.agreement_signature set signed_on = '2026-01-05' where partner_id = 'police-1'",
    ],
    [
      "update registers.partner set valid = '(,2026-01-01)' where partner_id = 'police-1'",
      "update registers.partner set valid = '(,)' where partner_id = 'police-1'",
    ],
  ] as const) {
    await owner.query(away)
    assert.equal(await discloses(), false, away)
    await owner.query(back)
    assert.equal(await discloses(), true, back)
  }
})

/** Each grant with one discloser, as one text. */
type Granted = string[]

async function grantedByAllPairs(client: Client, recipient: string, purpose: string): Promise<Granted> {
  const { rows } = await client.query(
    `select g.agreement_id as "agreementId", g.version, g.tier, g.categories, w.gateway_id as "gatewayId",
            bool_and(g.discloser = g.recipient) as "isOwn",
            array_agg(distinct g.discloser order by g.discloser) as disclosers
     from registers.written_first g join registers.gateway w using (gateway_id)
     where g.recipient = $1 and $2 = any (g.purposes)
       and (w.purposes = '{}' or $2 = any (w.purposes))
       and (w.disclosers = '{}' or g.discloser_kind = any (w.disclosers))
       and (w.recipients = '{}' or g.recipient_kind = any (w.recipients))
     group by g.agreement_id, g.version, g.tier, g.categories, w.gateway_id`,
    [recipient, purpose],
  )
  return rows.map(row => JSON.stringify(row)).sort()
}

async function grantedByName(client: Client, recipient: string, purpose: string): Promise<Granted> {
  const disclosing = await findDisclosers(client, recipient, partners)
  const grants = await findGrants(client, recipient, purpose)
  return grants
    .map(({ agreementId, version, tier, categories, gatewayId, isOwn, terms }) => {
      const of = disclosing.filter(
        one => one.agreementId === agreementId && one.version === version && terms.includes(one.term),
      )
      const disclosers = [...new Set(of.map(one => one.discloser))].sort()
      return JSON.stringify({ agreementId, version, tier, categories, gatewayId, isOwn, disclosers })
    })
    .sort()
}

async function disclosingToSession(client: Client, recipient: string): Promise<string[]> {
  await setReader(client, recipient, [])
  const { rows } = await client.query<{ id: string }>(
    `select partner_id as id from registers.partner where registers.discloses_to_session(partner_id) order by 1`,
  )
  return rows.map(row => row.id)
}

async function disclosingInAll(client: Client, recipient: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'select distinct discloser as id from registers.written_first where recipient = $1 order by 1',
    [recipient],
  )
  return rows.map(row => row.id)
}
