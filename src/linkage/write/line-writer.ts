import type { WholeFile } from './write-file.ts'

/** Gathers lines of CSV and writes them a buffer at a time. */
export type LineWriter = {
  /** Text as it stands. */
  text(piece: string): void
  /** A cell and the comma behind it: what stands in `before`, then the bytes from `from` to `to`; quoted where it must be. */
  cell(before: Uint8Array, bytes: Uint8Array, from: number, to: number): void
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
  /** Gives whether all of it may stand without quotes. */
  const put = (bytes: Uint8Array, from: number, to: number): boolean => {
    let isPlain = true
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!
      if (byte <= COMMA && (byte === COMMA || byte === QUOTE || byte === 10 || byte === 13)) isPlain = false
      buffer[length++] = byte
    }
    return isPlain
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
      const isPlain = put(before, 0, before.length)
      if (!put(bytes, from, to) || !isPlain) length = quote(buffer, start, length)
      buffer[length++] = COMMA
    },
    flush,
  }
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
