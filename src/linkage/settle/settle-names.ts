import type { People } from '../read/pack-people.ts'
import { yearOf } from '../read/values/scan-birth-date.ts'
import { type Dictionary, wordOf } from '../rows/dictionary.ts'
import { fingerprint, HASH_START, hashOn } from '../rows/fingerprints.ts'
import { BIRTH, FAMILY, FLAGS, FORMER, GIVEN, IS_ADULT, MIDDLE, SOURCE } from '../rows/row-layout.ts'

/** Words in place of the name of a child who has none yet. Grown people are called Baby. */
const OF_CHILDREN = new Set(['baby', 'infant', 'twin', 'triplet'])
/** Words that programs and people leave in an empty cell. Na and Nan, Null and Test are names too. */
const OF_EMPTY_CELLS = new Set(['na', 'nan', 'nil', 'null', 'none', 'test', 'miss'])

/** A name that one in a hundred of a source bear is among its commonest, and none of these words is that anywhere… */
const LEAST_SHARE = 0.01
/** …and a few who bear it may be a family. */
const LEAST_RECORDS = 10

/** Words of a source that stand for "not known", and how many names of it were taken out for that. */
export type NotNames = { source: number; word: string; names: number }

/** Whether a source writes a word for "not known", wherever it stands among its names. */
type IsNotName = (source: number, word: string) => boolean

/** Takes words that stand for "not known" out of the names of all rows; counts only, so their order does not matter. */
export function settleNames(people: People, dictionary: Dictionary): NotNames[] {
  const suspected = suspectedRows(people, dictionary)
  const found = findNotNames(people, dictionary, suspected)
  const isNotName: IsNotName = (source, word) => found.get(source)?.has(word) ?? false
  return dropFromAll(people, dictionary, isNotName, suspected)
}

/** The same where it is known already what each source writes. */
export function dropFromAll(
  people: People,
  dictionary: Dictionary,
  isNotName: IsNotName,
  suspected = suspectedRows(people, dictionary),
): NotNames[] {
  const dropped = new Map<string, NotNames>()
  const drop = nameDropper(people, dictionary, isNotName, (source, word) => {
    const key = `${source} ${word}`
    const known = dropped.get(key) ?? { source, word, names: 0 }
    known.names++
    dropped.set(key, known)
  })
  for (const row of suspected) drop(row)
  return [...dropped.values()]
}

/** Where the rows begin that have a word of the lists among their names: few, as a rule. */
function suspectedRows({ rows, layout }: People, dictionary: Dictionary): number[] {
  const suspects = suspectsAmong(dictionary)
  const found: number[] = []
  if (suspects === undefined) return found
  for (let row = 0; row < rows.length; row += layout.stride)
    if (
      suspects[rows[row + GIVEN]!] ||
      suspects[rows[row + FAMILY]!] ||
      suspects[rows[row + MIDDLE]!] ||
      suspects[rows[row + FORMER]!] ||
      (layout.knownAs > 0 && suspects[rows[row + layout.knownAs]!])
    )
      found.push(row)
  return found
}

/** Makes the function that takes out of one row's names what stands for "not known". */
export function nameDropper(
  { rows, layout, thisYear }: People,
  dictionary: Dictionary,
  isNotName: IsNotName,
  tell: (source: number, word: string) => void = () => {},
): (row: number) => void {
  const slots = slotsOf(layout.knownAs)
  return row => {
    const source = rows[row + SOURCE]!
    const isAlone = standsAlone(rows, row, dictionary)
    for (const slot of slots) {
      const word = suspectAt(dictionary, rows[row + slot]!)
      if (word === '' || (slot === GIVEN && !isAlone)) continue
      const isOfChild = (slot === GIVEN || slot === layout.knownAs) && OF_CHILDREN.has(word)
      if (!(isOfChild && !isGrown(rows, row, thisYear)) && !isNotName(source, word)) continue
      rows[row + slot] = 0
      tell(source, word)
    }
  }
}

/** Words of each source that it holds far oftener than anybody is called so. */
function findNotNames(
  { rows, layout }: People,
  dictionary: Dictionary,
  suspected: readonly number[],
): Map<number, Set<string>> {
  const found = new Map<number, Set<string>>()
  for (const slot of slotsOf(layout.knownAs)) {
    const held = new Map<number, Map<number, number>>()
    for (const row of suspected) {
      const word = rows[row + slot]!
      if (suspectAt(dictionary, word) === '' || (slot === GIVEN && !standsAlone(rows, row, dictionary)))
        continue
      const words = held.get(rows[row + SOURCE]!) ?? new Map<number, number>()
      held.set(rows[row + SOURCE]!, words.set(word, (words.get(word) ?? 0) + 1))
    }
    const often = [...held].filter(([, words]) => Math.max(...words.values()) >= LEAST_RECORDS)
    if (often.length === 0) continue
    const named = new Int32Array(dictionary.count)
    for (let row = 0; row < rows.length; row += layout.stride)
      if (rows[row + slot] !== 0) named[rows[row + SOURCE]!]!++
    for (const [source, words] of often)
      for (const [word, records] of words) {
        if (records < LEAST_RECORDS || records < LEAST_SHARE * named[source]!) continue
        found.set(source, (found.get(source) ?? new Set()).add(wordOf(dictionary, word)))
      }
  }
  return found
}

const slotsOf = (knownAs: number): number[] => [
  GIVEN,
  FAMILY,
  MIDDLE,
  FORMER,
  ...(knownAs > 0 ? [knownAs] : []),
]

/** Whether no middle name says more: Na Yeon is somebody, and so is Baby Rose. An initial is no name. */
function standsAlone(rows: Int32Array, row: number, dictionary: Dictionary): boolean {
  const middle = rows[row + MIDDLE]!
  const length = dictionary.starts[middle + 1]! - dictionary.starts[middle]!
  return length < 2 || suspectAt(dictionary, middle) !== ''
}

/** Eighteen years or more, and no date that stands for none. */
function isGrown(rows: Int32Array, row: number, thisYear: number): boolean {
  if ((rows[row + FLAGS]! & IS_ADULT) !== 0) return true
  const born = rows[row + BIRTH]!
  return born !== 0 && yearOf(born) <= thisYear - 18 && yearOf(born) > thisYear - 110
}

const fingerprintOf = (word: string): number => {
  let hash = HASH_START
  for (let at = 0; at < word.length; at++) hash = hashOn(hash, word.charCodeAt(at))
  return fingerprint(hash)
}

const SUSPECTS = new Map([...OF_CHILDREN, ...OF_EMPTY_CELLS].map(word => [fingerprintOf(word), word]))

/** The word by its number if it is one of the two lists, else empty. */
function suspectAt(dictionary: Dictionary, number: number): string {
  const word = SUSPECTS.get(dictionary.hashes[number]!)
  return word !== undefined && wordOf(dictionary, number) === word ? word : ''
}

/** A mark for each word of the lists that the dictionary has; nothing where it has none, as mostly. */
function suspectsAmong(dictionary: Dictionary): Uint8Array | undefined {
  const marks = new Uint8Array(dictionary.count)
  let found = 0
  for (let number = 1; number < dictionary.count; number++)
    if (SUSPECTS.has(dictionary.hashes[number]!) && suspectAt(dictionary, number) !== '') {
      marks[number] = 1
      found++
    }
  return found === 0 ? undefined : marks
}
