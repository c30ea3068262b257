import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '../../test/database.ts'
import { numbersAt, numbersFor, numbersWithoutDatabase } from './emergency-numbers.ts'
import { seedRegisters } from './seed.ts'

const DAY = '0300 123 6720'
const NIGHT = '0300 123 6722'

/** The hour that a clock on a wall in Lancaster shows, found in another way than the service finds it. */
function lancasterHour(at: Date): number {
  return Number(at.toLocaleTimeString('sv-SE', { timeZone: 'Europe/London' }).slice(0, 2))
}

function assertRightFor(at: Date, numbers = numbersWithoutDatabase(at)): void {
  const phones = numbers.now.map(number => number.phone)
  const byDay = lancasterHour(at) >= 8 && lancasterHour(at) < 20
  assert.deepEqual(phones, ['999', byDay ? DAY : NIGHT, '101'], at.toISOString())
  assert.equal(numbers.desk.phone, '01632 960 199')
}

test('the numbers are right in every quarter of an hour of ordinary days and of both days on which the clocks change', () => {
  for (const day of ['2026-11-22', '2026-07-01', '2026-03-29', '2026-10-25', '2027-03-28', '2027-10-31'])
    for (let quarter = 0; quarter < 4 * 26; quarter++)
      assertRightFor(new Date(Date.parse(`${day}T00:00:00Z`) + quarter * 900_000))
})

test('the numbers are right at any instant', () => {
  const instant = fc.date({
    min: new Date('2024-01-01T00:00:00Z'),
    max: new Date('2034-01-01T00:00:00Z'),
    noInvalidDate: true,
  })
  fc.assert(fc.property(instant, at => assertRightFor(at)))
})

test('the day number answers from eight exactly and the night number from twenty exactly', () => {
  assertRightFor(new Date('2026-11-22T07:59:59Z'))
  assertRightFor(new Date('2026-11-22T08:00:00Z'))
  assertRightFor(new Date('2026-07-01T06:59:59Z'))
  assertRightFor(new Date('2026-07-01T07:00:00Z'))
  assertRightFor(new Date('2026-07-01T18:59:59Z'))
  assertRightFor(new Date('2026-07-01T19:00:00Z'))
})

test('with and without the database the same numbers are shown', async () => {
  const database = await testDatabase()
  await seedRegisters(database.owner, { demonstration: true })
  for (const hour of ['03', '07', '08', '13', '19', '20', '23']) {
    const at = new Date(`2026-11-22T${hour}:30:00Z`)
    assert.deepEqual(await numbersFor(database.reader, at), numbersWithoutDatabase(at))
  }
})

test('a number for weekday nights is answered until Saturday morning and not on Saturday night', () => {
  const desk = { label: 'Desk', phone: '1', from: null, to: null, weekdaysOnly: false, isDesk: true }
  const nights = {
    label: 'Nights',
    phone: '2',
    from: '20:00',
    to: '08:00',
    weekdaysOnly: true,
    isDesk: false,
  }
  const answered = (at: string) => numbersAt([desk, nights], new Date(at)).now.length === 1
  assert.equal(answered('2026-11-20T23:00:00Z'), true)
  assert.equal(answered('2026-11-21T07:00:00Z'), true)
  assert.equal(answered('2026-11-21T23:00:00Z'), false)
  assert.equal(answered('2026-11-23T07:00:00Z'), false)
  assert.equal(answered('2026-11-23T21:00:00Z'), true)
})

test('numbers without a desk are refused, because every page must end with one', () => {
  assert.throws(() => numbersAt([], new Date()), /desk/)
})
