import type { Check } from '../checks/check.ts'
import { controlCharacters } from '../checks/control-characters.ts'
import { damagedText } from '../checks/damaged-text.ts'
import { invisibleCharacters } from '../checks/invisible-characters.ts'
import { overLongText } from '../checks/over-long-text.ts'
import { isPlainText } from '../checks/plain-text.ts'
import { requiredMissing } from '../checks/row-rules.ts'
import { spreadsheetDamage } from '../checks/spreadsheet-damage.ts'
import { asWritten, type Field } from '../columns.ts'
import type { Context, Problem } from '../contract.ts'

const OF_EVERY_TEXT = [controlCharacters, damagedText, invisibleCharacters]

/**
 * Reads the fields of a file, each by the checks of every text and by its own. `reject` reports a field; `fail` says
 * that its row cannot do without it. A row has twenty fields and a file a million rows, so nothing is made for a field.
 */
export function fieldReader(
  tally: { today: string; textIsClean: boolean },
  reject: (column: string | undefined, problem: Problem) => void,
  fail: () => void,
): Context['read'] {
  const { today } = tally
  const leaveOut = (field: Field<unknown>, column: string, problem: Problem) => {
    const isNeeded = field.needs === 'filled'
    const isEnd = field.costsRow === true
    if (isNeeded || isEnd) fail()
    reject(column, problem === requiredMissing ? problem : withItsRow(problem, isNeeded, isEnd))
    return undefined
  }
  /** The check that costs the field. Those that only report are told on the way to it. */
  const firstFailing = (checks: readonly Check[], column: string, text: string) => {
    for (const check of checks) {
      if (check.passes(text, today)) continue
      if (check.effect === 'field left out') return check
      reject(column, check)
    }
    return undefined
  }
  return (field, column, raw) => {
    const text = trimmed(raw)
    if (text === '' || field.blank?.test(text))
      return field.needs === 'filled' ? leaveOut(field, column, requiredMissing) : undefined
    if (!overLongText.passes(text, today)) return leaveOut(field, column, overLongText)
    if (!spreadsheetDamage.passes(text, today)) return leaveOut(field, column, spreadsheetDamage)
    // Most are spared where a whole piece of the file is plain, because they cost most.
    const unfit =
      tally.textIsClean || isPlainText(text) ? undefined : firstFailing(OF_EVERY_TEXT, column, text)
    const problem = unfit ?? firstFailing(field.checks, column, text)
    if (problem !== undefined) return leaveOut(field, column, problem)
    // Most fields are text as it is written: that case is worth a comparison.
    if (field.read === asWritten) return text as ReturnType<typeof field.read>
    const value = field.read(text)
    return value === undefined && field.reads !== undefined ? leaveOut(field, column, field.reads) : value
  }
}

function withItsRow(problem: Problem, isNeeded: boolean, isEnd: boolean): Problem {
  if (!isNeeded && !isEnd) return problem
  const without = isNeeded ? 'means nothing' : 'would say that this still goes on'
  return {
    rule: problem.rule,
    remedy: `${problem.remedy} Without it the row ${without}, so the row was left out too.`,
  }
}

/** Without white space around it; a text that begins and ends with a plain character has none. */
function trimmed(raw: string | undefined): string {
  if (raw === undefined || raw === '') return ''
  const first = raw.charCodeAt(0)
  if (first === APOSTROPHE || first === EQUALS) return withoutTextMark(raw.trim())
  return isPlain(first) && isPlain(raw.charCodeAt(raw.length - 1)) ? raw : raw.trim()
}

const APOSTROPHE = 39
const EQUALS = 61

const MARKED = /^'(?=[^\d]*\d)([\w+][\w .:/+-]*)$/

/**
 * Spreadsheets keep the noughts and digits of a number that is marked as text: '0012 or ="0012". Some programs write the
 * mark too; with it nobody would be found again under the reference of a file that has none. 't Hooft is a name.
 */
function withoutTextMark(text: string): string {
  return /^="([^"]*)"$/.exec(text)?.[1]?.trim() ?? MARKED.exec(text)?.[1] ?? text
}

const isPlain = (letter: number): boolean => letter > 32 && letter < 128
