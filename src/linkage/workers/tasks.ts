import { closeSync } from 'node:fs'
import { type Blocking, makeBlocking } from '../block/blocking-rules.ts'
import {
  type Comparing,
  type Found,
  nothingFound,
  pairFinder,
  type SortScratch,
  sortByKey,
} from '../block/find-pairs.ts'
import { rowComparer } from '../compare/compare-rows.ts'
import type { Chance } from '../learn/chance.ts'
import type { Estimates } from '../learn/estimate.ts'
import { fill, openWindow, type Part, readRows, type Window } from '../read/csv/read-part.ts'
import { countMarks } from '../read/csv/scan-csv.ts'
import { openFile } from '../read/open-file.ts'
import type { Input } from '../read/open-input.ts'
import { type Packing, type People, rowPacker, startPacking } from '../read/pack-people.ts'
import { bytesOfWord } from '../read/raw-words.ts'
import { textOfBytes, tidyWord } from '../read/values/tidy-word.ts'
import { type Dictionary, withParts } from '../rows/dictionary.ts'
import { type Order, orderRecords } from '../rows/order-records.ts'
import { renumberRow, wordSlots } from '../rows/renumber-row.ts'
import { mostRarity, RARITIES, rareBits } from '../weigh/rareness.ts'
import { oddsOf, sumPattern, weightsOf } from '../weigh/weigh-patterns.ts'

/**
 * What workers do, phase by phase. A task is a function of what it is given and of the rows; the same task over other
 * partitions, on any number of workers, adds up to the same result.
 */
export type State = {
  inputs: Input[]
  parts: Part[]
  people: People | undefined
  packing: Packing
  /** The local numbers of tidy words, by raw word. */
  tidied: Int32Array
  /** Parts that this worker read: their words are its own until they are renumbered. */
  own: { from: number; to: number }[]
  window: Window
  found: Found
  finder: ((rule: number, entries: Int32Array) => void) | undefined
  blocking: Blocking | undefined
  sort: SortScratch
}

export function newState(): State {
  return {
    inputs: [],
    parts: [],
    people: undefined,
    packing: startPacking(),
    tidied: new Int32Array(0),
    own: [],
    window: openWindow(),
    found: nothingFound(),
    finder: undefined,
    blocking: undefined,
    sort: { sorted: new Int32Array(0), counts: new Int32Array(0) },
  }
}

const TASKS = {
  countParts,
  readParts,
  renumber,
  order,
  prepare,
  hashRows,
  scatterRows,
  comparePartitions,
  giveFound,
}

export type TaskName = keyof typeof TASKS
export type Task<N extends TaskName> = (typeof TASKS)[N]

export function runTask(state: State, name: TaskName, given: never): unknown {
  return (TASKS[name] as (state: State, given: never) => unknown)(state, given)
}

/** Takes the next number of work that no other worker has taken. */
const next = (counter: Int32Array<SharedArrayBuffer>): number => Atomics.add(counter, 0, 1)

type Marks = { part: number; quotes: number; lines: number }

/** Counts quotes and line ends part by part, so that each part knows whether it begins inside quotes. */
function countParts(
  state: State,
  given: { inputs: Input[]; parts: Part[]; counter: Int32Array<SharedArrayBuffer> },
): Marks[] {
  state.inputs = given.inputs
  const marks: Marks[] = []
  for (let at = next(given.counter); at < given.parts.length; at = next(given.counter)) {
    const { input: number, from, to } = given.parts[at]!
    const input = given.inputs[number]!
    const file = input.shared ? -1 : openFile(input.path)
    const start = from === input.start ? from : from - 1
    const end = to === input.size ? to : to - 1
    fill(state.window, file, input, start, end + 1)
    if (file >= 0) closeSync(file)
    marks.push({ part: at, ...countMarks(state.window, end - start) })
  }
  return marks
}

/** Reads parts into rows and gives the words that this worker met, in form, each once. */
function readParts(
  state: State,
  given: { people: People; parts: Part[]; counter: Int32Array<SharedArrayBuffer>; idBases: number[] },
): Omit<Packing, 'words'> & { rows: number; strayQuotes: number[]; oldTexts: number; words: string } {
  state.people = given.people
  state.packing = startPacking()
  state.own = []
  const strayQuotes: number[] = []
  let rows = 0
  for (let at = next(given.counter); at < given.parts.length; at = next(given.counter)) {
    const part = given.parts[at]!
    const input = state.inputs[part.input]!
    const file = input.shared ? -1 : openFile(input.path)
    const pack = rowPacker(given.people, input.at, new TextEncoder().encode(input.name), state.packing)
    let row = part.firstRow
    let idAt = given.idBases[part.input]! + part.from
    const hasStray = readRows(part, input, file, state.window, (bytes, cells) => {
      idAt += pack(bytes, cells, row++, idAt)
    })
    if (hasStray) strayQuotes.push(part.input)
    if (file >= 0) closeSync(file)
    state.own.push({ from: part.firstRow, to: row })
    rows += row - part.firstRow
  }
  const { words: _, ...notes } = state.packing
  return { ...notes, rows, strayQuotes, ...tidyWords(state) }
}

const BETWEEN = '\u0000'

