import { parseNhsNumber, parseUpn } from '../kit/identifiers.ts'
import { normaliseName } from '../kit/names.ts'

/** What someone typed into the one box or the separate fields, taken apart. Any of it may be missing. */
export type Query = {
  names: string[]
  birthDate: string | undefined
  /** A postcode or the beginning of one, in capitals without spaces. */
  postcode: string | undefined
  identifiers: string[]
}

const DAY_FIRST = /\b(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\b/
const YEAR_FIRST = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/
const WORDED = /\b(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9}) (\d{4})\b/i
const POSTCODE = /\b([a-z]{1,2}\d[a-z\d]?)(?: ?(\d[a-z]{0,2}))?\b/i
/** Nobody who is looked for was born before. */
const EARLIEST_YEAR = 1880
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Takes a line such as `mohamed smithe 12/3/2015 pr2` apart, whatever the order. Never fails: what is no date is a name. */
export function parseQuery(text: string): Query {
  let rest = ` ${text.slice(0, 200)} `
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const found = pattern.exec(rest)
    if (found !== null) rest = rest.replace(found[0], ' ')
    return found
  }
  const identifiers: string[] = []
  const nhs = /\b(\d{3}[ -]?\d{3}[ -]?\d{4})\b/.exec(rest)
  const nhsNumber = nhs === null ? undefined : parseNhsNumber(nhs[0])
  if (nhs !== null && nhsNumber !== undefined) {
    identifiers.push(nhsNumber)
    rest = rest.replace(nhs[0], ' ')
  }
  const upn = take(/\b[a-z]\d{11}[\da-z]\b/i)
  const upnRead = upn === null ? undefined : parseUpn(upn[0])
  if (upnRead !== undefined) identifiers.push(upnRead)
  const birthDate = takeDate(take)
  const code = take(POSTCODE)
  const postcode = code === null ? undefined : `${code[1] ?? ''}${code[2] ?? ''}`.toUpperCase()
  return { names: namesIn(rest), birthDate, postcode, identifiers }
}

/** The same from separate fields. */
export function queryOf(fields: {
  given: string
  family: string
  birthDate: string | undefined
  postcode: string
  identifier: string
}): Query {
  const identifier = parseNhsNumber(fields.identifier) ?? parseUpn(fields.identifier)
  const postcode = fields.postcode.replace(/\s/g, '').toUpperCase()
  return {
    names: namesIn(`${fields.given} ${fields.family}`),
    birthDate: fields.birthDate,
    postcode: postcode === '' ? undefined : postcode,
    identifiers: identifier === undefined ? [] : [identifier],
  }
}

/** Whether there is anything to look for. */
export function isEmpty(query: Query): boolean {
  return (
    query.names.length === 0 &&
    query.identifiers.length === 0 &&
    query.birthDate === undefined &&
    query.postcode === undefined
  )
}

function namesIn(text: string): string[] {
  return normaliseName(text.replace(/\d+/g, ' '))
    .split(' ')
    .filter(word => word.length > 1)
    .slice(0, 8)
}

function takeDate(take: (pattern: RegExp) => RegExpExecArray | null): string | undefined {
  const yearFirst = take(YEAR_FIRST)
  if (yearFirst !== null) return realDay(yearFirst[1], yearFirst[2], yearFirst[3])
  const dayFirst = take(DAY_FIRST)
  if (dayFirst !== null) return realDay(dayFirst[3], dayFirst[2], dayFirst[1])
  const worded = take(WORDED)
  if (worded === null) return undefined
  const month = MONTHS.indexOf((worded[2] ?? '').slice(0, 3).toLowerCase()) + 1
  return month === 0 ? undefined : realDay(worded[3], String(month), worded[1])
}

/** A day that exists, as `2015-03-12`. */
export function realDay(year = '', month = '', day = ''): string | undefined {
  const text = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (Number(year) < EARLIEST_YEAR) return undefined
  const at = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text ? undefined : text
}
