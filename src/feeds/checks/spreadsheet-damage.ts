import type { Check } from './check.ts'

const HASH = 35
const PLUS = 43
/** What a spreadsheet shows where a formula failed or a column is too narrow, and saves as if it were the value. */
const FAILED = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|#+)$/i
/** A number of more than eleven digits, as a spreadsheet shortens it: its last digits are lost. */
const SHORTENED = /^\d(?:[.,]\d+)?E\+\d\d$/i

/** Looked for in every field, so the letters that tell are looked at before any pattern is. */
export const spreadsheetDamage: Check = {
  rule: 'spreadsheet-damage',
  says: 'A field holds its value, and not what a spreadsheet made of it: 1.23457E+11, #N/A or ########.',
  remedy:
    'A spreadsheet has shortened a long number (as in 1.23457E+11), or wrote a sign in place of a value (such as #N/A or ########). What was there is lost. Export it again from your own system and send that file, without opening it in a spreadsheet. The field was left out.',
  mostly: 'The file was opened in a spreadsheet and saved from it.',
  effect: 'field left out',
  passes: text =>
    !(text.charCodeAt(0) === HASH && FAILED.test(text)) &&
    !(text.charCodeAt(text.length - 3) === PLUS && SHORTENED.test(text)),
  examples: [
    { text: '1.23457E+11', passes: false },
    { text: '9E+09', passes: false },
    { text: '########', passes: false },
    { text: '#N/A', passes: false },
    { text: '#REF!', passes: false },
    { text: '100012345678', passes: true },
    { text: '+44 1632 960+01', passes: true },
    { text: '# 4, Mill Street', passes: true },
  ],
}
