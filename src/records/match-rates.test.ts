import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countyDatabase } from '../../test/county-database.ts'
import { deliver } from '../feeds/deliver.ts'
import { CONTACTS_HEADER, contactRow, HEALTH, sourceOfTexts } from '../feeds/fixtures.ts'
import { estimateMatches } from './estimate-matches.ts'
import { noteMatchRates } from './match-rates.ts'

const { database } = await countyDatabase()

type Entry = { given: string; family: string; birthDate: string; nhsNumber: string | null; shared: boolean }

/** People of health visiting, and whether linkage found them in another partner's records. */
async function peopleOfHealthVisiting(): Promise<Entry[]> {
  const { rows } = await database.owner.query<Entry>(
    `select content -> 'identity' ->> 'givenName' as given, content -> 'identity' ->> 'familyName' as family,
            content -> 'identity' ->> 'birthDate' as "birthDate", content -> 'identifiers' ->> 'nhsNumber' as "nhsNumber",
            exists (select from records.current_member m join records.current_member o using (person_id)
                    join records.search_entry e on e.identity = o.identity
                    where m.identity = l.subject and e.partner_id <> l.partner_id) as shared
     from feeds.live_record l
     where partner_id = 'lancs-health-visiting' and content -> 'identity' ? 'birthDate'`,
  )
  return rows
}

const personOf = ({ given, family, birthDate, nhsNumber }: Entry) => ({
  givenName: given,
  familyName: family,
  birthDate,
  nhsNumber: nhsNumber ?? undefined,
  upn: undefined,
})

test('after linking, each delivery carries the share of its feed’s people whom other partners know', async () => {
  const { rows } = await database.owner.query<{ partner: string; rate: number | null }>(
    'select partner_id as partner, match_rate as rate from feeds.delivery',
  )
  const people = await peopleOfHealthVisiting()
  const rate = rows.find(row => row.partner === 'lancs-health-visiting')?.rate ?? Number.NaN
  assert.ok(Math.abs(rate - people.filter(one => one.shared).length / people.length) < 0.03, String(rate))
  assert.equal(rows.find(row => row.partner === 'lancs-council')?.rate, null)
})

test('the estimate before publication finds most of whom linkage links, and hardly anyone with wrong dates and numbers', async () => {
  const people = await peopleOfHealthVisiting()
  const estimate = estimateMatches(database)
  const shared = people.filter(one => one.shared).map(personOf)
  const found = await estimate('lancs-health-visiting', shared)
  assert.ok(found !== undefined && found > shared.length * 0.8, `${found} of ${shared.length}`)
  const broken = shared.map(one => ({ ...one, nhsNumber: undefined, birthDate: '1971-02-03' }))
  assert.equal(await estimate('lancs-health-visiting', broken), 0)
})

/** The share that is kept, for its sender's scorecard too, of a file of these people that nobody has published. */
async function estimateOfFile(people: readonly Entry[], asOf: string) {
  const rows = people.map(({ given, family, birthDate, nhsNumber }, at) =>
    contactRow({
      local_patient_id: `NEW${at}`,
      given_name: given,
      family_name: family,
      birth_date: birthDate,
      nhs_number: nhsNumber ?? '',
      as_of: asOf,
    }),
  )
  const source = sourceOfTexts({ 'contacts.csv': [CONTACTS_HEADER, ...rows, ''].join('\n') }, HEALTH)
  const sent = await deliver(database, source, {
    senderApproves: true,
    estimateMatches: estimateMatches(database),
  })
  assert.equal(sent.outcome, 'held', JSON.stringify(sent))
  const kept = await database.owner.query<{ share: number | null }>(
    'select match_found::real / match_sampled as share from feeds.delivery order by delivery_id desc limit 1',
  )
  return kept.rows[0]?.share
}

test('nobody learns from a file of one person, or from one person more, whether other partners know them', async () => {
  const shared = (await peopleOfHealthVisiting()).filter(one => one.shared)
  assert.equal(await estimateOfFile(shared.slice(0, 1), '2026-11-20T09:00:00Z'), null)
  assert.equal(await estimateOfFile(shared.slice(0, 49), '2026-11-20T10:00:00Z'), null)
  const many = Array.from({ length: 200 }, (_, at) => shared[at % shared.length] as Entry)
  const stranger = { ...(shared[0] as Entry), given: 'Zyx', family: 'Qwv', nhsNumber: null }
  const withOneLess = [...many.slice(1), stranger]
  const told = await estimateOfFile(many, '2026-11-20T11:00:00Z')
  assert.ok(told && told > 0.5, String(told))
  assert.equal(await estimateOfFile(withOneLess, '2026-11-20T12:00:00Z'), told)
})

test('who is kept apart is counted by no share, before publication or after', async () => {
  const people = (await peopleOfHealthVisiting()).filter(one => one.shared)
  const rate = async () => {
    const { rows } = await database.owner.query<{ id: number; rate: number }>(
      `select delivery_id as id, match_rate as rate from feeds.delivery
       where partner_id = $1 and state = 'linked' order by delivery_id limit 1`,
      [HEALTH.partner],
    )
    await noteMatchRates(database, [rows[0]?.id ?? 0])
    return rows[0]?.rate
  }
  await database.owner.query(
    `insert into registers.protection (subject, kind, source, reason, recorded_by, valid)
     select identity, case when identity::text < '8' then 'restricted-record' else 'sealed-identity' end, 'test', 'Order', 'Desk', '(,)'
     from records.search_entry where partner_id <> $1`,
    [HEALTH.partner],
  )
  assert.equal(await estimateMatches(database)(String(HEALTH.partner), people.map(personOf)), 0)
  await rate()
  assert.equal(await rate(), 0)
  await database.owner.query(`delete from registers.protection where source = 'test'`)
  await database.owner.query(
    `update records.search_entry set conditions = '{never-searched}' where partner_id <> $1`,
    [HEALTH.partner],
  )
  assert.equal(await estimateMatches(database)(String(HEALTH.partner), people.map(personOf)), 0)
  await rate()
  assert.equal(await rate(), 0)
})

test('where no other partner’s records are here yet there is nothing to be found in', async () => {
  await database.owner.query(`delete from records.search_entry where partner_id <> 'lancs-health-visiting'`)
  const [one] = await peopleOfHealthVisiting()
  assert.ok(one)
  assert.equal(await estimateMatches(database)('lancs-health-visiting', [personOf(one)]), undefined)
})
