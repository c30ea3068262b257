import type { WholeFile } from './write-file.ts'

/** Gathers lines of CSV and writes them a buffer at a time. */
export type LineWriter = {
  /** Text as it stands. */
  text(piece: string): void
  /** A cell and the comma behind it: what stands in `before`, then the bytes from `from` to `to`; quoted where it must be. */
  cell(before: Uint8Array, bytes: Uint8Array, from: number, to: number): void
  /** A number with three decimals, as `toFixed` writes it but for the last digit of numbers half way between two. */
  thousandths(number: number): void
  flush(): void
}

const BUFFER_BYTES = 1 << 20
const QUOTE = 34
const COMMA = 44

/** Opens a writer of lines into a file. */
export function lineWriter(file: WholeFile): LineWriter {
  let buffer = Buffer.alloc(BUFFER_BYTES)
  let length = 0
  const flush = (): void => {
    file.write(buffer.subarray(0, length))
    length = 0
  }
  const makeRoom = (bytes: number): void => {
    if (length + bytes <= buffer.length) return
    flush()
    if (bytes > buffer.length) buffer = Buffer.alloc(bytes)
  }
  return {
    text: piece => {
      makeRoom(4 * piece.length)
      length += buffer.write(piece, length, 'utf8')
    },
    cell: (before, bytes, from, to) => {
      // Each byte may be a quote, which is written twice.
      makeRoom(2 * (before.length + to - from) + 3)
      const start = length
      length += before.length + to - from
      const isPlain = copy(before, 0, before.length, buffer, start)
      if (!copy(bytes, from, to, buffer, start + before.length) || !isPlain)
        length = quote(buffer, start, length)
      buffer[length++] = COMMA
    },
    thousandths: number => {
      makeRoom(MOST_DIGITS)
      length = writeThousandths(number, buffer, length)
    },
    flush,
  }
}

/** Gives whether all of what is copied may stand without quotes. */
function copy(bytes: Uint8Array, from: number, to: number, buffer: Uint8Array, at: number): boolean {
  let isPlain = true
  for (let place = from; place < to; place++) {
    const byte = bytes[place]!
    if (byte <= COMMA && (byte === COMMA || byte === QUOTE || byte === 10 || byte === 13)) isPlain = false
    buffer[at + place - from] = byte
  }
  return isPlain
}

/** Puts quotes around the bytes from `start` to `end` and doubles those within, in place; gives where it ends then. */
function quote(buffer: Uint8Array, start: number, end: number): number {
  let quotes = 2
  for (let at = start; at < end; at++) if (buffer[at] === QUOTE) quotes++
  let to = end + quotes
  buffer[--to] = QUOTE
  for (let at = end - 1; at >= start; at--) {
    buffer[--to] = buffer[at]!
    if (buffer[at] === QUOTE) buffer[--to] = QUOTE
  }
  buffer[start] = QUOTE
  return end + quotes
}

const MOST_DIGITS = 24

/** Digits put in place one by one: a million of them take a tenth of the time that texts would. */
function writeThousandths(number: number, buffer: Uint8Array, at: number): number {
  let left = Math.round(Math.abs(number) * 1000)
  let start = at
  if (number < 0 && left > 0) buffer[start++] = MINUS
  let digits = 4
  for (let ten = 10_000; ten <= left; ten *= 10) digits++
  const end = start + digits + 1
  for (let place = end - 1; place >= start; place--) {
    if (place === end - 4) {
      buffer[place] = POINT
      continue
    }
    buffer[place] = ZERO + (left % 10)
    left = Math.floor(left / 10)
  }
  return end
}
const [MINUS, POINT, ZERO] = [45, 46, 48]
