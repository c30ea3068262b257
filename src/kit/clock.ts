/** The time, handed in wherever a decision depends on it, so that tests can set it. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()

/** Made once: to make it takes fifty times as long as to use it. */
const IN_LONDON = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' })

/** The calendar day in Europe/London of an instant, as `2026-11-22`: agreements and ages count in such days. */
export function londonDay(at: Date): string {
  return IN_LONDON.format(at)
}

/** Whole years between two days written as `2026-11-22`. A birthday on 29 February counts from 1 March. */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** A day that many days later (or earlier, when negative). */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** A day as people read it: `4 June 2026`. */
export function showDay(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
}

/** An instant as people read it, in London: `4 June 2026 at 9:32am`. */
export function showInstant(at: Date): string {
  const time = at
    .toLocaleTimeString('en-GB', {
      hour: 'numeric',
      minute: '2-digit',
      hour12: true,
      timeZone: 'Europe/London',
    })
    .replace(/\s/g, '')
    .toLowerCase()
  return `${showDay(londonDay(at))} at ${time}`
}
