import { bitsSet } from '../rows/bits-set.ts'
import { type Dictionary, wordOf } from '../rows/dictionary.ts'
import { areVariants } from './variants.ts'

/** How like two different words are. */
export const VARIANT = 2
export const CLOSE = 3
export const LIKE = 4
export const UNLIKE = 5

/** Likeness after Winkler (1990) from which two names are close or like. The numbers were chosen: docs/linkage.md has what they move. */
const CLOSE_FROM = 0.92
const LIKE_FROM = 0.8

const MEMO_BITS = 17

/**
 * A function that says how like two words of the dictionary are. Most pairs are told apart by their letters alone;
 * the answers for the rest are remembered, because the same two names come thousands of times.
 */
export function nameLikeness(dictionary: Dictionary): (one: number, other: number) => number {
  const { sounds, hasVariants } = dictionary
  const memo = new Int32Array(3 << MEMO_BITS)
  return (one, other) => {
    const a = one < other ? one : other
    const b = one < other ? other : one
    const mayBeVariants = hasVariants[a] === 1 && hasVariants[b] === 1
    const haveOneSound = sounds[a] === sounds[b]
    if (!mayBeVariants && !haveOneSound && !mayContain(dictionary, a, b) && cannotBeLike(dictionary, a, b))
      return UNLIKE
    const place = 3 * ((Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> (32 - MEMO_BITS))
    if (memo[place] === a && memo[place + 1] === b) return memo[place + 2]!
    const likeness = compareWords(dictionary, a, b)
    memo[place] = a
    memo[place + 1] = b
    memo[place + 2] = likeness
    return likeness
  }
}

const LETTERS = 0x03ffffff

/**
 * True where too few letters are common for Winkler's likeness to reach `LIKE_FROM`. Likeness before the bonus is at
 * most (c/a + c/b + 1) / 3 for c common letters of a and b, and the bonus is a tenth of the rest for each common first
 * letter, up to four.
 */
function cannotBeLike({ shapes, letters, starts }: Dictionary, one: number, other: number): boolean {
  const shapeOfOne = shapes[one]!
  const shapeOfOther = shapes[other]!
  const a = shapeOfOne >>> 26
  const b = shapeOfOther >>> 26
  const onlyInOne = bitsSet(shapeOfOne & ~shapeOfOther & LETTERS)
  const onlyInOther = bitsSet(shapeOfOther & ~shapeOfOne & LETTERS)
  const common = Math.min(a - onlyInOne, b - onlyInOther)
  const shorter = Math.min(4, a, b)
  let prefix = 0
  while (prefix < shorter && letters[starts[one]! + prefix] === letters[starts[other]! + prefix]) prefix++
  return common * (a + b) < LEAST_COMMON[prefix]! * a * b
}

/** For each number of common first letters the least c/a + c/b. */
const LEAST_COMMON = [0, 1, 2, 3, 4].map(prefix => {
  const before = (LIKE_FROM - 0.1 * prefix) / (1 - 0.1 * prefix)
  return 3 * before - 1 - 1e-9
})

function compareWords(dictionary: Dictionary, a: number, b: number): number {
  const { letters, starts, hasVariants } = dictionary
  // Names that each have forms of their own are two names however alike they sound: Hassan and Hussain are brothers.
  if (hasVariants[a] === 1 && hasVariants[b] === 1)
    return areVariants(wordOf(dictionary, a), wordOf(dictionary, b)) ? VARIANT : UNLIKE
  const one = letters.subarray(starts[a], starts[a + 1])
  const other = letters.subarray(starts[b], starts[b + 1])
  const shorter = Math.min(one.length, other.length)
  if (shorter < 3) return UNLIKE
  const likeness = winkler(one, other)
  // Short names are held to their first letter: Zara and Sara are often sisters.
  const isClose = likeness >= CLOSE_FROM || (shorter >= 4 && isOneEdit(one, other))
  if (isClose && (shorter >= 5 || one[0] === other[0])) return CLOSE
  if (dictionary.sounds[a] === dictionary.sounds[b]) return LIKE
  return likeness >= LIKE_FROM || isClose || isShortened(one, other) ? LIKE : UNLIKE
}

/** Whether all letters of one word are in the other. */
function mayContain({ shapes }: Dictionary, one: number, other: number): boolean {
  const [a, b] = [shapes[one]! & LETTERS, shapes[other]! & LETTERS]
  return (a & ~b) === 0 || (b & ~a) === 0
}

/** The fewest letters of a name's beginning, and of its end, by which somebody goes. */
const LEAST_BEGINNING = 3
const LEAST_END = 4

/** Whether one name is the beginning or the end of the other: Dan and Daniel, Seun and Oluwaseun. */
function isShortened(one: Letters, other: Letters): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  if (at === short.length) return at >= LEAST_BEGINNING
  const off = long.length - short.length
  at = short.length
  while (at > 0 && short[at - 1] === long[off + at - 1]) at--
  return at === 0 && short.length >= LEAST_END
}

type Letters = Uint16Array

/** Likeness of two words from 0 to 1 (Winkler 1990). The same for both orders. */
export function winkler(one: Letters, other: Letters): number {
  const leads = one.length < other.length || (one.length === other.length && isBefore(one, other))
  const a = leads ? one : other
  const b = leads ? other : one
  const jaro = jaroLikeness(a, b)
  let prefix = 0
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

function isBefore(one: Letters, other: Letters): boolean {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return one[at]! < other[at]!
  return false
}

const taken = new Uint8Array(4096)
const common = new Uint16Array(4096)

function jaroLikeness(a: Letters, b: Letters): number {
  const length = Math.min(b.length, taken.length)
  const reach = Math.max(0, Math.floor(length / 2) - 1)
  taken.fill(0, 0, length)
  let count = 0
  for (let i = 0; i < a.length; i++) {
    const last = Math.min(length - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if (taken[j] === 1 || a[i] !== b[j]) continue
      taken[j] = 1
      common[count++] = a[i]!
      break
    }
  }
  if (count === 0) return 0
  let outOfOrder = 0
  let next = 0
  for (let j = 0; j < length; j++) if (taken[j] === 1 && b[j] !== common[next++]) outOfOrder++
  return (count / a.length + count / b.length + (count - outOfOrder / 2) / count) / 3
}

/** Whether one letter inserted, dropped, changed or exchanged with its neighbour makes one word of the other. */
export function isOneEdit(one: Letters, other: Letters): boolean {
  const a = one.length <= other.length ? one : other
  const b = one.length <= other.length ? other : one
  if (b.length - a.length > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let endOfA = a.length
  let endOfB = b.length
  while (endOfA > start && endOfB > start && a[endOfA - 1] === b[endOfB - 1]) {
    endOfA--
    endOfB--
  }
  const left = endOfA - start
  const right = endOfB - start
  if (left <= 1 && right <= 1) return true
  return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]
}
