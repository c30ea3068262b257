import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { watchSearches } from '../src/access/desk-watch.ts'
import { find } from '../src/access/find.ts'
import { listCaseload } from '../src/access/list.ts'
import type { PersonView } from '../src/access/person-view.ts'
import { parseQuery } from '../src/access/query.ts'
import type { Who } from '../src/access/request.ts'
import { openCounty, shown } from './open-county.ts'

const ABSENT = '00000000-0000-4000-8000-000000000000'

const { county, asha, ruth, priya, joanne, storyPerson, search, child, family } = await openCounty()

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

  test('the receipt of such a search, and of a family with a restricted member, tells of nobody', async () => {
    const receiptOf = async (words: string) => {
      const answer = await find(county.database, asha, 'caseload', parseQuery(words))
      if (answer.outcome !== 'disclosed') throw new Error(answer.outcome)
      const { receiptId: _id, decidedAt: _at, ...rest } = answer.receipt
      return rest
    }
    assert.deepEqual(await receiptOf('Jonah Fairweather'), await receiptOf('Zzyzx Qwortle'))
    const refuge = await child(asha, 'caseload', await storyPerson('refuge', 'lancs-health-visiting'))
    assert.doesNotMatch(JSON.stringify(refuge), /confidential|restricted|sealed/i)
  })

  test('a date that cannot be is no error, and keeps the desk from nothing', async () => {
    assert.equal(parseQuery('smith 01/01/0000').birthDate, undefined)
    await county.database.reader.query(
      `insert into access.search (search_id, session_hash, practitioner_id, partner_id, role_id, purpose_id, query)
       values ('broken', 'x', $1, $2, $3, 'caseload', $4), ('whole', 'x', $1, $2, $3, 'caseload', $5)`,
      [
        asha.practitionerId,
        asha.partnerId,
        asha.roleId,
        JSON.stringify({ names: ['x'], birthDate: '0000-01-01', identifiers: [] }),
        JSON.stringify(parseQuery('Jonah Fairweather')),
      ],
    )
    let unseen = 0
    assert.equal(
      await watchSearches(county.database, count => {
        unseen = count
      }),
      1,
    )
    assert.equal(unseen, 1)
    await county.database.owner.query(`delete from access.obligation where kind = 'protected-search'`)
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
    const named = await Promise.all(persons.map(id => child(joanne, 'new-referral', id)))
    assert.match(JSON.stringify(named), /"address":\{"shown":/)
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

  test('a protection outlasts the records of the source that it stands on', async () => {
    const personId = await storyPerson('smith', 'lancs-health-visiting')
    const { owner } = county.database
    const { rows } = await owner.query(
      `select identity, person_id, membership_id from records.current_member join records.search_entry using (identity)
       where person_id = $1 and partner_id = 'lancs-csc'`,
      [personId],
    )
    const [gone] = rows
    await owner.query(
      `insert into registers.protection (subject, kind, source, reason, recorded_by, valid)
       values ($1, 'restricted-record', 'test', 'A test', 'A test', '(,)')`,
      [gone.identity],
    )
    await owner.query('delete from records.current_member where identity = $1', [gone.identity])
    assert.equal((await child(asha, 'caseload', personId)).outcome, 'refused')
    await owner.query(`delete from registers.protection where source = 'test'`)
    await owner.query('insert into records.current_member values ($1, $2, $3)', [
      gone.identity,
      gone.person_id,
      gone.membership_id,
    ])
    assert.equal((await child(asha, 'caseload', personId)).outcome, 'disclosed')
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
