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

/** Room for words beside those of many records, and for all words where there are no others. */
export const FEW_WORDS = 1 << 13
export const MANY_WORDS = 1 << 17
/** As many letters for each word, and enough for the longest records. */
const LETTERS_OF_WORD = 16
const ROOM_FOR_LETTERS = 1 << 20
/** A record brings at most so many words, with the parts of names of several words… */
const WORDS_OF_RECORD = 128
/** …and letters, each up to four times. */
export const LETTERS_OF_RECORD = 1 << 16

/** Makes room for guests. `greet` is told of each: its text and its number. */
export function makeRoomForGuests(
  base: Dictionary,
  room: number,
  greet: (text: string, number: number) => void,
): GuestWords {
  const numbers = new Map<string, number>()
  for (let number = 0; number < base.count; number++) numbers.set(wordOf(base, number), number)
  const roomForLetters = ROOM_FOR_LETTERS + LETTERS_OF_WORD * room
  const dictionary = withRoom(base, room, roomForLetters)
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
      dictionary.count + WORDS_OF_RECORD > base.count + room ||
      starts[dictionary.count]! + 4 * LETTERS_OF_RECORD > lettersOfBase + roomForLetters,
    forget: () => {
      for (let number = base.count; number < dictionary.count; number++)
        numbers.delete(wordOf(dictionary, number))
      dictionary.count = base.count
    },
  }
}

function withRoom(base: Dictionary, room: number, roomForLetters: number): Dictionary {
  const { count, letters } = base
  const longer = (from: Int32Array): Int32Array<SharedArrayBuffer> => {
    const to = new Int32Array(new SharedArrayBuffer(4 * (from.length + room)))
    to.set(from)
    return to
  }
  const moreLetters = new Uint16Array(new SharedArrayBuffer(2 * (letters.length + roomForLetters)))
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
