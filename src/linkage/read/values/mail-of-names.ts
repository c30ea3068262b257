import { isOneEdit } from '../../compare/name-likeness.ts'

const LONGEST = 64
const mailbox = new Uint16Array(LONGEST)
const names = new Uint16Array(2 * LONGEST)

/** Where a value's bytes begin and end. */
export type Stretch = { start: number; end: number }

/**
 * Whether the mailbox of an e-mail address in `bytes` is put together from a person's names, one slip allowed:
 * `sara.khan@`, `khansara@`, `skhan@`. Digits tell people of one name apart, so an address with two of them counts as
 * its own.
 */
export function isMadeOf(
  bytes: Uint8Array,
  { mail, given, family }: { mail: Stretch; given: Stretch; family: Stretch },
): boolean {
  let at = mail.start
  let digits = 0
  for (; at < mail.end && bytes[at] !== 64; at++) if (bytes[at]! >= 48 && bytes[at]! <= 57) digits++
  const length = takeLetters(bytes, mail.start, at, mailbox, 0)
  if (digits >= 2 || length === 0) return false
  const ofGiven = takeLetters(bytes, given.start, given.end, names, 0)
  const both = takeLetters(bytes, family.start, family.end, names, ofGiven)
  if (isSame(length, 0, ofGiven) || isSame(length, ofGiven, both)) return true
  if (isNear(length, both)) return true
  const initial = names[0]!
  const ofFamily = both - ofGiven
  if (ofGiven > 0 && ofFamily > 0 && mailbox[0] === initial && length === ofFamily + 1) {
    mailbox.copyWithin(0, 1, length)
    return isSame(length - 1, ofGiven, both)
  }
  const reversed = takeLetters(bytes, family.start, family.end, names, 0)
  return isNear(length, takeLetters(bytes, given.start, given.end, names, reversed))
}

/** Writes the letters of a stretch of bytes in small form behind `from`, and gives where they end. */
function takeLetters(bytes: Uint8Array, start: number, end: number, into: Uint16Array, from: number): number {
  let to = from
  for (let at = start; at < end && to < from + LONGEST; at++) {
    const small = bytes[at]! | 32
    if (small >= 97 && small <= 122) into[to++] = small
  }
  return to
}

function isSame(length: number, from: number, to: number): boolean {
  if (to - from !== length) return false
  for (let at = 0; at < length; at++) if (mailbox[at] !== names[from + at]) return false
  return true
}

function isNear(length: number, both: number): boolean {
  if (Math.abs(both - length) > 1) return false
  return isOneEdit(mailbox.subarray(0, length), names.subarray(0, both))
}
