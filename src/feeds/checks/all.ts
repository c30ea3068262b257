import type { Check, Rule } from './check.ts'
import { controlCharacters } from './control-characters.ts'
import { damagedText } from './damaged-text.ts'
import { dateFormat } from './date-format.ts'
import { datesInOrder } from './dates-in-order.ts'
import { defaultBirthDate } from './default-birth-date.ts'
import { exportedDate } from './exported-date.ts'
import { futureBirthDate } from './future-birth-date.ts'
import { futureInstant } from './future-instant.ts'
import { handlingCodes } from './handling-codes.ts'
import { impossibleBirthDate } from './impossible-birth-date.ts'
import { instantFormat } from './instant-format.ts'
import { invisibleCharacters } from './invisible-characters.ts'
import { agreedCode } from './known-code.ts'
import { nhsNumber } from './nhs-number.ts'
import { overLongText } from './over-long-text.ts'
import { postcode } from './postcode.ts'
import { recordedReference } from './recorded-reference.ts'
import * as rowRules from './row-rules.ts'
import { spreadsheetDamage } from './spreadsheet-damage.ts'
import { upn } from './upn.ts'
import { uprn } from './uprn.ts'

/** Every check of a field, in the order in which a page lists them: numbers, dates, addresses and codes, texts. */
export const CHECKS: readonly Check[] = [
  nhsNumber,
  upn,
  uprn,
  dateFormat,
  exportedDate,
  instantFormat,
  futureBirthDate,
  impossibleBirthDate,
  defaultBirthDate,
  futureInstant,
  datesInOrder,
  postcode,
  recordedReference,
  handlingCodes,
  spreadsheetDamage,
  overLongText,
  damagedText,
  invisibleCharacters,
  controlCharacters,
]

/** All that a field can be told: codes are checked by the lists of each contract, and are one rule. */
export const FIELD_RULES: readonly Rule[] = [...CHECKS, agreedCode]

/** What can be wrong with a row or a file as a whole. Two of them name rows or columns, and so are functions. */
export const ROW_RULES: readonly Rule[] = [
  rowRules.requiredMissing,
  rowRules.headerAgain,
  rowRules.tooManyCells,
  rowRules.tooFewCells,
  rowRules.strayQuote,
  rowRules.openQuote,
  rowRules.cutOff,
  rowRules.toldTwice({ row: 7, file: '' }, { row: 3, file: '' }),
  rowRules.renamedColumn('birth_date', 'dob'),
  rowRules.assumedEncoding,
  rowRules.rowTooLong,
  rowRules.brokenJson,
]
