import { type Dictionary, layWord, withParts, wordOf } from '../rows/dictionary.ts'

/** Words that come with single records behind those of a dictionary: a few thousand, then they are forgotten. */
export type GuestWords = {
  /** The dictionary of the records with room behind its words. */
  dictionary: Dictionary
  /** The number of a word, which becomes a guest if it is new. */
  numberOf(text: string): number
  /** Whether one more record might not find room. */
  isNearlyFull(): boolean
  /** Forgets all guests. Rows and comparisons that knew them must not be used any more. */
  forget(): void
}

const ROOM_FOR_WORDS = 8192
const ROOM_FOR_LETTERS = 1 << 20
/** A record brings at most so many words, with the parts of names of several words… */
const WORDS_OF_RECORD = 128
/** …and letters, each up to four times. */
export const LETTERS_OF_RECORD = 1 << 16

/** Makes room for guests. `greet` is told of each: its text and its number. */
export function makeRoomForGuests(
  base: Dictionary,
  greet: (text: string, number: number) => void,
): GuestWords {
  const numbers = new Map<string, number>()
  for (let number = 0; number < base.count; number++) numbers.set(wordOf(base, number), number)
  const dictionary = withRoom(base)
  const { starts } = dictionary
  const lettersOfBase = starts[base.count]!

  function add(text: string): void {
    if (numbers.has(text)) return
    numbers.set(text, dictionary.count++)
  }
  return {
    dictionary,
    numberOf: text => {
      const known = numbers.get(text)
      if (known !== undefined) return known
      const first = dictionary.count
      const own = [...withParts([text]).keys()].filter(word => !numbers.has(word))
      for (const word of own) add(word)
      for (const [at, word] of own.entries()) {
        layWord(dictionary, word, first + at, numbers)
        greet(word, first + at)
      }
      return numbers.get(text)!
    },
    isNearlyFull: () =>
      dictionary.count + WORDS_OF_RECORD > base.count + ROOM_FOR_WORDS ||
      starts[dictionary.count]! + 4 * LETTERS_OF_RECORD > lettersOfBase + ROOM_FOR_LETTERS,
    forget: () => {
      for (let number = base.count; number < dictionary.count; number++)
        numbers.delete(wordOf(dictionary, number))
      dictionary.count = base.count
    },
  }
}

function withRoom(base: Dictionary): Dictionary {
  const { count, letters } = base
  const longer = (from: Int32Array): Int32Array<SharedArrayBuffer> => {
    const to = new Int32Array(new SharedArrayBuffer(4 * (from.length + ROOM_FOR_WORDS)))
    to.set(from)
    return to
  }
  const moreLetters = new Uint16Array(new SharedArrayBuffer(2 * (letters.length + ROOM_FOR_LETTERS)))
  moreLetters.set(letters)
  return {
    count,
    letters: moreLetters,
    starts: longer(base.starts),
    shapes: longer(base.shapes),
    sounds: longer(base.sounds),
    hasVariants: longer(base.hasVariants),
    hashes: longer(base.hashes),
    firsts: longer(base.firsts),
    seconds: longer(base.seconds),
    lasts: longer(base.lasts),
  }
}
