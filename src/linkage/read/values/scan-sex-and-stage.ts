import { IS_ADULT, IS_CHILD, IS_FEMALE, IS_MALE } from '../../rows/row-layout.ts'
import { scanValue } from './scan-values.ts'

/** A cell that says something and none of the words that are known. */
export const ODD = -1

/**
 * Whole words alone count: by first letters `missing` would be a man and `contact` a child. The codes are those of ISO
 * 5218 and of the NHS data dictionary ("Person gender"): 1 and 2, and for what is not known 0, 9 and X; schools and the
 * censuses of children write M, F and U.
 */
export const SEX_WORDS: Record<string, number> = {
  ...wordsFor(IS_MALE, 'm, male, man, boy, 1'),
  ...wordsFor(IS_FEMALE, 'f, female, woman, girl, 2'),
  ...wordsFor(
    0,
    '0, 9, u, x, i, unknown, not known, not specified, not stated, indeterminate, other, none, null, n/a',
  ),
}

/** A list of contacts says what somebody is to a child: who has a child, or cares for one, is an adult. */
export const STAGE_WORDS: Record<string, number> = {
  ...wordsFor(IS_CHILD, 'child, pupil, baby, infant, unborn, minor'),
  ...wordsFor(
    IS_ADULT,
    'adult, parent, mother, father, step parent, grandparent, grandmother, grandfather, carer, foster carer, guardian, contact',
  ),
  ...wordsFor(0, '0, u, unknown, not known, not stated, none, null, n/a'),
}

function wordsFor(flag: number, words: string): Record<string, number> {
  return Object.fromEntries(words.split(', ').map(word => [word, flag]))
}

/** Capital letters, blanks and marks do not matter: words are known by the fingerprint of their letters and digits. */
function scannerOf(words: Record<string, number>): (bytes: Uint8Array, start: number, end: number) => number {
  const flags = new Map<number, number>([[scanValue(new Uint8Array(0), 0, 0), 0]])
  for (const [word, flag] of Object.entries(words)) {
    const bytes = Buffer.from(word)
    flags.set(scanValue(bytes, 0, bytes.length), flag)
  }
  const flagOf = (bytes: Uint8Array, start: number, end: number): number =>
    flags.get(scanValue(bytes, start, end)) ?? ODD
  // Nearly all cells are one letter.
  const ofLetter = Int32Array.from({ length: 256 }, (_, byte) => flagOf(Uint8Array.of(byte), 0, 1))
  return (bytes, start, end) => (end - start === 1 ? ofLetter[bytes[start]!]! : flagOf(bytes, start, end))
}

/** Of which sex a cell says that somebody is, as a flag of a row; 0 where it says that this is not known, else `ODD`. */
export const scanSex = scannerOf(SEX_WORDS)
/** Whether a cell says that somebody is a child or an adult, in the same way. */
export const scanStage = scannerOf(STAGE_WORDS)