function tidyWords(state: State): { words: string; oldTexts: number } {
  const { words } = state.packing
  const texts: string[] = []
  let oldTexts = 0
  for (let number = 1; number < words.count; number++) {
    const { text, isOld } = textOfBytes(bytesOfWord(words, number))
    if (isOld) oldTexts++
    texts.push(tidyWord(text, words.kinds[number]!))
  }
  const numbers = withParts(texts)
  state.tidied = new Int32Array(words.count)
  for (const [at, text] of texts.entries()) state.tidied[at + 1] = numbers.get(text)!
  return { words: [...numbers.keys()].join(BETWEEN), oldTexts }
}

export const splitWords = (joined: string): string[] => joined.split(BETWEEN)

/** Gives every word of this worker's rows its number in the dictionary of all. */
function renumber(state: State, given: { numbers: Int32Array; dictionary: Dictionary }): void {
  const { numbers, dictionary } = given
  const { layout, rows, asides } = state.people!
  const of = Int32Array.from(state.tidied, local => numbers[local]!)
  const slots = wordSlots(layout)
  for (const { from, to } of state.own) {
    for (let row = from; row < to; row++) {
      renumberRow(rows, row * layout.stride, slots, of, dictionary)
      if (asides.length > 0) asides[3 * row + 2] = of[asides[3 * row + 2]!]!
    }
  }
  state.packing = startPacking()
  state.tidied = new Int32Array(0)
}

/** Puts all records in order. One worker does it while another thread learns what can be said before pairs are compared. */
function order(state: State, given: { dictionary: Dictionary } | undefined): Order | undefined {
  return given && orderRecords(state.people!, given.dictionary)
}

export type Prepared = {
  dictionary: Dictionary
  rules: string[]
  identifiers: string[]
  texts: string[]
  caps: number[]
  sources: number
  /** How many comparisons a pattern holds. */
  comparisons: number
  chance: Chance
  provisional: Estimates
}

/** Makes ready what comparing needs. */
function prepare(state: State, given: Prepared): void {
  const { dictionary, rules, identifiers, texts, caps, chance, comparisons } = given
  const { layout, rows } = state.people!
  const weights = weightsOf(given.provisional)
  state.blocking = makeBlocking(rules, dictionary, layout, identifiers, texts)
  state.found = nothingFound()
  const comparing: Comparing = {
    rows,
    layout,
    blocking: state.blocking,
    compare: rowComparer(dictionary, layout, given.sources),
    caps,
    chance,
    rareBits: rareBits(chance, weights),
    leastBits: KEEP_FROM_BITS,
    keepingOf: (low, high) => {
      const bits = sumPattern(low, high, weights, comparisons)
      if (chance.records <= FEW_RECORDS) return { bits, how: 'all' }
      const average = oddsOf(bits, bits.unrelated + averageRarity(bits.rarities, weights.unrelated))
      if (average >= KEEP_FROM_BITS) return { bits, how: 'all' }
      const most = average + mostRarity(bits.rarities, weights, chance.records)
      return { bits, how: most >= KEEP_FROM_BITS ? 'rare' : 'none' }
    },
  }
  state.finder = pairFinder(comparing, state.found)
}

/** Pairs far below any threshold by expectation are counted and not kept. */
const KEEP_FROM_BITS = -10
/** What so few records teach may be far from what is expected, so all their pairs are kept. */
const FEW_RECORDS = 5000

function averageRarity(rarities: number, unrelated: number[][]): number {
  let bits = 0
  for (const [place, mark] of RARITIES) if (rarities & mark) bits += unrelated[place]![1]!
  return bits
}

type Slices = { keys: Int32Array<SharedArrayBuffer>; entries: Int32Array<SharedArrayBuffer>; bits: number }

/** The block of each row of a stretch under a rule; gives how many fall into each partition. */
function hashRows(
  state: State,
  given: Slices & { rule: number; from: number; to: number },
): Int32Array<ArrayBuffer> {
  const { layout, rows } = state.people!
  const { keyOf } = state.blocking!
  const counts = new Int32Array(1 << given.bits)
  for (let row = given.from; row < given.to; row++) {
    const key = keyOf(given.rule, rows, row * layout.stride)
    given.keys[row] = key
    if (key !== 0) counts[partitionOf(key, given.bits)]!++
  }
  return counts
}

const partitionOf = (key: number, bits: number): number => (bits === 0 ? 0 : key >>> (32 - bits))

/** Puts keys and rows where their partition stands; `offsets` says where this worker's share of each begins. */
function scatterRows(_: State, given: Slices & { from: number; to: number; offsets: Int32Array }): void {
  const { keys, entries, offsets, bits } = given
  for (let row = given.from; row < given.to; row++) {
    const key = keys[row]!
    if (key === 0) continue
    const to = offsets[partitionOf(key, bits)]!++
    entries[2 * to] = key
    entries[2 * to + 1] = row
  }
}

/** Compares the pairs of partitions, as many as this worker comes to. */
function comparePartitions(
  state: State,
  given: Slices & { rule: number; starts: Int32Array; counter: Int32Array<SharedArrayBuffer> },
): void {
  const partitions = given.starts.length - 1
  for (let at = next(given.counter); at < partitions; at = next(given.counter)) {
    const entries = given.entries.subarray(2 * given.starts[at]!, 2 * given.starts[at + 1]!)
    if (entries.length > 2) state.finder!(given.rule, sortByKey(entries, state.sort))
  }
}

/** What this worker has found, which it then forgets. */
function giveFound(state: State): Found {
  const { found } = state
  state.found = nothingFound()
  state.finder = undefined
  return found
}
