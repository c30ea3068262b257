import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countyDatabase } from '../../test/county-database.ts'
import { estimateMatches } from './estimate-matches.ts'

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

test('where no other partner’s records are here yet there is nothing to be found in', async () => {
  await database.owner.query(`delete from records.search_entry where partner_id <> 'lancs-health-visiting'`)
  const [one] = await peopleOfHealthVisiting()
  assert.ok(one)
  assert.equal(await estimateMatches(database)('lancs-health-visiting', [personOf(one)]), undefined)
})
