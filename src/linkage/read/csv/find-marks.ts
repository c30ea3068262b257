import { markKernel } from './mark-kernel.ts'

/** A stretch of text with the places in it at which a row of CSV may change course, in order, and `NO_MARK` behind the last. */
export type Marked = { bytes: Uint8Array; end: number; places: Int32Array }

/** Stands behind the last mark: no stretch is so long. */
export const NO_MARK = 0x7fffffff

/** Finds marks in its own memory, where the bytes must stand. */
export type MarkFinder = {
  /** Makes room for so many bytes. What stood there may be lost. */
  room(length: number): Uint8Array
  /** Gives the places, below `end`, of delimiters, quotes and line ends; good until the next call. */
  find(end: number, delimiter: number): Int32Array
}

/** Of WebAssembly only what is used here: it belongs to no library of types that the project has. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer; grow(pages: number): number }
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> }
}

const SIXTEEN = 16
const PAGE = 1 << 16

/** Opens a finder with memory of its own. */
export function openMarkFinder(): MarkFinder {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(markKernel()), { scan: { memory } })
  const findMarks = exports['findMarks'] as (at: number, to: number, out: number, delimiter: number) => number
  let capacity = 0
  return {
    room: length => {
      if (length + SIXTEEN > capacity) {
        capacity = Math.ceil((length + SIXTEEN) / PAGE) * PAGE
        // Every byte may be a mark, but memory that is never written is never taken.
        const needed = (5 * capacity) / PAGE + 1
        memory.grow(Math.max(0, needed - memory.buffer.byteLength / PAGE))
      }
      return new Uint8Array(memory.buffer, 0, capacity)
    },
    find: (end, delimiter) => {
      const places = new Int32Array(memory.buffer, capacity)
      let count = (findMarks(0, end, capacity, delimiter) - capacity) / 4
      while (count > 0 && places[count - 1]! >= end) count--
      places[count] = NO_MARK
      return places
    },
  }
}

/** The same for a short stretch that stands anywhere, a byte at a time. */
export function marksOf(bytes: Uint8Array, end: number, delimiter: number): Int32Array {
  const places: number[] = []
  for (let at = 0; at < end; at++) if (MARKS.has(bytes[at]!) || bytes[at] === delimiter) places.push(at)
  return Int32Array.from([...places, NO_MARK])
}

/** Line feed, carriage return, quote. */
const MARKS = new Set([10, 13, 34])
