/**
 * Finds rows of one delivery that give the same record two contents as of the same instant. A delivery has millions of
 * rows, so of each record only numbers are kept: a hash of its reference, one of its content, and where it stood.
 */
export type ToldTwice = {
  /** The row that said something else; `hash`: of all that the record says, one byte in each character. */
  note: (key: RecordKey, hash: string, here: Place) => Place | undefined
}

/** A row of a file. */
export type Place = { row: number; file: string }

/** Two hashes of 32 bits, because one would meet by chance in a million records. */
export type RecordKey = { one: number; two: number }

type Slots = { capacity: number; numbers: Uint32Array; files: Uint16Array }

const START = 1024
/** Numbers of a record: the two halves of the hash of its reference, its content, its row. A row is never 0. */
const NUMBERS = 4

export function findToldTwice(): ToldTwice {
  let slots = emptySlots(START)
  let used = 0
  const files: string[] = []
  const note = (key: RecordKey, hash: string, { row, file }: Place): Place | undefined => {
    if (files.at(-1) !== file) files.push(file)
    const content = firstBytes(hash)
    if (used * 2 > slots.capacity) slots = doubled(slots)
    const at = placeOf(slots, key.one, key.two)
    const base = at * NUMBERS
    const { numbers } = slots
    if (numbers[base + 3] === 0) {
      numbers.set([key.one, key.two, content, row], base)
      slots.files[at] = files.length - 1
      used++
      return undefined
    }
    if (numbers[base + 2] === content) return undefined
    return { row: numbers[base + 3] ?? 0, file: files[slots.files[at] ?? 0] ?? file }
  }
  return { note }
}

function firstBytes(hash: string): number {
  let bytes = 0
  for (let at = 0; at < 4; at++) bytes = (bytes << 8) | hash.charCodeAt(at)
  return bytes >>> 0
}

const key: RecordKey = { one: 0, two: 0 }

/** The hash of bytes between pairs of places. One object for all, because a file has millions. */
export function keyOf(bytes: Uint8Array, places: readonly number[]): RecordKey {
  let one = 0
  let two = -1
  for (let pair = 0; pair < places.length; pair += 2) {
    const end = places[pair + 1] ?? 0
    for (let at = places[pair] ?? 0; at < end; at++) {
      const byte = bytes[at] ?? 0
      one = Math.imul(one ^ byte, 0xcc9e_2d51)
      two = Math.imul(two ^ byte, 0x1b87_3593)
      one ^= one >>> 15
      two ^= two >>> 13
    }
  }
  key.one = spread(one)
  key.two = spread(two)
  return key
}

/** The last step of MurmurHash3: every bit depends on every other. */
function spread(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

function emptySlots(capacity: number): Slots {
  return { capacity, numbers: new Uint32Array(capacity * NUMBERS), files: new Uint16Array(capacity) }
}

/** Where a record stands among the slots, or the free slot where it would. */
function placeOf({ capacity, numbers }: Slots, one: number, two: number): number {
  for (let at = (one ^ two) & (capacity - 1); ; at = (at + 1) & (capacity - 1)) {
    const base = at * NUMBERS
    if (numbers[base + 3] === 0 || (numbers[base] === one && numbers[base + 1] === two)) return at
  }
}

function doubled(before: Slots): Slots {
  const after = emptySlots(before.capacity * 2)
  for (let from = 0; from < before.capacity; from++) {
    const numbers = before.numbers.subarray(from * NUMBERS, (from + 1) * NUMBERS)
    if (numbers[3] === 0) continue
    const at = placeOf(after, numbers[0] ?? 0, numbers[1] ?? 0)
    after.numbers.set(numbers, at * NUMBERS)
    after.files[at] = before.files[from] ?? 0
  }
  return after
}
