import { hashBytes } from '../kit/hash-uuid.ts'
import { toldTwice } from './checks/row-rules.ts'
import type { Draft } from './contract.ts'
import type { Batch, Rejection } from './readers/table.ts'

/**
 * Finds rows of one delivery that give the same record two contents as of the same instant. A delivery has millions of
 * rows, so of each record only numbers are kept: a hash of its reference, one of its content, and where it stood.
 */
export type ToldTwice = {
  /** `hash`: of all that the record says, one byte in each character. */
  note: (draft: Draft, asOf: string, hash: string, file: string) => Rejection | undefined
  count: () => number
}

type Slots = { capacity: number; numbers: Uint32Array; files: Uint16Array }

const START = 1024
/** Numbers of a record: the two halves of the hash of its reference, its content, its row. A row is never 0. */
const NUMBERS = 4

export function findToldTwice(): ToldTwice {
  let slots = emptySlots(START)
  let used = 0
  let count = 0
  const files: string[] = []
  let instant = { text: '', hash: 0 }
  const note = (draft: Draft, asOf: string, hash: string, file: string): Rejection | undefined => {
    if (files.at(-1) !== file) files.push(file)
    if (instant.text !== asOf) instant = { text: asOf, hash: hashOf(asOf) }
    const key = keyOf(draft, instant.hash)
    const content = firstBytes(hash)
    const row = draft.row ?? 1
    if (used * 2 > slots.capacity) slots = doubled(slots)
    const at = placeOf(slots, key.one, key.two)
    const base = at * NUMBERS
    if (slots.numbers[base + 3] === 0) {
      slots.numbers[base] = key.one
      slots.numbers[base + 1] = key.two
      slots.numbers[base + 2] = content
      slots.numbers[base + 3] = row
      slots.files[at] = files.length - 1
      used++
      return undefined
    }
    if (slots.numbers[base + 2] === content) return undefined
    count++
    const first = { row: slots.numbers[base + 3] ?? 0, file: files[slots.files[at] ?? 0] ?? file }
    const { rule, remedy } = toldTwice({ row, file }, first)
    return { file, row, column: undefined, rule, remedy }
  }
  return { note, count: () => count }
}

/** For a rehearsal, which stores nothing and so has made no hash. */
export function noteBatch(found: ToldTwice, { drafts }: Batch, file: string, asOf: string | undefined): void {
  for (const draft of drafts) {
    const { object, content, from, to } = draft
    const hash = hashBytes(JSON.stringify([object, content, from, to]))
    found.note(draft, draft.asOf ?? asOf ?? '', hash, file)
  }
}

function firstBytes(hash: string): number {
  let bytes = 0
  for (let at = 0; at < 4; at++) bytes = (bytes << 8) | hash.charCodeAt(at)
  return bytes >>> 0
}

const key = { one: 0, two: 0 }

/** What makes a record the same record: see `feeds.live_record`. One object for all, because a file has millions. */
function keyOf({ scope, person = '', sourceRef }: Draft, instant: number): typeof key {
  key.one = instant
  key.two = ~instant
  mix(scope)
  mix(sourceRef)
  if (person !== sourceRef) mix(person)
  key.one = spread(key.one)
  key.two = spread(key.two)
  return key
}

/** Two hashes of 32 bits, because one would meet by chance in a million records. */
function mix(text: string): void {
  let { one, two } = key
  one ^= text.length
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    one = Math.imul(one ^ letter, 0xcc9e_2d51)
    two = Math.imul(two ^ letter, 0x1b87_3593)
    one ^= one >>> 15
    two ^= two >>> 13
  }
  key.one = one
  key.two = two
}

/** The last step of MurmurHash3: every bit depends on every other. */
function spread(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

function hashOf(text: string): number {
  key.one = 0
  mix(text)
  return key.one
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
