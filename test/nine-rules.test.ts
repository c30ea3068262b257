import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { act } from '../src/access/act.ts'
import { discloseChild } from '../src/access/child-view.ts'
import { disclose } from '../src/access/disclose.ts'
import { find } from '../src/access/find.ts'
import { listCaseload } from '../src/access/list.ts'
import { parseQuery } from '../src/access/query.ts'
import { loadPaths } from '../src/feeds/load.ts'
import { NEVER_PURPOSES } from '../src/registers/never-purposes.ts'
import { openCounty, shown } from './open-county.ts'

const { county, asha, ruth, joanne, storyPerson, child } = await openCounty()

describe('rule 1, default deny', () => {
  test('an agreement that is revoked, expires or loses a signature stops the view at the next request', async () => {
    const personId = await storyPerson('smith', 'lancs-health-visiting')
    const names = async () => {
      const answer = await child(asha, 'caseload', personId)
      return answer.outcome === 'disclosed' ? answer.view.helping.map(one => one.partnerId) : []
    }
    const { owner } = county.database
    assert.ok((await names()).includes('lancs-csc'))
    const changes = [
      [
        `update registers.agreement set revoked_at = now() where agreement_id <> 'own-records'`,
        `update registers.agreement set revoked_at = null where revoked_by is null`,
      ],
      [
        `update registers.agreement_signature set signed_on = null where partner_id = 'lancs-csc'`,
        `update registers.agreement_signature set signed_on = '2026-01-05' where partner_id = 'lancs-csc'`,
      ],
      [
        `update registers.gateway set status = 'repealed'`,
        `update registers.gateway set status = 'in force'`,
      ],
      [
        `update registers.gateway set in_force_from = '2099-01-01'`,
        `update registers.gateway set in_force_from = '2005-01-01'`,
      ],
    ] as const
    for (const [stop, restore] of changes) {
      const client = await owner.connect()
      try {
        await client.query(stop)
        assert.ok(!(await names()).includes('lancs-csc'), stop)
      } finally {
        await client.query(restore)
        client.release()
      }
      assert.ok((await names()).includes('lancs-csc'), restore)
    }
  })

  test('no purpose, a purpose of another role, and every purpose that can never be switched on show nothing', async () => {
    const personId = await storyPerson('smith', 'lancs-health-visiting')
    for (const purpose of [undefined, 'new-referral', 'no-such-purpose', ...NEVER_PURPOSES.map(p => p.id)]) {
      const answer = await discloseChild(county.database, asha, purpose, personId, 'reason')
      assert.equal(answer.outcome, 'refused', String(purpose))
    }
  })

  test('a list agrees with single checks', async () => {
    for (const who of [asha, ruth, joanne]) {
      const list = shown(await listCaseload(county.database, who, 'caseload'))
      assert.ok(list.people.length > 0)
      for (const person of list.people.slice(0, 25)) {
        const single = await child(who, 'caseload', person.personId)
        assert.equal(single.outcome, 'disclosed')
        if (single.outcome === 'disclosed')
          assert.equal(single.view.summary.name.split(' ').at(-1), person.name.split(' ').at(-1))
      }
    }
  })
})

test('rule 1: a partner may not send the files of a service that no agreement says it discloses', async () => {
  const folder = join(county.folder, 'health-visiting')
  const manifest = JSON.parse(await readFile(join(folder, 'delivery.json'), 'utf8'))
  const forged = await mkdtemp(join(tmpdir(), 'forged-'))
  await cp(folder, forged, { recursive: true })
  await writeFile(join(forged, 'delivery.json'), JSON.stringify({ ...manifest, partner: 'lancs-police' }))
  const [loaded] = await loadPaths(county.database, [forged], { sentBy: 'test' })
  assert.equal(loaded?.outcome.outcome, 'refused')
  await rm(forged, { recursive: true })
})

