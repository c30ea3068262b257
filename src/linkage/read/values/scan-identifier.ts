import { fingerprint, HASH_START, hashOn } from '../../rows/fingerprints.ts'
import { isOneSlip } from './scan-postcode.ts'

/**
 * An identifier as two numbers. Up to fifteen digits are kept exactly, one to a half byte, so that a slip of one
 * digit can be told; others (letters, longer ones) are a fingerprint of 60 bits under a mark.
 */
export type ScannedIdentifier = { high: number; low: number }

const FINGERPRINT = 0xf
const UPN = 0xe

export function scanIdentifier(bytes: Uint8Array, start: number, end: number, into: ScannedIdentifier): void {
  into.high = 0
  into.low = 0
  let length = 0
  let digits = 0
  let distinct = 0
  let first = 0
  let high = 0
  let low = 0
  let one = HASH_START
  let other = ~HASH_START
  for (let at = start; at < end; at++) {
    let byte = bytes[at]!
    if (byte >= 97 && byte <= 122) byte -= 32
    const isDigit = byte >= 48 && byte <= 57
    if (!isDigit && (byte < 65 || byte > 90) && byte < 128) continue
    if (length === 0) first = byte
    else if (byte !== first) distinct = 1
    length++
    if (isDigit) {
      digits++
      high = (high << 4) | (low >>> 28)
      low = (low << 4) | (byte - 47)
    }
    one = hashOn(one, byte)
    other = Math.imul(other ^ byte, 0x5bd1e995) ^ (other >>> 15)
  }
  // A single sign, or one sign repeated (0000000000, XXXX), stands for "none".
  if (length < 2 || distinct === 0) return
  if (digits === length && length <= 15) {
    into.high = high
    into.low = low
  } else {
    const mark = length === 13 && isUpn(bytes, start, end) ? UPN : FINGERPRINT
    into.high = (mark << 28) | (fingerprint(one) & 0x0fffffff)
    into.low = fingerprint(other)
  }
}

/** Whether the digits are kept, not a fingerprint. */
export const isExact = (high: number): boolean => high >>> 28 < UPN

/** Whether two numbers of digits differ in one of them, or in two neighbours that changed places. */
export function isOneSlipOfDigits(high: number, low: number, otherHigh: number, otherLow: number): boolean {
  if (high === otherHigh) return isOneSlip(low, otherLow)
  if (low === otherLow) return isOneSlip(high, otherHigh)
  // The last digit of the one half and the first of the other are neighbours too.
  const isRestEqual = (high ^ otherHigh) >>> 4 === 0 && (low ^ otherLow) << 4 === 0
  return isRestEqual && (high & 15) === otherLow >>> 28 && (otherHigh & 15) === low >>> 28
}

/** Whether the value was a unique pupil number with the right check letter. */
export const isMarkedUpn = (high: number): boolean => high >>> 28 === UPN

/** Letters that a UPN may carry, by value (DfE, "Unique Pupil Numbers: guide"): all but I, O and S. */
const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ'
const VALUE_OF_LETTER = Int32Array.from({ length: 26 }, (_, letter) =>
  UPN_LETTERS.indexOf(String.fromCharCode(65 + letter)),
)

/** Twelve characters, all digits but the last of a temporary number, behind the letter that checks them (modulus 23). */
function isUpn(bytes: Uint8Array, start: number, end: number): boolean {
  let place = 0
  let sum = 0
  let letter = -1
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    const isDigit = byte >= 48 && byte <= 57
    const isLetter = (byte | 32) >= 97 && (byte | 32) <= 122
    if (!isDigit && !isLetter) continue
    const value = isDigit ? byte - 48 : VALUE_OF_LETTER[(byte | 32) - 97]!
    if (value < 0 || (isLetter && place !== 0 && place !== 12) || (isDigit && place === 0)) return false
    if (place === 0) letter = value
    else sum += value * (place + 1)
    place++
  }
  return sum % 23 === letter
}

/** Whether ten digits in half bytes are a valid NHS number (modulus 11; NHS Data Dictionary, "NHS Number"). */
export function isNhsNumber(high: number, low: number): boolean {
  if (high >>> 8 !== 0 || high >>> 4 === 0) return false
  let sum = 0
  for (let place = 0; place < 9; place++) sum += digitAt(high, low, 9 - place) * (10 - place)
  const check = 11 - (sum % 11)
  return check !== 10 && (check === 11 ? 0 : check) === digitAt(high, low, 0)
}

const digitAt = (high: number, low: number, place: number): number =>
  ((place < 8 ? low >>> (4 * place) : high >>> (4 * (place - 8))) & 15) - 1
