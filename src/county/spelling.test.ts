import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ageOn, bornAged, dayFrom, dayOf, isoDay, nationalCurriculumYear } from './days.ts'
import { randomFor, shareOut } from './random.ts'
import { misdate, mistype, respell } from './spelling.ts'
import { freephone, landline, mobile, ownMobile } from './telephones.ts'

const names = fc.constantFrom(
  'Mohammed',
  'Aisha',
  "O'Brien",
  'Łucja',
  'Al-Khatib',
  'Ng',
  'Xin Yi',
  'Smith',
  'Wójcik',
  'Jo',
)

test('another spelling is never the name itself, and never empty', () => {
  fc.assert(
    fc.property(fc.integer(), names, (seed, name) => {
      const random = randomFor(seed, 'spelling')
      const other = respell(random, name)
      assert.ok(other !== name && other.trim() !== '', `${name} -> ${other}`)
      assert.notEqual(mistype(random, name), '')
    }),
  )
})

test('a wrong date of birth is another day of the calendar and not in the future', () => {
  const latest = dayOf('2026-11-21')
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: dayOf('1970-01-01'), max: latest }), (seed, born) => {
      const wrong = misdate(randomFor(seed, 'dates'), born, latest)
      if (wrong === undefined) return
      assert.notEqual(wrong.born, born)
      assert.ok(wrong.born <= latest)
      if (wrong.slip !== 'day-month-swap') return
      const [year, month, date] = isoDay(born).split('-')
      assert.equal(isoDay(wrong.born), `${year}-${date}-${month}`)
    }),
  )
})

test('a birthday in the right year makes somebody that old today', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: dayOf('2024-01-01'), max: dayOf('2034-01-01') }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
      (today, age, month, date) => {
        const born = bornAged(age, month, date, today)
        assert.equal(ageOn(born, today), age)
        assert.equal(isoDay(born).slice(5), isoDay(dayFrom(2025, month, date)).slice(5))
      },
    ),
  )
})

test('school years turn on 1 September', () => {
  const born = dayOf('2019-05-04')
  assert.equal(nationalCurriculumYear(born, dayOf('2026-08-31')), 2)
  assert.equal(nationalCurriculumYear(born, dayOf('2026-09-01')), 3)
  assert.equal(nationalCurriculumYear(dayOf('2018-08-31'), dayOf('2026-09-01')), 4)
  assert.equal(nationalCurriculumYear(dayOf('2018-09-01'), dayOf('2026-09-01')), 3)
})

test('a share begins with a yes and is never less than its part', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 0.5, noNaN: true }),
      fc.integer({ min: 1, max: 500 }),
      (part, askings) => {
        const ask = shareOut(part)
        let yes = 0
        for (let i = 0; i < askings; i++) if (ask()) yes++
        assert.ok(yes >= Math.floor(part * askings) && yes <= Math.ceil(part * askings) + 1)
      },
    ),
  )
})

test('telephones stay in the ranges that ring nobody', () => {
  fc.assert(
    fc.property(fc.nat(), number => {
      assert.match(landline(number), /^01632 960\d{3}$/)
      assert.match(mobile(number), /^07700 900\d{3}$/)
      assert.match(freephone(number), /^0808 157 0\d{3}$/)
      assert.match(ownMobile(number), /^067\d{2} \d{6}$/)
    }),
  )
})
