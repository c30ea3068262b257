import { Fault } from '../../kit/faults.ts'
import { type CompareRows, rowComparer } from '../compare/compare-rows.ts'
import { type Chance } from '../learn/chance.ts'
import { emptyCells } from '../read/csv/scan-csv.ts'
import { placesOf } from '../read/open-input.ts'
import { type People, rowPacker, startPacking } from '../read/pack-people.ts'
import { bytesOfWord, type RawWords } from '../read/raw-words.ts'
import { yearOfRun } from '../read/read-people.ts'
import type { RawRecord } from '../read/records-as-input.ts'
import { textOfBytes, tidyWord } from '../read/values/tidy-word.ts'
import { type Dictionary, wordOf } from '../rows/dictionary.ts'
import { renumberRow, wordSlots } from '../rows/renumber-row.ts'
import { type Layout, SOURCE } from '../rows/row-layout.ts'
import { nameDropper } from '../settle/settle-names.ts'
import { notNamesOf, rowSettler } from '../trained/apply-settled.ts'
import { sharesOfWords, thawChance } from '../trained/thaw.ts'
import type { TrainedModel } from '../trained/trained-model.ts'
import { LETTERS_OF_RECORD, makeRoomForGuests } from './guest-words.ts'

/** Reads single records into rows, with the words of other records or none. */
export type RecordReader = {
  dictionary: Dictionary
  chance: Chance
  /** Compares rows. Not to be kept: it changes with `begin`. */
  compare(): CompareRows
  /** Must stand before rows that are to be compared are read; whether rows that were read before are lost. */
  begin(): boolean
  /** Reads a record into the row that begins at `row`. */
  read(record: RawRecord, row: number): void
  /** The number of a word in form. */
  numberOf(text: string): number
}

const RAW_WORDS = 65_536
/** The source of records where the model names no column of it. */
const NO_SOURCE = 'records'

/** Makes a reader of records into `rows`, whose words are those of `base`. */
export function recordReader(
  model: TrainedModel,
  base: Dictionary,
  layout: Layout,
  rows: Int32Array<SharedArrayBuffer>,
  roomForWords: number,
): RecordReader {
  const shares = sharesOfWords(model)
  const guests = makeRoomForGuests(base, roomForWords, (text, number) => {
    ;[chance.given[number], chance.family[number]] = shares(text) as [number, number]
  })
  const { dictionary } = guests
  const chance = thawChance(model, dictionary, shares)
  const names = columnsOf(model)
  const places = { ...placesOf(names, model.columns), id: -1, truth: -1, by: -1 }
  const people = peopleOf(rows, layout)
  const settle = rowSettler(model, people.thisYear)
  const dropNames = nameDropper(people, dictionary, notNamesOf(model, dictionary))
  const slots = wordSlots(layout)
  const source = new TextEncoder().encode(NO_SOURCE)
  const bytes = Buffer.alloc(LETTERS_OF_RECORD + 2)
  const cells = { ...emptyCells(), count: names.length }
  let packing = startPacking()
  let pack = rowPacker(people, places, source, packing)
  let compare = rowComparer(dictionary, layout, model.sources)
  let known = new Int32Array(RAW_WORDS).fill(-1)
  known[0] = 0

  function learnWords(words: RawWords, from: number): void {
    for (let raw = from; raw < words.count; raw++)
      known[raw] = guests.numberOf(tidyWord(textOfBytes(bytesOfWord(words, raw)).text, words.kinds[raw]!))
  }
  return {
    dictionary,
    chance,
    numberOf: guests.numberOf,
    compare: () => compare,
    begin: () => {
      const { words } = packing
      if (!guests.isNearlyFull() && words.count + 64 < RAW_WORDS) return false
      guests.forget()
      packing = startPacking()
      pack = rowPacker(people, places, source, packing)
      compare = rowComparer(dictionary, layout, model.sources)
      known = new Int32Array(RAW_WORDS).fill(-1)
      known[0] = 0
      return true
    },
    read: (record, row) => {
      writeCells(record, names, bytes, cells)
      const { words } = packing
      const before = words.count
      rows.fill(0, row, row + layout.stride)
      pack(bytes, cells, row / layout.stride, 0)
      if (words.count > before) learnWords(words, before)
      renumberRow(rows, row, slots, known, dictionary)
      settle(rows, row, wordOf(dictionary, rows[row + SOURCE]!))
      dropNames(row)
    },
  }
}

function columnsOf({ columns }: TrainedModel): string[] {
  const read = Object.entries(columns).flatMap(([role, names]) =>
    role === 'id' || role === 'truth' ? [] : (names ?? []),
  )
  return [...new Set(read)]
}

/** Ids and what only a report asks for are not read. */
const peopleOf = (rows: Int32Array<SharedArrayBuffer>, layout: Layout): People => ({
  layout,
  thisYear: yearOfRun(),
  rows,
  idBytes: new Uint8Array(new SharedArrayBuffer(0)),
  idStarts: new Uint32Array(new SharedArrayBuffer(0)),
  idLengths: new Uint16Array(new SharedArrayBuffer(0)),
  asides: new Int32Array(new SharedArrayBuffer(0)),
})

/** Writes a record's values one behind the other, as the cells of a row. */
function writeCells(
  record: RawRecord,
  names: readonly string[],
  bytes: Buffer,
  cells: { starts: Int32Array; ends: Int32Array },
): void {
  let at = 0
  for (const [cell, name] of names.entries()) {
    const value = record[name] ?? ''
    cells.starts[cell] = at
    if (value !== '') at += bytes.write(value, at)
    cells.ends[cell] = at
    if (at >= LETTERS_OF_RECORD)
      throw new Fault('file-unreadable', `A record has more than ${LETTERS_OF_RECORD} bytes.`)
    // Readers look at the byte behind a cell.
    bytes[at++] = 10
  }
}
