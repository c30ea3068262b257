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
    if (instant.text !== asOf) instant = { text: asOf, hash: hashOf(0, asOf) }
    const key = keyOf(draft, instant.hash)
    const content = firstBytes(hash)
    const row = draft.row ?? 1
    if (used * 2 > slots.capacity) slots = doubled(slots)
    const at = placeOf(slots, key.one, key.two)
    const base = at * NUMBERS
    if (slots.numbers[base + 3] === 0) {
      slots.numbers.set([key.one, key.two, content, row], base)
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
  const [a, b, c, d] = [hash.charCodeAt(0), hash.charCodeAt(1), hash.charCodeAt(2), hash.charCodeAt(3)]
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
}

const key = { one: 0, two: 0 }

/** What makes a record the same record: see `feeds.live_record`. One object for all, because a file has millions. */
function keyOf({ scope, person = '', sourceRef }: Draft, instant: number): typeof key {
  let one = hashOf(instant, scope)
  one = hashOf(one, sourceRef)
  let two = hashOf(one ^ 0x9e37_79b9, sourceRef)
  if (person !== sourceRef) two = hashOf(two, person)
  key.one = one >>> 0
  key.two = two >>> 0
  return key
}

/** The mixing step of MurmurHash3 over the letters of a text. */
function hashOf(seed: number, text: string): number {
  let hash = seed ^ text.length
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0xcc9e_2d51)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  return hash ^ (hash >>> 13)
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
