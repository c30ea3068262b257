import { fingerprint, HASH_START, hashOn } from '../../rows/fingerprints.ts'

/**
 * A postcode as one number. A British one is area, district, sector and unit in mixed radix, so that parts can be
 * compared; another of up to seven digits keeps its digits in half bytes; anything else is a fingerprint.
 */
const UNITS = 676
const SECTORS = 10
const DISTRICTS = 360
const OF_DIGITS = 0x8
const FINGERPRINT = 0xc

const text = new Uint8Array(8)

export function scanPostcode(bytes: Uint8Array, start: number, end: number): number {
  let length = 0
  let digits = 0
  let hash = HASH_START
  for (let at = start; at < end; at++) {
    let byte = bytes[at]!
    if (byte >= 97 && byte <= 122) byte -= 32
    const isDigit = byte >= 48 && byte <= 57
    if (!isDigit && (byte < 65 || byte > 90)) continue
    if (length < 8) text[length] = byte
    length++
    if (isDigit) digits++
    hash = hashOn(hash, byte)
  }
  if (length < 3) return 0
  if (length >= 5 && length <= 7) {
    const british = packBritish(length)
    if (british !== 0) return british
  }
  if (digits === length && length <= 7) return packDigits(length)
  return (FINGERPRINT << 28) | (fingerprint(hash) & 0x0fffffff)
}

const letter = (at: number): number => {
  const value = text[at]! - 65
  return value >= 0 && value < 26 ? value : -1
}
const digit = (at: number): number => {
  const value = text[at]! - 48
  return value >= 0 && value < 10 ? value : -1
}

/** `A9 9AA` to `AA9A 9AA`; 0 where the letters and digits stand otherwise. */
function packBritish(length: number): number {
  const inward = length - 3
  const sector = digit(inward)
  const one = letter(inward + 1)
  const other = letter(inward + 2)
  if (sector < 0 || one < 0 || other < 0 || letter(0) < 0) return 0
  const areaLength = letter(1) >= 0 ? 2 : 1
  const area = areaLength === 2 ? 27 * (letter(0) + 1) + letter(1) + 1 : letter(0) + 1
  const first = digit(areaLength)
  if (first < 0) return 0
  let district = first
  if (inward - areaLength === 2) {
    const nextDigit = digit(areaLength + 1)
    const nextLetter = letter(areaLength + 1)
    district = nextDigit >= 0 ? 10 * first + nextDigit : 100 + 26 * first + nextLetter
    if (nextDigit < 0 && nextLetter < 0) return 0
  } else if (inward - areaLength !== 1) return 0
  return ((area * DISTRICTS + district) * SECTORS + sector) * UNITS + 26 * one + other + 1
}

function packDigits(length: number): number {
  let packed = OF_DIGITS
  for (let at = 0; at < 7; at++) packed = (packed << 4) | (at < length ? digit(at) + 1 : 0)
  return packed
}

const isOfDigits = (postcode: number): boolean => postcode >>> 28 === OF_DIGITS

/** The sector of a British postcode (`PR1 2`), as a number; 0 for others. */
export const sectorOf = (postcode: number): number => (postcode > 0 ? Math.floor((postcode - 1) / UNITS) : 0)

/** The district of a British postcode (`PR1`), or the first digits of one of digits; 0 where there is none. */
export function districtOf(postcode: number): number {
  if (postcode > 0) return Math.floor((postcode - 1) / (UNITS * SECTORS))
  return isOfDigits(postcode) ? postcode & 0xffff0000 : 0
}

/** The area of a British postcode (`PR`), or the first two digits of one of digits; 0 where there is none. Most who move stay within one. */
export function areaOf(postcode: number): number {
  if (postcode > 0) return Math.floor((postcode - 1) / (UNITS * SECTORS * DISTRICTS))
  return isOfDigits(postcode) ? postcode & 0xfff00000 : 0
}

/** Whether two different postcodes are one slip apart: the same sector, or one digit or two neighbours exchanged. */
export function arePostcodesNear(one: number, other: number): boolean {
  if (one > 0 && other > 0) return sectorOf(one) === sectorOf(other)
  return isOfDigits(one) && isOfDigits(other) && isOneSlip(one, other)
}

/** Whether two numbers of half bytes differ in one of them, or in two neighbours that changed places. */
export function isOneSlip(one: number, other: number): boolean {
  const difference = one ^ other
  if (difference === 0) return false
  const lowest = (31 - Math.clz32(difference & -difference)) & ~3
  const rest = difference & ~(15 << lowest)
  if (rest === 0) return true
  if (rest >>> (lowest + 4) === 0 || (rest & ~(15 << (lowest + 4))) !== 0) return false
  const low = (one >>> lowest) & 15
  const high = (one >>> (lowest + 4)) & 15
  return low === ((other >>> (lowest + 4)) & 15) && high === ((other >>> lowest) & 15)
}
