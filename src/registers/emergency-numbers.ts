import type { Queryable } from '../kit/database.ts'
import file from './data/emergency-numbers.json' with { type: 'json' }
import { listNumbers } from './number-store.ts'
import { numberFile } from './register-schemas.ts'

export type TelephoneNumber = { label: string; phone: string }

/** What to ring at this hour, first things first, and the protected-records desk. */
export type EmergencyNumbers = { now: TelephoneNumber[]; desk: TelephoneNumber }

/** A number and when it is answered, in London: from `from` up to, but not at, `to`; at all hours without them. */
export type NumberHours = {
  label: string
  phone: string
  from: string | null
  to: string | null
  weekdaysOnly: boolean
  isDesk: boolean
}

/** The numbers to show at an instant, from the register. */
export async function numbersFor(client: Queryable, at: Date): Promise<EmergencyNumbers> {
  return numbersAt(await listNumbers(client), at)
}

/** The numbers to show while the database cannot be reached: an outage page carries them too. */
export function numbersWithoutDatabase(at: Date): EmergencyNumbers {
  return numbersAt(numberFile.parse(file), at)
}

/** Of all numbers those that are answered at an instant. Throws where no desk is, because every page ends with it. */
export function numbersAt(numbers: NumberHours[], at: Date): EmergencyNumbers {
  const answered = numbers.filter(number => isAnswered(number, at))
  const desk = answered.find(number => number.isDesk) ?? numbers.find(number => number.isDesk)
  if (desk === undefined) throw new Error('The register of telephone numbers has no protected-records desk.')
  return { now: answered.filter(number => !number.isDesk).map(show), desk: show(desk) }
}

function show(number: NumberHours): TelephoneNumber {
  return { label: number.label, phone: number.phone }
}

function isAnswered(number: NumberHours, at: Date): boolean {
  const { weekday, time } = londonHour(at)
  const afterMidnight =
    number.from !== null && number.to !== null && number.from > number.to && time < number.to
  // The hours after midnight belong to the evening before.
  const day = afterMidnight ? (weekday + 6) % 7 : weekday
  if (number.weekdaysOnly && (day === 0 || day === 6)) return false
  if (number.from === null || number.to === null) return true
  if (number.from > number.to) return time >= number.from || time < number.to
  return time >= number.from && time < number.to
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

function londonHour(at: Date): { weekday: number; time: string } {
  const parts = Object.fromEntries(LONDON.formatToParts(at).map(part => [part.type, part.value]))
  return { weekday: WEEKDAYS.indexOf(parts['weekday'] ?? ''), time: `${parts['hour']}:${parts['minute']}` }
}
