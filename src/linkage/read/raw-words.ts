import { fingerprint, hashOn } from '../rows/fingerprints.ts'

/**
 * Every different cell of names, streets and text that one worker meets, each once and as it was written, so that a
 * value that stands in ten thousand rows is brought into form only once.
 */
export type RawWords = {
  /** The cells' bytes, one behind the other. */
  bytes: Uint8Array
  /** Where each cell ends; cell 0 is the empty one. */
  ends: Int32Array
  kinds: Uint8Array
  hashes: Int32Array
  count: number
  /** Open addressing: numbers of cells by hash, 0 where free; a power of two. */
  table: Int32Array
}

/** How a cell is brought into form: a name, a street or free text, or not at all (a source, a seal). */
export const NAME = 1
export const PLAIN = 2
export const EXACT = 3

export function noRawWords(): RawWords {
  return {
    bytes: new Uint8Array(1 << 20),
    ends: new Int32Array(1 << 15),
    kinds: new Uint8Array(1 << 15),
    hashes: new Int32Array(1 << 15),
    count: 1,
    table: new Int32Array(1 << 16),
  }
}

/** The number of the cell with these bytes, which must not be empty; a new one where it was not met before. */
export function numberOfWord(
  words: RawWords,
  kind: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  let hash = kind
  for (let at = start; at < end; at++) hash = hashOn(hash, bytes[at]!)
  hash = fingerprint(hash)
  const mask = words.table.length - 1
  let place = hash & mask
  for (;;) {
    const number = words.table[place]!
    if (number === 0) break
    if (words.hashes[number] === hash && isWord(words, number, kind, bytes, start, end)) return number
    place = (place + 1) & mask
  }
  return addWord(words, kind, hash, place, bytes.subarray(start, end))
}

/** Whether a cell that was met has these bytes. */
export function isWord(
  words: RawWords,
  number: number,
  kind: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  let own = words.ends[number - 1]!
  if (words.ends[number]! - own !== end - start || words.kinds[number] !== kind) return false
  for (let at = start; at < end; at++) if (words.bytes[own++] !== bytes[at]) return false
  return true
}

function addWord(words: RawWords, kind: number, hash: number, place: number, value: Uint8Array): number {
  const number = words.count++
  if (number === words.ends.length) {
    words.ends = larger(words.ends, new Int32Array(2 * number))
    words.kinds = larger(words.kinds, new Uint8Array(2 * number))
    words.hashes = larger(words.hashes, new Int32Array(2 * number))
  }
  const from = words.ends[number - 1]!
  while (from + value.length > words.bytes.length)
    words.bytes = larger(words.bytes, new Uint8Array(2 * words.bytes.length))
  words.bytes.set(value, from)
  words.ends[number] = from + value.length
  words.kinds[number] = kind
  words.hashes[number] = hash
  words.table[place] = number
  if (2 * words.count > words.table.length) rebuildTable(words)
  return number
}

function rebuildTable(words: RawWords): void {
  words.table = new Int32Array(2 * words.table.length)
  const mask = words.table.length - 1
  for (let number = 1; number < words.count; number++) {
    let place = words.hashes[number]! & mask
    while (words.table[place] !== 0) place = (place + 1) & mask
    words.table[place] = number
  }
}

function larger<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

/** The bytes of a cell by its number. */
export const bytesOfWord = (words: RawWords, number: number): Uint8Array =>
  words.bytes.subarray(words.ends[number - 1], words.ends[number])
