/**
 * Comma-separated values (RFC 4180) read from a stream of text. The service has a parser of its own because a feed's
 * rows must be rejected one by one, with the row that a spreadsheet shows, and never stop or fill the memory.
 */

/**
 * How CSV is written for people's spreadsheets: a cell that would be run as a formula is made text, and one that holds
 * a line end stays one cell. Options of csv-stringify.
 */
export const FOR_SPREADSHEETS = {
  escape_formulas: true,
  record_delimiter: 'windows',
  quoted_match: /[\r\n]/,
} as const

/** `number` counts from 1 with the header, as a spreadsheet does. */
export type CsvRow =
  | { number: number; cells: string[]; fault?: undefined }
  | { number: number; cells?: undefined; fault: CsvFault }

/** A quote that does not end where a cell ends, one that never ends, or a row beyond the limit. */
export type CsvFault = 'stray-quote' | 'open-quote' | 'too-long'

export type CsvParser = {
  /** Takes the next piece of text and gives the rows that are complete. */
  push(text: string): CsvRow[]
  /** Gives what is left when the text has ended. */
  end(): CsvRow[]
}

const QUOTE = 34
const COMMA = 44
const LF = 10
const CR = 13

/** A row may be this many characters; a longer one is passed over without being kept. */
const LONGEST_ROW = 1_048_576

type Found = { cells: string[]; next: number; stray: boolean }

/** The cells of a row whose end has not come, and where, from its beginning, the next begins: none is read twice. */
type Begun = { cells: string[]; at: number; stray: boolean }
const begin = (): Begun => ({ cells: [], at: 0, stray: false })

/** A parser for one file: commas, quotes doubled inside quotes, rows ended by LF, CRLF or CR; empty rows are left out. */
export function csvParser(longestRow = LONGEST_ROW): CsvParser {
  let rest = ''
  let begun = begin()
  let number = 0
  let skipping = false

  function take(more: string, final: boolean): CsvRow[] {
    const rows: CsvRow[] = []
    const text = rest === '' ? more : rest + more
    let at = 0
    while (at < text.length) {
      if (skipping) {
        const next = lineEnd(text, at, final)
        if (next === undefined) return keep('', rows)
        skipping = false
        at = next
        continue
      }
      const found = readRow(text, at, final, begun)
      if (found === undefined && !final && text.length - at <= longestRow) return keep(text.slice(at), rows)
      begun = begin()
      if (found !== undefined && found.next - at <= longestRow) {
        at = found.next
        add(rows, found)
        continue
      }
      // The row has no end: it is rejected, and reading goes on at the next line so that one quote costs one row.
      number++
      const quoted = text.slice(at, at + longestRow).includes('"')
      rows.push({ number, fault: quoted ? 'open-quote' : 'too-long' })
      const next = lineEnd(text, at, final)
      if (next === undefined) {
        skipping = true
        return keep('', rows)
      }
      at = next
    }
    return keep('', rows)
  }

  function add(rows: CsvRow[], found: Found): void {
    number++
    if (found.stray) rows.push({ number, fault: 'stray-quote' })
    else if (found.cells.length > 1 || found.cells[0] !== '') rows.push({ number, cells: found.cells })
  }

  function keep(text: string, rows: CsvRow[]): CsvRow[] {
    rest = text
    return rows
  }

  return { push: text => take(text, false), end: () => take('', true) }
}

/** One row from `start`, or `undefined` where the text does not yet hold all of it; `begun` says how far it is read. */
function readRow(text: string, start: number, final: boolean, begun: Begun): Found | undefined {
  for (;;) {
    let at = start + begun.at
    let cell: string
    let stray = begun.stray
    if (text.charCodeAt(at) === QUOTE) {
      const close = closingQuote(text, at + 1)
      if (close < 0 || (close + 1 >= text.length && !final)) return undefined
      cell = text.slice(at + 1, close)
      if (cell.includes('"')) cell = cell.replaceAll('""', '"')
      at = close + 1
      const after = cellEnd(text, at)
      if (after !== at) stray = true
      at = after
    } else {
      const end = cellEnd(text, at)
      cell = text.slice(at, end)
      at = end
    }
    // What ends with the text may go on in the next piece.
    if (at >= text.length && !final) return undefined
    if (text.charCodeAt(at) === COMMA) {
      begun.cells.push(cell)
      begun.stray = stray
      begun.at = at + 1 - start
      continue
    }
    const next = at >= text.length ? at : afterLineEnd(text, at, final)
    if (next === undefined) return undefined
    begun.cells.push(cell)
    return { cells: begun.cells, next, stray }
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2)
  return at
}

function cellEnd(text: string, from: number): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === COMMA || code === LF || code === CR) break
  }
  return at
}

/** A CR at the end of the text may be half of a CRLF, so it waits for more. */
function afterLineEnd(text: string, at: number, final: boolean): number | undefined {
  if (text.charCodeAt(at) === LF) return at + 1
  if (at + 1 >= text.length) return final ? at + 1 : undefined
  return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1
}

function lineEnd(text: string, from: number, final: boolean): number | undefined {
  const [lf, cr] = [text.indexOf('\n', from), text.indexOf('\r', from)]
  const at = lf < 0 || (cr >= 0 && cr < lf) ? cr : lf
  if (at >= 0) return afterLineEnd(text, at, final)
  return final ? text.length : undefined
}
