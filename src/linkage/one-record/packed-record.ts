import { Fault } from '../../kit/faults.ts'
import { type Dictionary, wordOf } from '../rows/dictionary.ts'
import { wordSlots } from '../rows/renumber-row.ts'
import { GIVEN, type Layout, MIDDLE } from '../rows/row-layout.ts'

/**
 * A record as bytes that need no reading of names, dates and addresses any more, for whoever keeps many: four bytes of
 * the model's fingerprint, the numbers of the row, then its words, each behind its length. About a hundred and forty
 * bytes.
 */
export type PackedRecords = {
  /** The bytes of the record that was read into the row that begins at `row`. */
  pack(rows: Int32Array, row: number, dictionary: Dictionary): Uint8Array
  /** Lays the record into the row that begins at `row`; `numberOf` gives a word its number. */
  unpack(packed: Uint8Array, rows: Int32Array, row: number, numberOf: (text: string) => number): void
}

const MARK_BYTES = 4
const LENGTH_BYTES = 2

export function packedRecords(fingerprint: string, layout: Layout): PackedRecords {
  const slots = [GIVEN, MIDDLE, ...wordSlots(layout)]
  const mark = Buffer.from(fingerprint.slice(0, 2 * MARK_BYTES), 'hex').readInt32LE()
  const wordsBegin = MARK_BYTES + 4 * layout.stride
  return {
    pack: (rows, row, dictionary) => {
      const words = slots.map(slot => Buffer.from(wordOf(dictionary, rows[row + slot]!)))
      const size = words.reduce((sum, word) => sum + LENGTH_BYTES + word.length, wordsBegin)
      const packed = Buffer.alloc(size)
      packed.writeInt32LE(mark)
      const skipped = new Set(slots)
      for (let slot = 0; slot < layout.stride; slot++)
        if (!skipped.has(slot)) packed.writeInt32LE(rows[row + slot]!, MARK_BYTES + 4 * slot)
      let at = wordsBegin
      for (const word of words) {
        at = packed.writeUInt16LE(word.length, at)
        at += word.copy(packed, at)
      }
      return packed
    },
    unpack: (packed, rows, row, numberOf) => {
      const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
      if (bytes.length < wordsBegin || bytes.readInt32LE() !== mark)
        throw new Fault('model-unusable', 'A record was packed by another model. Pack the records again.')
      for (let slot = 0; slot < layout.stride; slot++)
        rows[row + slot] = bytes.readInt32LE(MARK_BYTES + 4 * slot)
      let at = wordsBegin
      for (const slot of slots) {
        const end = at + LENGTH_BYTES + bytes.readUInt16LE(at)
        at += LENGTH_BYTES
        if (end > at) rows[row + slot] = numberOf(bytes.toString('utf8', at, end))
        at = end
      }
    },
  }
}
