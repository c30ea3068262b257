import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countyDatabase } from '../../test/county-database.ts'
import { type Client, inTransaction } from '../kit/database.ts'
import { phoneticKey } from '../kit/names.ts'
import { findCandidates } from './candidate-store.ts'
import { setReader } from './policy-store.ts'
import type { Query } from './query.ts'

const RUNS = Number(process.env['PROVE_N'] ?? 1) * 60
/** More than there are, so that what is found does not hang on an order. */
const ALL = 100_000

const { database } = await countyDatabase()
const { rows: entries } = await database.owner.query<{
  partnerId: string
  names: string[]
  birthDate: string | null
  postcode: string | null
  identifiers: string[]
}>(
  `select partner_id as "partnerId", string_to_array(names, ' ') as names, birth_date as "birthDate", postcode, identifiers
   from records.search_entry order by identity`,
)
const partners = [...new Set(entries.map(entry => entry.partnerId))]

/** What somebody may type who has one of the county's people before them. */
const anyQuery: fc.Arbitrary<Query> = fc
  .tuple(fc.constantFrom(...entries), fc.subarray(['name', 'names', 'birthDate', 'postcode', 'identifiers']))
  .map(([entry, typed]) => ({
    names: typed.includes('names') ? entry.names : typed.includes('name') ? entry.names.slice(0, 1) : [],
    birthDate: typed.includes('birthDate') ? (entry.birthDate ?? undefined) : undefined,
    postcode: typed.includes('postcode') ? entry.postcode?.split(' ')[0] : undefined,
    identifiers: typed.includes('identifiers') ? entry.identifiers : [],
  }))

test('search by index finds whom a look at every entry through row-level security finds, and nobody else', async () => {
  let found = 0
  await fc.assert(
    fc.asyncProperty(
      anyQuery,
      fc.oneof(fc.constantFrom('lancs-csc', 'lancs-health-visiting', ''), fc.constantFrom(...partners)),
      fc.subarray(['no-basis', 'never-searched']),
      async (query, partnerId, conditions) => {
        await inTransaction(database.reader, async client => {
          await setReader(client, partnerId, conditions)
          const rows = await findCandidates(client, query, ALL, 'reader')
          const expected = await lookAtEveryEntry(client, query)
          assert.deepEqual(rows.map(row => JSON.stringify(row)).sort(), expected)
          found += rows.length
        })
      },
    ),
    { numRuns: RUNS },
  )
  assert.ok(found > RUNS, `only ${found} were found`)
})

test('a search looks at the entries to which an index leads, and not at every entry', async () => {
  await inTransaction(database.reader, async client => {
    await setReader(client, 'lancs-csc', [])
    // A table as small as this one would be gone through by choice: now it is only where no index can be used.
    await client.query('set local enable_seqscan = off')
    const looked = async (search: () => Promise<unknown>) => {
      const count = async () => {
        const { rows } = await client.query<{ looked: number }>(
          `select (seq_tup_read + idx_tup_fetch)::integer as looked from pg_stat_xact_user_tables
           where relid = 'records.search_entry'::regclass`,
        )
        return rows[0]?.looked ?? 0
      }
      const before = await count()
      await search()
      return (await count()) - before
    }
    const query = {
      names: ['amelia', 'khan'],
      birthDate: '2019-03-12',
      postcode: 'PR2',
      identifiers: ['9990000018'],
    }
    const [byIndex, byFence] = [
      await looked(() => findCandidates(client, query, 60, 'reader')),
      await looked(() => lookAtEveryEntry(client, query)),
    ]
    assert.ok(byFence >= entries.length, `${byFence} of ${entries.length}`)
    assert.ok(byIndex < entries.length / 4, `${byIndex} of ${entries.length}`)
  })
})

/** The same search as one statement of the reader's own, which row-level security keeps from every index but a few. */
async function lookAtEveryEntry(client: Client, query: Query): Promise<string[]> {
  const swapped = query.birthDate?.replace(/-(\d\d)-(\d\d)$/, '-$2-$1')
  const days = [query.birthDate, swapped].filter(
    day => day !== undefined && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)),
  )
  const { rows } = await client.query(
    `select m.person_id as "personId", e.partner_id as "partnerId", e.names, e.birth_date as "birthDate", e.postcode,
            e.identifiers
     from records.search_entry e join records.current_member m using (identity)
     where (e.identifiers && $1::text[]
            or cardinality($2::text[]) > 0 and e.name_keys @> $2
            or $3 <> '' and e.names %> $3
            or e.birth_date = any ($4::date[]) and (e.name_keys && $2 or $3 = '')
            or $5 <> '' and e.postcode like $5 and (e.name_keys && $2 or $3 = '' and e.birth_date = any ($4)))
       and (not 'never-searched' = any (e.conditions) or e.partner_id = current_setting('family_hub.partner', true))`,
    [
      query.identifiers,
      [...new Set(query.names.map(phoneticKey))].filter(Boolean),
      query.names.join(' '),
      days,
      query.postcode === undefined ? '' : `${query.postcode}%`,
    ],
  )
  return rows.map(row => JSON.stringify(row)).sort()
}
