import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { act } from '../src/access/act.ts'
import { discloseChild } from '../src/access/child-view.ts'
import { watchSearches } from '../src/access/desk-watch.ts'
import { type Disclosure, disclose } from '../src/access/disclose.ts'
import { discloseFamily, type FamilyView } from '../src/access/family-view.ts'
import { type FindView, find } from '../src/access/find.ts'
import { listCaseload } from '../src/access/list.ts'
import type { PersonView } from '../src/access/person-view.ts'
import { parseQuery } from '../src/access/query.ts'
import type { Who } from '../src/access/request.ts'
import { loadPaths } from '../src/feeds/load.ts'
import { NEVER_PURPOSES } from '../src/registers/never-purposes.ts'
import { countyDatabase } from './county-database.ts'

const ABSENT = '00000000-0000-4000-8000-000000000000'

const county = await countyDatabase()
const asha = await county.who('asha.patel')
const ruth = await county.who('ruth.holden')
const priya = await county.who('priya.nair', 'mash-worker')
const joanne = await county.who('joanne.kay')

async function storyPerson(story: string, source: string): Promise<string> {
  const persons = await county.personsOf(story, source)
  const [first] = persons
  assert.ok(first !== undefined, `${story} at ${source}`)
  return first
}

function shown<V>(answer: Disclosure<V>): V {
  assert.equal(answer.outcome, 'disclosed', JSON.stringify(answer))
  if (answer.outcome !== 'disclosed') throw new Error('not disclosed')
  return answer.view
}

const search = async (who: Who, purpose: string, words: string): Promise<FindView> =>
  shown(await find(county.database, who, purpose, parseQuery(words)))
const child = (who: Who, purpose: string, personId: string): Promise<Disclosure<PersonView>> =>
  discloseChild(county.database, who, purpose, personId, 'a reason of this test')
const family = (who: Who, purpose: string, personId: string): Promise<Disclosure<FamilyView>> =>
  discloseFamily(county.database, who, purpose, personId, 'a reason of this test')

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

describe('rule 4, a refusal never reveals whether a person exists', () => {
  test('a restricted child, a sealed one and an absent one give the same answer', async () => {
    const restricted = await storyPerson('restricted', 'lancs-health-visiting')
    const sealed = await storyPerson('adopted', 'lancs-csc')
    for (const open of [child, family]) {
      const answers = await Promise.all([restricted, sealed, ABSENT].map(id => open(asha, 'caseload', id)))
      const masked = answers.map(answer => {
        assert.equal(answer.outcome, 'refused')
        return JSON.stringify(answer).replace(/"receiptId":"\w+"|"decidedAt":"[^"]+"/g, '')
      })
      assert.equal(masked[1], masked[0])
      assert.equal(masked[2], masked[0])
    }
  })

  test('a search that meets only a restricted child is the search that meets nobody', async () => {
    const met = await search(asha, 'caseload', 'Jonah Fairweather')
    const none = await search(asha, 'caseload', 'Zzyzx Qwortle')
    assert.deepEqual(met, none)
    assert.deepEqual(await search(ruth, 'caseload', 'Jonah Fairweather'), none)
    assert.ok((await search(priya, 'new-referral', 'Jonah Fairweather')).found.length > 0)
  })

  test('the desk sees a search that would have met a protected child, and the searcher sees nothing of it', async () => {
    const { reader, owner } = county.database
    await reader.query(
      `insert into access.search (search_id, session_hash, practitioner_id, partner_id, role_id, purpose_id, query)
       values ('of-this-test', 'x', $1, $2, $3, 'caseload', $4)`,
      [asha.practitionerId, asha.partnerId, asha.roleId, JSON.stringify(parseQuery('Jonah Fairweather'))],
    )
    assert.equal(await watchSearches(county.database), 1)
    const { rows } = await owner.query(
      `select practitioner_id from access.obligation where kind = 'protected-search'`,
    )
    assert.deepEqual(rows, [{ practitioner_id: asha.practitionerId }])
    assert.equal(await watchSearches(county.database), 0)
  })

  test('search never matches on a field that the searcher may not see', async () => {
    const refuge = await storyPerson('refuge', 'lancs-health-visiting')
    const { rows } = await county.database.owner.query(
      `select postcode from records.search_entry e join records.current_member using (identity)
       where person_id = $1 and postcode is not null`,
      [refuge],
    )
    assert.ok(rows.length > 0)
    for (const { postcode } of rows) {
      const { found } = await search(asha, 'caseload', `Elsa ${postcode}`)
      for (const one of found)
        assert.ok(!one.match.why.join(' ').includes('postcode is the same') || one.personId !== refuge)
    }
  })

  test('a narrow role gets no name on one fact, and at most three on two', async () => {
    const one = await search(ruth, 'caseload', 'khan')
    assert.equal(one.found.length, 0)
    const two = await search(ruth, 'caseload', 'Aisha Smith PR2')
    assert.ok(two.found.length >= 1 && two.found.length <= 3)
  })
})

