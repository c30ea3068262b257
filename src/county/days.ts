/**
 * Days as whole numbers since 1 January 1970, so that ages, terms and stays are plain arithmetic.
 */

const MS_IN_A_DAY = 86_400_000

/** The day's number for `YYYY-MM-DD`. */
export function dayOf(iso: string): number {
  const day = Date.parse(`${iso}T00:00:00Z`) / MS_IN_A_DAY
  if (!Number.isInteger(day)) throw new Error(`not a date of the form YYYY-MM-DD: ${iso}`)
  return day
}

/** `YYYY-MM-DD` for the day's number. */
export function isoDay(day: number): string {
  return new Date(day * MS_IN_A_DAY).toISOString().slice(0, 10)
}

/** The day's number for a year, month (1 to 12) and day of the month. */
export function dayFrom(year: number, month: number, dayOfMonth: number): number {
  return Date.UTC(year, month - 1, dayOfMonth) / MS_IN_A_DAY
}

/** Year, month (1 to 12) and day of the month. */
export function partsOf(day: number): { year: number; month: number; date: number } {
  const at = new Date(day * MS_IN_A_DAY)
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate() }
}

/** Whole years lived on that day; negative before birth. */
export function ageOn(born: number, today: number): number {
  const birth = partsOf(born)
  const now = partsOf(today)
  const hadBirthday = now.month > birth.month || (now.month === birth.month && now.date >= birth.date)
  return now.year - birth.year - (hadBirthday ? 0 : 1)
}

/** The latest birthday of that month and date which makes somebody this old today. */
export function bornAged(age: number, month: number, date: number, today: number): number {
  const thisYear = partsOf(today).year
  const born = dayFrom(thisYear - age, month, date)
  return ageOn(born, today) === age ? born : dayFrom(thisYear - age - 1, month, date)
}

/** The calendar year in which the school year of that day began (1 September). */
export function schoolYearOf(day: number): number {
  const { year, month } = partsOf(day)
  return month >= 9 ? year : year - 1
}

/** The last of the visits that come every so many days, by that day; `phase` shifts them, and they are the same seen from any day. */
export function lastVisit(asOf: number, every: number, phase: number): number {
  return asOf - ((asOf + phase) % every)
}

/** Reception is 0, the last year of secondary school 11; below 0 the child is not yet of school age. */
export function nationalCurriculumYear(born: number, today: number): number {
  return schoolYearOf(today) - schoolYearOf(born) - 5
}

/** Today in Lancashire, for a county whose ages must be right on the day of the demonstration. */
export function todayInLancashire(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date())
}
