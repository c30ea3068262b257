import { parseNhsNumber, parseUpn, parseUprn } from '../kit/identifiers.ts'
import { normalisePostcode } from '../kit/names.ts'
import type { Check } from './checks/check.ts'
import { dateFormat } from './checks/date-format.ts'
import { defaultBirthDate } from './checks/default-birth-date.ts'
import { exportedDate, exportedDay } from './checks/exported-date.ts'
import { futureBirthDate } from './checks/future-birth-date.ts'
import { futureInstant } from './checks/future-instant.ts'
import { impossibleBirthDate } from './checks/impossible-birth-date.ts'
import { instantFormat, parseInstant } from './checks/instant-format.ts'
import { guardedFlag, knownCode } from './checks/known-code.ts'
import { nhsNumber } from './checks/nhs-number.ts'
import { postcode } from './checks/postcode.ts'
import { recordedReference } from './checks/recorded-reference.ts'
import { upn } from './checks/upn.ts'
import { uprn as uprnCheck } from './checks/uprn.ts'

/**
 * How a field is read: which checks it must pass beside those of every text, and what its text becomes. The same fields serve
 * the columns of a table and the elements of a document.
 */
export type Field<T> = {
  checks: readonly Check[]
  /** `undefined` means that the text is none of its kind, for the reason that `reads` gives. */
  read: (text: string) => T | undefined
  reads: Check | undefined
  /** `present`: the column must be in the header. `filled`: each row must also have a value. */
  needs: 'nothing' | 'present' | 'filled'
  /** A row may do without it, but not with one that cannot be read: see `ending`. */
  costsRow?: true
  /** What a delivery's profile counts beside whether it is filled: the values of a closed list, or years of birth. */
  counted?: readonly string[] | 'years of birth'
  /** What a source writes where it has nothing to say: it counts as empty. */
  blank?: RegExp
  /** Names that the column has in other versions of the format. */
  also?: readonly string[]
}

// biome-ignore lint/suspicious/noExplicitAny: fields of all types stand in one record
export type Columns = Record<string, Field<unknown>>
export type RowOf<C extends Columns> = {
  [Name in keyof C]: C[Name] extends Field<infer T> ? T | undefined : never
}

function field<T>(checks: readonly Check[], read: (text: string) => T | undefined, reads?: Check): Field<T> {
  return { checks, read, reads, needs: 'nothing' }
}

/** A column that the header must have. */
export function present<T>(made: Field<T>): Field<T> {
  return { ...made, needs: 'present' }
}

/** A column that the header must have and every row must fill; a row without it is rejected. */
export function filled<T>(made: Field<T>): Field<T> {
  return { ...made, needs: 'filled' }
}

/**
 * The end of something. Without one that was given and cannot be read the row would say that it still goes on, and show
 * a home or a worker of the past as today's.
 */
export function ending<T>(made: Field<T>): Field<T> {
  return { ...made, costsRow: true }
}

/** A field of which a delivery's profile counts these values by name, and all others together. */
export function counted<T>(made: Field<T>, values: readonly string[]): Field<T> {
  return { ...made, counted: values }
}

/** A field in which some texts mean that there is nothing, such as `NULL` or a code for "not known". */
export function blankWhere<T>(blank: RegExp, made: Field<T>): Field<T> {
  return { ...made, blank }
}

/** A column that other versions of the format call otherwise. */
export function alsoCalled<T>(made: Field<T>, ...also: string[]): Field<T> {
  return { ...made, also }
}

/** The text as it is: named, so that a reader can pass over the call. */
export const asWritten = (value: string): string => value

export const text = field([], asWritten)
export const reference = field([recordedReference], asWritten)
export const day = field([dateFormat], asWritten)
export const birthDate: Field<string> = {
  ...field([dateFormat, futureBirthDate, impossibleBirthDate, defaultBirthDate], asWritten),
  counted: 'years of birth',
}

/** Days as case systems export them: see `exportedDay`. */
export const dayAsExported = field([exportedDate], exportedDay)
export const birthDateAsExported: Field<string> = {
  ...field(
    [exportedDate, ...[futureBirthDate, impossibleBirthDate, defaultBirthDate].map(onExportedDay)],
    exportedDay,
  ),
  counted: 'years of birth',
}

/** A check of days, for a day in whatever form it was exported. */
function onExportedDay(check: Check): Check {
  return { ...check, passes: (text, today) => check.passes(exportedDay(text) ?? '', today) }
}

export const nhs = field([], parseNhsNumber, nhsNumber)
/** `UN1` and its like say why there is no number. Source: DfE, Common Basic Data Set, “UPN unknown”. */
export const pupilNumber = blankWhere(/^UN\d{1,2}$/i, field([], parseUpn, upn))
export const fullPostcode = field([], normalisePostcode, postcode)
export const uprn = field([], parseUprn, uprnCheck)
export const instant = field([futureInstant], readInstant(), instantFormat)

/** Rows of one file mostly carry one instant, so the last answer is kept. */
function readInstant(): (value: string) => string | undefined {
  let last: [text: string, instant: string | undefined] = ['', undefined]
  return value => {
    if (value !== last[0]) last = [value, parseInstant(value)]
    return last[1]
  }
}

/** One of the contract's codes (capital or small), as what it means. */
export function code<const T extends string>(meanings: Record<string, T>): Field<T> {
  const byCode = new Map(Object.entries(meanings).map(([key, meaning]) => [key.toLowerCase(), meaning]))
  const made = field([], (value: string) => byCode.get(value.toLowerCase()), knownCode(Object.keys(meanings)))
  return counted(made, [...new Set(Object.values(meanings))])
}

export const yesNo = counted(
  field([knownCode(['Y', 'N', 'yes', 'no', 'true', 'false', '1', '0'])], value =>
    /^(y|yes|true|1)$/i.test(value),
  ),
  ['true', 'false'],
)

/** A flag that keeps something from view. A word in it that cannot be read must not open what it would have kept. */
export const guarded = counted(
  field([guardedFlag], value => !/^(n|no|false|0)$/i.test(value)),
  ['true', 'false'],
)

export const sex: Field<'male' | 'female' | 'other' | undefined> = counted(
  field(
    [knownCode(['M', 'F', 'U', 'I', 'O', 'X', 'male', 'female', 'other', 'unknown', '0', '1', '2', '9'])],
    value => {
      if (/^(m|male|1)$/i.test(value)) return 'male'
      if (/^(f|female|2)$/i.test(value)) return 'female'
      return /^(i|o|x|other)$/i.test(value) ? 'other' : undefined
    },
  ),
  ['male', 'female', 'other'],
)