describe('rule 5, protection survives everything', () => {
  test('a confidential address is on no view, list or search of a role that is not named', async () => {
    const persons = await county.personsOf('refuge')
    const { rows } = await county.database.owner.query(
      `select distinct content -> 'address' ->> 'postcode' as postcode, content -> 'address' ->> 'line' as line
       from feeds.live_record r join records.current_member m on m.identity = r.subject
       where m.person_id = any ($1) and content ? 'address'`,
      [persons],
    )
    const secrets = rows.flatMap(row => [row.postcode, row.line]).filter(Boolean)
    assert.ok(secrets.length > 0)
    const seen: unknown[] = []
    for (const [who, purpose] of [
      [asha, 'caseload'],
      [ruth, 'caseload'],
      [priya, 'new-referral'],
    ] as const) {
      for (const id of persons) seen.push(await child(who, purpose, id), await family(who, purpose, id))
      seen.push(await find(county.database, who, purpose, parseQuery('Brookfield')))
      if (purpose === 'caseload') seen.push(await listCaseload(county.database, who, purpose))
    }
    const text = JSON.stringify(seen)
    assert.match(text, /BROOKFIELD/)
    for (const secret of secrets) assert.ok(!text.includes(secret))
    assert.match(
      JSON.stringify(await child(joanne, 'new-referral', persons[0] ?? '')),
      /"address":\{"shown":/,
    )
  })

  test('a placement’s postcode reaches the child’s own care team only', async () => {
    const personId = await storyPerson('looked-after', 'school-8882001')
    const sees = async (who: Who, purpose: string) =>
      JSON.stringify([await child(who, purpose, personId), await family(who, purpose, personId)]).includes(
        'CA14',
      )
    assert.equal(await sees(joanne, 'caseload'), true)
    for (const [who, purpose] of [
      [ruth, 'caseload'],
      [priya, 'new-referral'],
      [asha, 'caseload'],
    ] as const)
      assert.equal(await sees(who, purpose), false, who.roleName)
  })

  test('sealed: the old identity and the new are two persons, in no pair, and nobody finds the old', async () => {
    const old = await storyPerson('adopted', 'lancs-csc')
    const now = await storyPerson('adopted', 'lancs-health-visiting')
    assert.notEqual(old, now)
    const { rows } = await county.database.owner.query(
      `select from records.review_pair p join records.current_member m on m.identity in (p.identity_a, p.identity_b)
       where m.person_id = $1`,
      [old],
    )
    assert.equal(rows.length, 0)
    for (const [who, purpose] of [
      [asha, 'caseload'],
      [priya, 'new-referral'],
      [joanne, 'new-referral'],
    ] as const) {
      const { found } = await search(who, purpose, 'Shannon Dunkerley')
      assert.ok(!found.some(one => one.personId === old))
    }
  })

  test('the second fence: raw SQL as the reading role sees no row without an agreement, and never a sealed one', async () => {
    const client = await county.database.reader.connect()
    try {
      const count = async (partner: string | undefined, table: string) => {
        await client.query('begin')
        if (partner !== undefined)
          await client.query(`select set_config('family_hub.partner', $1, true)`, [partner])
        const { rows } = await client.query(`select count(*)::int as n from ${table}`)
        await client.query('rollback')
        return rows[0].n
      }
      for (const table of ['feeds.source_record', 'records.search_entry']) {
        assert.equal(await count(undefined, table), 0)
        assert.equal(await count('no-such-partner', table), 0)
        assert.ok((await count('lancs-csc', table)) > 0)
      }
      await client.query('begin')
      await client.query(`select set_config('family_hub.partner', 'lancs-csc', true)`)
      const sealed = await client.query(
        `select from feeds.source_record r join registers.protection p on p.subject = r.subject and p.kind = 'sealed-identity'`,
      )
      assert.equal(sealed.rows.length, 0)
      for (const statement of [
        'update audit.entry set reason = null',
        'delete from audit.entry',
        'delete from feeds.source_record',
        'update records.membership set person_id = person_id',
      ]) {
        await client.query('savepoint s')
        await assert.rejects(client.query(statement), { code: '42501' }, statement)
        await client.query('rollback to s')
      }
      await client.query('rollback')
    } finally {
      client.release()
    }
  })

  test('a file that names another partner’s worker gives no access', async () => {
    const personId = await storyPerson('trap', 'lancs-csc')
    assertOnlyExistence(shown(await child(asha, 'caseload', personId)))
    const list = shown(await listCaseload(county.database, asha, 'caseload'))
    assert.ok(!list.people.some(person => person.personId === personId))
  })

  test('who does not work with a child sees that a service is involved and its number: no name, date, plan or address', async () => {
    const personId = await storyPerson('other-caseload', 'lancs-health-visiting')
    const view = shown(await child(asha, 'caseload', personId))
    assertOnlyExistence(view)
    const panel = view.panels.find(one => one.categoryId === 'health-visiting')
    assert.equal(panel?.state, 'involved')
    assert.match(panel?.onlyExistence ?? '', /work with the person/)
    const police = await county.who('robert.shaw')
    assertOnlyExistence(
      shown(await child(police, 'safeguarding-concern', await storyPerson('smith', 'lancs-csc'))),
    )
  })
})

function assertOnlyExistence(view: PersonView): void {
  assert.deepEqual([view.plans, view.alerts, view.placement], [[], [], undefined])
  assert.deepEqual(
    [view.summary.address, view.summary.phone, view.summary.nhsNumber],
    [undefined, undefined, undefined],
  )
  for (const one of view.helping)
    assert.deepEqual(
      [one.workerName, one.from, one.lastContact, one.nextDue],
      [undefined, undefined, undefined, undefined],
    )
}

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
