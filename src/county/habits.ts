/**
 * How partners' systems write the same format in ways of their own: by supplier and by year. Whatever the habits, the file
 * is valid and says the same.
 */
import { randomFor } from './random.ts'

export interface Habits {
  /** UTF-8 with the mark that some systems put before it. */
  byteOrderMark: boolean
  newline: '\r\n' | '\n'
  /** Windows-1252, for a file that holds nothing else and is written in one piece. */
  windows1252: boolean
  /** Columns at the end of each table that nobody asked for. */
  extraColumns: readonly string[]
  /** The version that a school's system writes, and whether it leaves out what the format lets it leave out. */
  ctfVersion: '21.0' | '22.0' | '23.0' | '24.0' | '25.0'
  sparse: boolean
}

/** As the format has it, with nothing of the system's own. */
export const PLAIN: Habits = {
  byteOrderMark: false,
  newline: '\r\n',
  windows1252: false,
  extraColumns: [],
  ctfVersion: '21.0',
  sparse: false,
}

const LATER_VERSIONS = ['22.0', '23.0', '24.0', '25.0'] as const
const EXTRA_COLUMNS = [
  ['export_batch'],
  ['last_amended_by', 'office_note'],
  ['record_status', 'local_code'],
] as const

/** The habits of one partner's system: `variety` is the part of the partners whose system has any, from 0 to 1. */
export function habitsOf(seed: number, variety: number, partner: string): Habits {
  const random = randomFor(seed, `habits of ${partner}`)
  if (!random.chance(variety)) return PLAIN
  return {
    byteOrderMark: random.chance(0.4),
    newline: random.chance(0.4) ? '\n' : '\r\n',
    windows1252: random.chance(0.35),
    extraColumns: random.chance(0.5) ? random.pick(EXTRA_COLUMNS) : [],
    ctfVersion: random.chance(0.6) ? random.pick(LATER_VERSIONS) : '21.0',
    sparse: random.chance(0.3),
  }
}

/** What stands in a column that nobody asked for: a reader that keeps it has not minimised. */
export const EXTRA_VALUE = 'Kept by the office, not for sharing'

/** Whether the text can be written in Windows-1252 as it is; of that only what it shares with Latin-1 is used. */
export function fitsWindows1252(text: string): boolean {
  return /^[\r\n\u0020-\u007e\u00a0-\u00ff]*$/.test(text)
}