describe('rule 2, no view without audit', () => {
  test('if the audit entry cannot be written nothing is read', async () => {
    const personId = await storyPerson('smith', 'lancs-health-visiting')
    await county.database.owner.query('revoke insert on audit.entry from family_hub_reader')
    try {
      await assert.rejects(child(asha, 'caseload', personId), { code: 'audit-unwritable' })
      await assert.rejects(find(county.database, asha, 'caseload', parseQuery('smith')), {
        code: 'audit-unwritable',
      })
      await assert.rejects(listCaseload(county.database, asha, 'caseload'), { code: 'audit-unwritable' })
    } finally {
      await county.database.owner.query('grant insert on audit.entry to family_hub_reader')
    }
  })

  test('every view and every refusal leaves an entry in its own transaction, with purpose and membership version', async () => {
    const personId = await storyPerson('smith', 'lancs-health-visiting')
    const stranger = await storyPerson('restricted', 'lancs-health-visiting')
    const before = await entries()
    await child(asha, 'caseload', personId)
    await child(asha, 'caseload', stranger)
    const added = (await entries()).slice(before.length)
    assert.deepEqual(
      added.map(e => e.outcome),
      ['disclosed', 'refused'],
    )
    for (const entry of added) {
      assert.equal(entry.purpose_id, 'caseload')
      assert.ok(entry.membership_version !== null && entry.receipt_id !== null)
      assert.equal(entry.commitment.length, 32)
    }
  })

  test('a change without a reason, or by a role that does not do it, is refused and written down', async () => {
    const request = { actor: asha, action: 'release-delivery', detail: { delivery: 1 } }
    for (const reason of ['', 'because']) {
      const before = await entries()
      const outcome = await act(county.database, { ...request, reason }, 'reader', async () => {
        throw new Error('a refused change must not run')
      })
      assert.equal(outcome.outcome, 'refused')
      assert.equal((await entries()).length, before.length + 1)
    }
  })
})

async function entries() {
  const { rows } = await county.database.owner.query('select * from audit.entry order by entry_id')
  return rows
}

describe('rule 3, absence is typed', () => {
  test('a pair in doubt shows as a possible record with whom to ring, and names nobody', async () => {
    const personId = await storyPerson('review', 'lancs-health-visiting')
    const view = shown(await child(asha, 'caseload', personId))
    const panel = view.panels.find(p => p.categoryId === 'childrens-social-care')
    assert.equal(panel?.state, 'possible record, not confirmed')
    assert.match(panel?.says ?? '', /Ring .*01632 960/)
    assert.equal(panel?.helping.length, 0)
  })

  test('“not permitted” is the same with a record and without', async () => {
    const withRecord = await storyPerson('smith', 'lancs-health-visiting')
    const without = await storyPerson('traveller', 'lancs-health-visiting')
    const notPermitted = async (id: string) =>
      shown(await child(asha, 'caseload', id)).panels.filter(p => p.state === 'not permitted')
    assert.deepEqual(await notPermitted(withRecord), await notPermitted(without))
    assert.ok((await notPermitted(withRecord)).length > 0)
  })
})

describe('rule 6, no score of a person', () => {
  test('no table of persons has a column that scores, ranks or predicts', async () => {
    const { rows } = await county.database.owner.query(
      `select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns
       where table_schema in ('records', 'feeds', 'access', 'registers') and column_name ~ 'score|rank|risk|predict'`,
    )
    assert.deepEqual(rows, [])
  })
})

describe('rule 7, minimised on the way in', () => {
  test('what a contract does not name is nowhere in the database', async () => {
    const { rows } = await county.database.owner.query(
      `select from feeds.source_record where content::text ~* 'ethnic|voice|nationality|gp_practice'`,
    )
    assert.equal(rows.length, 0)
    const dropped = await county.database.owner.query(
      `select from feeds.delivery where dropped_fields <> '{}'`,
    )
    assert.ok(dropped.rows.length > 0)
  })
})

describe('rule 8, everything done can be explained', () => {
  test('every answer has a receipt in plain words, and its fields are those that were returned', async () => {
    const answer = await child(asha, 'caseload', await storyPerson('smith', 'lancs-health-visiting'))
    if (answer.outcome !== 'disclosed') throw new Error('refused')
    assert.match(answer.receipt.receiptId, /^[2-9A-Z]{8}$/)
    assert.ok(answer.receipt.because.some(words => words.includes('Children Act 2004 s.10')))
    for (const refused of answer.receipt.notShown)
      assert.ok(refused.because.length > 20 && refused.remedy.length > 10)
    assert.ok(answer.receipt.fields.includes('identity.familyName'))
    assert.ok(!answer.receipt.fields.some(field => field.startsWith('placement-address')))
  })

  test('what may not be read is cut in the database: a reader that asks for all gets only what was granted', async () => {
    const personId = await storyPerson('smith', 'lancs-health-visiting')
    const request = {
      who: asha,
      purposeId: 'caseload',
      kind: 'disclosure',
      about: [personId],
      want: ['identity'],
      tier: 'headline',
    } as const
    const answer = await disclose(county.database, request, reading => reading.records(reading.persons))
    for (const record of shown(answer)) assert.deepEqual(Object.keys(record.content), ['identity'])
  })
})
