import { isInVariants } from '../compare/variants.ts'
import { soundOf } from '../read/values/sound-of-name.ts'
import { fingerprint, HASH_START, hashOn } from './fingerprints.ts'

/**
 * One dictionary for all names, streets and text of a run: equality of values is equality of numbers, so a swapped or
 * a middle name is found without comparing letters. Number 0 is "missing". The numbers depend on the order of reading
 * and mean nothing; what must not depend on it (blocks) uses `hashes`.
 */
export type Dictionary = {
  count: number
  letters: Uint16Array<SharedArrayBuffer>
  /** Where each word's letters begin; one more than there are words. */
  starts: Int32Array<SharedArrayBuffer>
  /** Length in the top 6 bits, and which letters the word has in the other 26: enough to tell most unlike names apart. */
  shapes: Int32Array<SharedArrayBuffer>
  sounds: Int32Array<SharedArrayBuffer>
  /** 1 for names that stand in a group of variants, such as nicknames. */
  hasVariants: Int32Array<SharedArrayBuffer>
  hashes: Int32Array<SharedArrayBuffer>
  /** The first, second and last word of a name of several; the word itself, 0 and itself for others. */
  firsts: Int32Array<SharedArrayBuffer>
  seconds: Int32Array<SharedArrayBuffer>
  lasts: Int32Array<SharedArrayBuffer>
}

/** The words and every word in them, each once: `smith jones` brings `smith` and `jones`. */
export function withParts(texts: Iterable<string>): Map<string, number> {
  const numbers = new Map<string, number>([['', 0]])
  const add = (text: string): void => {
    if (!numbers.has(text)) numbers.set(text, numbers.size)
  }
  for (const text of texts) {
    add(text)
    if (text.includes(' ')) {
      const parts = text.split(' ')
      add(parts[0]!)
      add(parts[1]!)
      add(parts.at(-1)!)
    }
  }
  return numbers
}

/** Lays out the words of `numbers`, which has all their parts, for all workers to read. */
export function layDictionary(numbers: ReadonlyMap<string, number>): Dictionary {
  const count = numbers.size
  let length = 0
  for (const text of numbers.keys()) length += text.length
  const shared = (size: number): Int32Array<SharedArrayBuffer> =>
    new Int32Array(new SharedArrayBuffer(4 * size))
  const dictionary: Dictionary = {
    count,
    letters: new Uint16Array(new SharedArrayBuffer(2 * length)),
    starts: shared(count + 1),
    shapes: shared(count),
    sounds: shared(count),
    hasVariants: shared(count),
    hashes: shared(count),
    firsts: shared(count),
    seconds: shared(count),
    lasts: shared(count),
  }
  for (const [text, number] of numbers) layWord(dictionary, text, number, numbers)
  return dictionary
}

/** Lays out one word behind the one before it. `numbers` has its parts; their words need not be laid out yet. */
export function layWord(
  dictionary: Dictionary,
  text: string,
  number: number,
  numbers: ReadonlyMap<string, number>,
): void {
  const { letters, starts } = dictionary
  const start = starts[number]!
  for (let place = 0; place < text.length; place++) letters[start + place] = text.charCodeAt(place)
  starts[number + 1] = start + text.length
  describe(dictionary, number)
  dictionary.hasVariants[number] = isInVariants(text) ? 1 : 0
  const parts = text.includes(' ') ? text.split(' ') : undefined
  dictionary.firsts[number] = parts ? numbers.get(parts[0]!)! : number
  dictionary.seconds[number] = parts ? numbers.get(parts[1]!)! : 0
  dictionary.lasts[number] = parts ? numbers.get(parts.at(-1)!)! : number
}

function describe(dictionary: Dictionary, number: number): void {
  const { letters, starts } = dictionary
  const [start, end] = [starts[number]!, starts[number + 1]!]
  let hash = HASH_START
  let shape = 0
  for (let at = start; at < end; at++) {
    hash = hashOn(hash, letters[at]!)
    // Letters of other scripts share the 26 places; two words without a common place still have no common letter.
    shape |= 1 << ((letters[at]! + 7) % 26)
  }
  dictionary.hashes[number] = end > start ? fingerprint(hash) : 0
  dictionary.sounds[number] = end > start ? soundOf(letters, start, end) : 0
  dictionary.shapes[number] = shape | (Math.min(end - start, 63) << 26)
}

/** A word by its number. */
export function wordOf({ letters, starts }: Dictionary, number: number): string {
  return String.fromCharCode(...letters.subarray(starts[number], starts[number + 1]))
}
