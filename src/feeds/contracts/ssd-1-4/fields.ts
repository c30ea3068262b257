import {
  birthDateAsExported,
  blankWhere,
  dayAsExported,
  type Field,
  fullPostcode,
  pupilNumber,
  sex,
  text,
} from '../../columns.ts'

/**
 * Fields as the data set's own extracts write them: days with a midnight behind them, and where a case system has
 * nothing to say the word NULL, a placeholder of the extract, or for a day its oldest one. Names stand as they are,
 * because people are called Null.
 */
const NOTHING = String.raw`NULL|SSD_PH|PLACEHOLDER_DATA`
const NO_TEXT = new RegExp(`^(${NOTHING})$`)
const NO_DAY = new RegExp(`^(${NOTHING}|(1900-01-01|01/01/1900)([T ]0?0:00(:00(\\.0+)?)?)?)$`)
const NO_UPN = new RegExp(`^(${NOTHING}|UN\\d{1,2})$`, 'i')

export const unlessBlank = <T>(made: Field<T>): Field<T> => blankWhere(NO_TEXT, made)

export const words = unlessBlank(text)
export const postcode = unlessBlank(fullPostcode)
export const sexCode = unlessBlank(sex)
export const upn = blankWhere(NO_UPN, pupilNumber)
export const day = blankWhere(NO_DAY, dayAsExported)
export const birthDay = unlessBlank(birthDateAsExported)
