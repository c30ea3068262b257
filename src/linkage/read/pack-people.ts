import { fingerprint, HASH_START, hashOn } from '../rows/fingerprints.ts'
import {
  BIRTH,
  EMAIL,
  FAMILY,
  FIRST_IDENTIFIER,
  FLAGS,
  FORMER,
  GIVEN,
  HOUSE,
  IS_RECORD,
  type Layout,
  MAILBOX,
  MIDDLE,
  PHONE,
  POSTCODE,
  SEAL,
  SOURCE,
  STREET,
  UPRN,
} from '../rows/row-layout.ts'
import type { Cells } from './csv/scan-csv.ts'
import type { ColumnPlaces } from './open-input.ts'
import { EXACT, isWord, NAME, noRawWords, numberOfWord, PLAIN, type RawWords } from './raw-words.ts'
import { isMadeOf, type Stretch } from './values/mail-of-names.ts'
import { type ScannedDate, scanBirthDate } from './values/scan-birth-date.ts'
import { type ScannedIdentifier, scanIdentifier } from './values/scan-identifier.ts'
import { scanPostcode } from './values/scan-postcode.ts'
import { ODD, scanSex, scanStage } from './values/scan-sex-and-stage.ts'
import { scanEmail, scanPhone, scanUprn, scanValue } from './values/scan-values.ts'

/** What all workers write into: the rows, each record's id, and what only the report asks for. */
export type People = {
  layout: Layout
  /** The year of the run: the last in which anybody can be born. */
  thisYear: number
  rows: Int32Array<SharedArrayBuffer>
  /** Ids as bytes, each at the place in the file's length where its part begins, and on. */
  idBytes: Uint8Array<SharedArrayBuffer>
  idStarts: Uint32Array<SharedArrayBuffer> | Float64Array<SharedArrayBuffer>
  idLengths: Uint16Array<SharedArrayBuffer>
  /** Two fingerprints of the truth and one number of the `by` column a record; empty where nobody asks. */
  asides: Int32Array<SharedArrayBuffer>
}

export const ASIDES = 3

/** What one worker notes while it packs rows. */
export type Packing = {
  words: RawWords
  impossibleDates: number
  /** Cells that say something of sex or stage that is none of the words for it. */
  oddSexes: number
  oddStages: number
  raggedRows: number
  rowsWithoutId: number
  /** The row of the first record without an id. */
  firstWithoutId: number
  longIds: number
}

export function startPacking(): Packing {
  return {
    words: noRawWords(),
    impossibleDates: 0,
    oddSexes: 0,
    oddStages: 0,
    raggedRows: 0,
    rowsWithoutId: 0,
    firstWithoutId: -1,
    longIds: 0,
  }
}

const date: ScannedDate = { packed: 0, order: 0, isImpossible: false }
const identifier: ScannedIdentifier = { high: 0, low: 0 }
const mail = { email: 0, mailbox: 0 }
const names = { mail: { start: 0, end: 0 }, given: { start: 0, end: 0 }, family: { start: 0, end: 0 } }
const SPACE = 32

/**
 * A function that packs one row's cells at a place among the rows and gives the bytes that its id took. Names,
 * streets and text stand as numbers of the worker's own raw words until all workers' words are one dictionary.
 */
