import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseOfGrants, firstWrittenGrants } from '../../test/demonstration-grants.ts'

const { owner } = await databaseOfGrants()

const written = await firstWrittenGrants()

const COLUMNS =
  'discloser, recipient, categories, purposes, tier, agreement_id, version, title, ends_before, gateway_id, discloser_kind, recipient_kind'

const CHANGES: Record<string, string> = {
  nothing: 'select',
  'an agreement is revoked':
    "update registers.agreement set revoked_at = now(), revoked_by = 'A', revoked_reason = 'B' where agreement_id = (select min(agreement_id) from registers.agreement)",
  'agreements have ended':
    "update registers.agreement set valid = '[2020-01-01,2021-01-01)' where agreement_id > 'm'",
  'agreements begin tomorrow':
    "update registers.agreement set valid = daterange(registers.london_today() + 1, null) where agreement_id > 'm'",
  'an agreement ends today':
    "update registers.agreement set valid = daterange('2020-01-01', registers.london_today() + 1)",
  'schools sign tomorrow':
    "update registers.agreement_signature set signed_on = registers.london_today() + 1 where partner_id like 'school-%'",
  'a partner has left':
    "update registers.partner set valid = daterange('2020-01-01', registers.london_today()) where partner_id = 'school-1'",
  'a gateway is not yet in force':
    'update registers.gateway set in_force_from = registers.london_today() + 1',
  'a gateway is no longer in force':
    "update registers.gateway set in_force_to = registers.london_today() - 1 where gateway_id > 'c'",
  'nobody has checked a gateway, and it is no demonstration':
    "update registers.setting set value = 'false' where name = 'demonstration'",
}

for (const [what, change] of Object.entries(CHANGES))
  test(`the view grants what it was first written to grant, when ${what}`, async () => {
    const client = await owner.connect()
    try {
      await client.query('begin')
      await client.query(change)
      await client.query(`create view registers.written_first as ${written}`)
      const compared = await client.query<{ granted: number; differ: number }>(
        `select (select count(*)::integer from registers.written_first) as granted, count(*)::integer as differ
         from (select ${COLUMNS} from registers.live_grant) l
         full join (select ${COLUMNS} from registers.written_first) w
           on to_jsonb(l) = to_jsonb(w)
         where l.agreement_id is null or w.agreement_id is null`,
      )
      assert.equal(compared.rows[0]?.differ, 0)
      if (what === 'nothing') assert.ok((compared.rows[0]?.granted ?? 0) > 100)
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
