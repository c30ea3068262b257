import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countyBeforeDeliveries, deliverAll, stateHash, writeCountyInTime } from './county-in-time.ts'

const RUNS = Number(process.env['PROVE_N'] ?? 1)

const county = await writeCountyInTime(12, 3)
const inTime = await countyBeforeDeliveries(county)

test('a county’s deliveries in any order, repeated and at the same time, end in the same state', async () => {
  await deliverAll(inTime, county.deliveries)
  const expected = await stateHash(inTime)
  const twice = [...county.deliveries, ...county.deliveries]
  const order = fc.shuffledSubarray(twice, { minLength: twice.length })
  await fc.assert(
    fc.asyncProperty(order, async paths => {
      const database = await countyBeforeDeliveries(county)
      const half = Math.ceil(paths.length / 2)
      await Promise.all([deliverAll(database, paths.slice(0, half)), deliverAll(database, paths.slice(half))])
      assert.equal(await stateHash(database), expected)
      const { rows } = await database.owner.query<{ n: number }>(
        `select count(*)::int as n from feeds.delivery where state not in ('published', 'linked', 'swept')`,
      )
      assert.equal(rows[0]?.n, 0, 'no delivery is left over')
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
})
