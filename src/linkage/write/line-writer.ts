import type { WholeFile } from './write-file.ts'

/** Gathers lines of CSV and writes them a buffer at a time. */
export type LineWriter = {
  /** Text as it stands. */
  text(piece: string): void
  /** A cell and the comma behind it: what stands in `before`, then the bytes from `from` to `to`; quoted where it must be. */
  cell(before: DataView, bytes: DataView, from: number, to: number): void
  /** A number with three decimals, as `toFixed` writes it but for the last digit of numbers half way between two. */
  thousandths(number: number): void
  flush(): void
}

const BUFFER_BYTES = 1 << 20
const QUOTE = 34
const COMMA = 44

/** Opens a writer of lines into a file. */
export function lineWriter(file: Pick<WholeFile, 'write'>): LineWriter {
  let buffer = Buffer.alloc(BUFFER_BYTES)
  let view = viewOf(buffer)
  let length = 0
  const flush = (): void => {
    file.write(buffer.subarray(0, length))
    length = 0
  }
  const makeRoom = (bytes: number): void => {
    if (length + bytes <= buffer.length) return
    flush()
    if (bytes <= buffer.length) return
    buffer = Buffer.alloc(bytes)
    view = viewOf(buffer)
  }
  return {
    text: piece => {
      makeRoom(4 * piece.length)
      length += buffer.write(piece, length, 'utf8')
    },
    cell: (before, bytes, from, to) => {
      // Each byte may be a quote, which is written twice.
      makeRoom(2 * (before.byteLength + to - from) + 3)
      const start = length
      length += before.byteLength + to - from
      const isPlain = copy(before, 0, before.byteLength, view, start)
      if (!copy(bytes, from, to, view, start + before.byteLength) || !isPlain)
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

export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength)

/** Copies bytes, four at a time: ids are long. Gives whether all of them may stand without quotes. */
function copy(bytes: DataView, from: number, to: number, buffer: DataView, at: number): boolean {
  let isPlain = true
  let place = from
  for (; place + 4 <= to; place += 4) {
    const four = bytes.getUint32(place)
    buffer.setUint32(at + place - from, four)
    if (isAnyUpToComma(four) && !areAllPlain(four)) isPlain = false
  }
  for (; place < to; place++) {
    const byte = bytes.getUint8(place)
    buffer.setUint8(at + place - from, byte)
    if (!isPlainByte(byte)) isPlain = false
  }
  return isPlain
}

/** Whether any of four bytes is at most a comma, as all are that want quotes: taking more away borrows from its top bit. */
const isAnyUpToComma = (four: number): boolean => ((four - 0x2d2d2d2d) & ~four & 0x80808080) !== 0

const areAllPlain = (four: number): boolean =>
  isPlainByte(four >>> 24) &&
  isPlainByte((four >>> 16) & 255) &&
  isPlainByte((four >>> 8) & 255) &&
  isPlainByte(four & 255)

const isPlainByte = (byte: number): boolean => byte !== COMMA && byte !== QUOTE && byte !== 10 && byte !== 13

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