export function rowPacker(
  people: People,
  at: ColumnPlaces,
  sourceName: Uint8Array,
  packing: Packing,
): (bytes: Uint8Array, cells: Cells, row: number, idAt: number) => number {
  const { layout, rows } = people
  const { words } = packing
  let [start, end] = [0, 0]
  let bytes: Uint8Array = sourceName
  let cells: Cells
  let lastSource = 0

  const take = (column: number): boolean => {
    if (column < 0 || column >= cells.count) return false
    start = cells.starts[column]!
    end = cells.ends[column]!
    while (start < end && bytes[start]! <= SPACE) start++
    while (start < end && bytes[end - 1]! <= SPACE) end--
    return start < end
  }
  const word = (column: number, kind: number): number =>
    take(column) ? numberOfWord(words, kind, bytes, start, end) : 0
  const widest = Math.max(...Object.values(at).flat())

  return (ofRow, ofCells, row, idAt) => {
    bytes = ofRow
    cells = ofCells
    const base = row * layout.stride
    if (cells.count <= widest) packing.raggedRows++
    let flags = IS_RECORD | sexAndStage()
    rows[base + GIVEN] = word(at.given, NAME)
    rows[base + FAMILY] = word(at.family, NAME)
    rows[base + MIDDLE] = word(at.middle, NAME)
    rows[base + FORMER] = word(at.formerFamily, NAME)
    if (take(at.birthDate)) {
      scanBirthDate(bytes, start, end, date, people.thisYear)
      rows[base + BIRTH] = date.packed
      flags |= date.order
      if (date.isImpossible) packing.impossibleDates++
    }
    if (take(at.postcode)) rows[base + POSTCODE] = scanPostcode(bytes, start, end)
    if (take(at.uprn)) rows[base + UPRN] = scanUprn(bytes, start, end)
    if (take(at.phone)) rows[base + PHONE] = scanPhone(bytes, start, end)
    if (take(at.email)) {
      scanEmail(bytes, start, end, mail)
      if (mail.email !== 0 && !isMailOfNames()) {
        rows[base + EMAIL] = mail.email
        rows[base + MAILBOX] = mail.mailbox
      }
    }
    if (at.addressLine.length > 0) packAddress(base)
    rows[base + SEAL] = word(at.sealGroup, EXACT)
    rows[base + SOURCE] = packSource()
    rows[base + FLAGS] = flags
    packIdentifiers(base)
    packRelatives(base)
    if (layout.knownAs > 0) rows[base + layout.knownAs] = word(at.knownAs, NAME)
    for (let text = 0; text < at.text.length; text++)
      rows[base + layout.firstText + text] = word(at.text[text]!, PLAIN)
    if (people.asides.length > 0) packAsides(row)
    return packId(row, idAt)
  }

  function sexAndStage(): number {
    const sex = take(at.sex) ? scanSex(bytes, start, end) : 0
    const stage = take(at.stage) ? scanStage(bytes, start, end) : 0
    if (sex === ODD) packing.oddSexes++
    if (stage === ODD) packing.oddStages++
    return (sex === ODD ? 0 : sex) | (stage === ODD ? 0 : stage)
  }

  /** The source is mostly that of the row before. */
  function packSource(): number {
    if (at.source < 0) return numberOfWord(words, EXACT, sourceName, 0, sourceName.length)
    if (!take(at.source)) return 0
    if (lastSource === 0 || !isWord(words, lastSource, EXACT, bytes, start, end))
      lastSource = numberOfWord(words, EXACT, bytes, start, end)
    return lastSource
  }

  /** An address made of the bearer's names (`sara.khan@`) says no more than the names do. */
  function isMailOfNames(): boolean {
    noteStretch(names.mail, true)
    noteStretch(names.given, take(at.given))
    noteStretch(names.family, take(at.family))
    return isMadeOf(bytes, names)
  }

  function noteStretch(stretch: Stretch, isFilled: boolean): void {
    stretch.start = isFilled ? start : 0
    stretch.end = isFilled ? end : 0
  }

  function packIdentifiers(base: number): void {
    for (let one = 0; one < at.identifiers.length; one++) {
      if (!take(at.identifiers[one]!)) continue
      scanIdentifier(bytes, start, end, identifier)
      rows[base + FIRST_IDENTIFIER + 2 * one] = identifier.high
      rows[base + FIRST_IDENTIFIER + 2 * one + 1] = identifier.low
    }
  }

  function packRelatives(base: number): void {
    for (let one = 0; one < layout.relatives; one++)
      if (take(at.relatives[one]!)) rows[base + layout.firstRelative + one] = scanValue(bytes, start, end)
  }

  /** Words with a digit are the house's number; the others, in order, are its street. */
  function packAddress(base: number): void {
    let house = HASH_START
    let length = 0
    for (const column of at.addressLine) {
      if (!take(column)) continue
      for (let from = start; from < end; ) {
        let to = from
        let hasDigit = false
        for (; to < end && bytes[to]! !== SPACE && bytes[to]! !== 44; to++)
          if (bytes[to]! >= 48 && bytes[to]! <= 57) hasDigit = true
        for (let letter = from; letter < to; letter++) {
          const byte = bytes[letter]!
          const small = byte >= 65 && byte <= 90 ? byte | 32 : byte
          if (hasDigit) house = hashOn(house, small)
          else if (length < STREET_BYTES) street[length++] = small
        }
        if (!hasDigit && length < STREET_BYTES && length > 0 && street[length - 1] !== SPACE)
          street[length++] = SPACE
        from = to + 1
      }
    }
    while (length > 0 && street[length - 1] === SPACE) length--
    rows[base + HOUSE] = house === HASH_START ? 0 : fingerprint(house)
    rows[base + STREET] = length === 0 ? 0 : numberOfWord(words, PLAIN, street, 0, length)
  }

  function packId(row: number, idAt: number): number {
    if (!take(at.id)) {
      packing.rowsWithoutId++
      if (packing.firstWithoutId < 0) packing.firstWithoutId = row
      return 0
    }
    const length = end - start
    if (length > 65_535) packing.longIds++
    for (let place = 0; place < length; place++) people.idBytes[idAt + place] = bytes[start + place]!
    people.idStarts[row] = idAt
    people.idLengths[row] = length
    return length
  }

  function packAsides(row: number): void {
    if (take(at.truth)) {
      let [one, other] = [HASH_START, ~HASH_START]
      for (let place = start; place < end; place++) {
        one = hashOn(one, bytes[place]!)
        other = Math.imul(other ^ bytes[place]!, 0x5bd1e995) ^ (other >>> 15)
      }
      people.asides[ASIDES * row] = fingerprint(one)
      people.asides[ASIDES * row + 1] = fingerprint(other)
    }
    people.asides[ASIDES * row + 2] = word(at.by, EXACT)
  }
}

const STREET_BYTES = 256
const street = new Uint8Array(STREET_BYTES)
