import { isOneEdit } from '../name-likeness.ts'

/**
 * Whether the mailbox of an e-mail address in `bytes` is put together from a person's names: `sara.khan@`, `khansara@`,
 * `s.khan@`. Digits tell people of one name apart, so an address with two of them counts as its own.
 */
export function isMadeOf(
  bytes: Uint8Array,
  start: number,
  end: number,
  given: string,
  family: string,
): boolean {
  let mailbox = ''
  let digits = 0
  for (let at = start; at < end && bytes[at] !== 64; at++) {
    const byte = bytes[at]! | 32
    if (byte >= 97 && byte <= 122) mailbox += String.fromCharCode(byte)
    else if (bytes[at]! >= 48 && bytes[at]! <= 57) digits++
  }
  if (digits >= 2 || mailbox === '') return false
  const [one, other] = [lettersOf(given), lettersOf(family)]
  if (mailbox === one || mailbox === other || mailbox === one.slice(0, 1) + other) return true
  return isLike(mailbox, one + other) || isLike(mailbox, other + one)
}

const lettersOf = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '')

/** The same, or one slip apart: the names may be misspelt in one of the two. */
const isLike = (one: string, other: string): boolean =>
  one === other || (Math.abs(one.length - other.length) <= 1 && isOneEdit(codesOf(one), codesOf(other)))

const codesOf = (text: string): Uint16Array => Uint16Array.from(text, letter => letter.charCodeAt(0))
