import type { Marked } from './find-marks.ts'

/**
 * Comma-separated values (RFC 4180) read as bytes, a row at a time, without making a string: where each cell begins
 * and ends is all that the decoders need.
 */

export const QUOTE = 34
const LF = 10
const CR = 13

/** A row may be this many bytes; a longer one is nearly always a quote that was opened and never closed. */
export const LONGEST_ROW = 1_048_576

export type Cells = {
  /** Cells of the last row that was read. */
  count: number
  starts: Int32Array
  ends: Int32Array
  /** The mark at which reading stands. */
  mark: number
  /** Whether a quote stood where none may: the file's cut among workers cannot be trusted then. */
  hasStrayQuote: boolean
  /** Whether a cell of the row may hold a doubled quote, which stands for one. */
  hasDoubledQuote: boolean
}

export function emptyCells(): Cells {
  return {
    count: 0,
    starts: new Int32Array(1024),
    ends: new Int32Array(1024),
    mark: 0,
    hasStrayQuote: false,
    hasDoubledQuote: false,
  }
}

/**
 * Reads the row that begins at `from` and gives where the next begins, or -1 where the bytes end before the row
 * does. `bytes[end]` must be readable and is taken for the end of the last line where `final` is true.
 */
export function scanRow(text: Marked, from: number, final: boolean, cells: Cells): number {
  const { bytes, end } = text
  let at = from
  let count = 0
  cells.hasDoubledQuote = false
  for (;;) {
    if (count === cells.starts.length) growCells(cells)
    if (at < end && bytes[at] === QUOTE) {
      const close = closeOf(text, at + 1, cells)
      if (close < 0 || (close + 1 >= end && !final)) return -1
      cells.starts[count] = at + 1
      cells.ends[count++] = close
      at = close + 1
      const behind = endOfCell(text, at, cells)
      if (behind > at) cells.hasStrayQuote = true
      at = behind
    } else {
      cells.starts[count] = at
      at = endOfCell(text, at, cells)
      cells.ends[count++] = at
    }
    cells.count = count
    if (at >= end) return final ? end : -1
    const stop = bytes[at]!
    if (stop === LF) return at + 1
    if (stop !== CR) {
      at++
      continue
    }
    if (at + 1 >= end && !final) return -1
    return bytes[at + 1] === LF ? at + 2 : at + 1
  }
}

/** Where an unquoted cell ends; a quote in it stands for itself. */
function endOfCell({ bytes, end, places }: Marked, from: number, cells: Cells): number {
  let mark = markFrom(places, from, cells)
  while (places[mark]! < end && bytes[places[mark]!] === QUOTE) {
    cells.hasStrayQuote = true
    mark++
  }
  cells.mark = mark
  return Math.min(places[mark]!, end)
}

/** The quote that ends a quoted cell; a doubled one is part of the cell. */
function closeOf({ bytes, end, places }: Marked, from: number, cells: Cells): number {
  for (let mark = markFrom(places, from, cells); places[mark]! < end; mark++) {
    const at = places[mark]!
    if (bytes[at] !== QUOTE) continue
    if (at + 1 >= end || bytes[at + 1] !== QUOTE) {
      cells.mark = mark
      return at
    }
    cells.hasDoubledQuote = true
    mark++
  }
  return -1
}

/** The first mark at or behind a place. Rows are read onwards, so it is never before the last; a row that is read again begins anew. */
function markFrom(places: Int32Array, from: number, cells: Cells): number {
  let mark = cells.mark > 0 && places[cells.mark - 1]! >= from ? 0 : cells.mark
  while (places[mark]! < from) mark++
  return mark
}

function growCells(cells: Cells): void {
  for (const side of ['starts', 'ends'] as const) {
    const larger = new Int32Array(2 * cells[side].length)
    larger.set(cells[side])
    cells[side] = larger
  }
}

/** Where the first row begins at or after `from`, which stands inside quotes if `isQuoted`; `end` where none does. */
export function firstRowFrom(bytes: Uint8Array, from: number, end: number, isQuoted: boolean): number {
  let quoted = isQuoted
  for (let at = from; at < end; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) quoted = !quoted
    else if (byte === LF && !quoted) return at + 1
    else if (byte === CR && !quoted && bytes[at + 1] !== LF) return at + 1
  }
  return end
}

/** Writes each doubled quote of the row's cells as one, in place. */
export function undoubleQuotes(bytes: Uint8Array, cells: Cells): void {
  for (let cell = 0; cell < cells.count; cell++) {
    let to = cells.starts[cell]!
    if (bytes[to - 1] !== QUOTE) continue
    for (let at = to; at < cells.ends[cell]!; at++) {
      if (bytes[at] === QUOTE && bytes[at + 1] === QUOTE) at++
      bytes[to++] = bytes[at]!
    }
    cells.ends[cell] = to
  }
}

/** Quotes and line ends up to a place: quotes tell where rows begin, line ends how many rows there are at most. */
export function countMarks({ bytes, places }: Marked, to: number): { quotes: number; lines: number } {
  let quotes = 0
  let lines = 0
  for (let mark = 0; places[mark]! < to; mark++) {
    const at = places[mark]!
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) lines++
    else if (bytes[at] === QUOTE) quotes++
  }
  return { quotes, lines }
}
