import { readSync } from 'node:fs'
import { Fault } from '../../../kit/faults.ts'
import type { Input } from '../open-input.ts'
import { type Marked, type MarkFinder, openMarkFinder } from './find-marks.ts'
import { type Cells, emptyCells, firstRowFrom, LONGEST_ROW, scanRow, undoubleQuotes } from './scan-csv.ts'

/** A stretch of a file that one worker reads: the rows that begin in it. Cut by bytes, so that files of any size spread evenly. */
export type Part = {
  input: number
  from: number
  to: number
  /** Whether `from - 1` stands inside quotes. */
  isQuoted: boolean
  /** The place of its first row among all rows. */
  firstRow: number
}

/** Reads on demand: a window of a file in memory, with bytes to spare behind its end, and the marks in it. */
export type Window = Marked & { finder: MarkFinder; from: number }

export const openWindow = (): Window => ({
  finder: openMarkFinder(),
  bytes: new Uint8Array(0),
  places: new Int32Array(0),
  from: 0,
  end: 0,
})

const AHEAD = 1 << 16

/** Fills the window with a file's bytes from `from` to `to`, or fewer at the file's end. */
export function fill(window: Window, file: number, input: Input, from: number, to: number): void {
  const end = Math.min(to, input.size)
  const length = Math.max(0, end - from)
  window.bytes = window.finder.room(length + 2)
  if (input.shared) window.bytes.set(new Uint8Array(input.shared, from, length))
  else {
    for (let done = 0; done < length; ) {
      const read = readSync(file, window.bytes, done, length - done, from + done)
      if (read === 0) throw new Fault('file-unreadable', `${input.path} became shorter while it was read.`)
      done += read
    }
  }
  window.bytes[length] = 10
  window.bytes[length + 1] = 0
  window.from = from
  window.end = length
  window.places = window.finder.find(length, input.delimiter)
}

/**
 * Calls `take` for each row that begins in the part, with its cells in the window's bytes. Empty rows are left out.
 * Gives whether a quote stood where none may.
 */
export function readRows(
  part: Part,
  input: Input,
  file: number,
  window: Window,
  take: (bytes: Uint8Array, cells: Cells) => void,
): boolean {
  const cells = emptyCells()
  const isFirst = part.from === input.start
  const base = isFirst ? part.from : part.from - 1
  fill(window, file, input, base, part.to + AHEAD)
  let at = isFirst ? 0 : firstRowFrom(window.bytes, 0, window.end, part.isQuoted)

  while (window.from + at < part.to && window.from + at < input.size) {
    const isWhole = window.from + window.end >= input.size
    const next = scanRow(window, at, isWhole, cells)
    if (next < 0 || next - at > LONGEST_ROW) {
      if (isWhole && window.end - at <= LONGEST_ROW) throw neverClosed(input, window.from + at)
      if (isWhole || window.end - at > LONGEST_ROW) throw tooLong(input, window.from + at)
      const from = window.from + at
      fill(window, file, input, from, Math.max(part.to, from + LONGEST_ROW) + AHEAD)
      at = 0
      cells.mark = 0
      continue
    }
    if (cells.hasDoubledQuote) undoubleQuotes(window.bytes, cells)
    if (cells.count > 1 || cells.starts[0]! < cells.ends[0]!) {
      take(window.bytes, cells)
    }
    at = next
  }
  return cells.hasStrayQuote
}

function neverClosed(input: Input, at: number): Fault {
  return new Fault(
    'file-unreadable',
    `${input.path} has a quote that is opened and never closed, in the row that begins at byte ${at.toLocaleString('en-GB')}. Close it there, or leave the quote out.`,
  )
}

function tooLong(input: Input, at: number): Fault {
  return new Fault(
    'file-unreadable',
    `${input.path} has a row of more than ${LONGEST_ROW.toLocaleString('en-GB')} bytes, which begins at byte ${at.toLocaleString('en-GB')}. A quote that is opened and never closed is the usual cause.`,
  )
}
