/**
 * The identifiers that link a person's records: their forms and check characters.
 * Sources: NHS Data Dictionary, "NHS Number" (modulus 11); DfE, "Unique Pupil Numbers: guide" (modulus 23).
 */

/** Letters that a UPN may carry, in the order of their values 0 to 22 (I, O and S are left out). */
const UPN_LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ'

/** The check digit for nine digits of an NHS number, or `undefined` where the nine admit none (remainder 10). */
export function nhsCheckDigit(nineDigits: string): string | undefined {
  let sum = 0
  for (let i = 0; i < 9; i++) sum += Number(nineDigits[i]) * (10 - i)
  const check = 11 - (sum % 11)
  if (check === 10) return undefined
  return String(check === 11 ? 0 : check)
}

/** The ten digits of a valid NHS number written in any spacing, or `undefined`. One digit ten times stands for none. */
export function parseNhsNumber(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '')
  if (!/^\d{10}$/.test(digits) || /^(\d)\1+$/.test(digits)) return undefined
  return nhsCheckDigit(digits.slice(0, 9)) === digits[9] ? digits : undefined
}

/** An NHS number as people read it: `999 123 4567`. */
export function showNhsNumber(digits: string): string {
  return `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`
}

/** The check letter for the twelve characters that follow it in a UPN (the last may be a letter in a temporary UPN). */
export function upnCheckLetter(twelve: string): string {
  let sum = 0
  for (let i = 0; i < 12; i++) {
    const character = twelve[i] ?? ''
    const value = UPN_LETTERS.indexOf(character)
    sum += (value < 0 ? Number(character) : value) * (i + 2)
  }
  return UPN_LETTERS[sum % 23] ?? ''
}

/** A valid permanent or temporary UPN in capitals, or `undefined`. */
export function parseUpn(text: string): string | undefined {
  const upn = text.replace(/\s/g, '').toUpperCase()
  if (!/^[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]$/.test(upn)) return undefined
  return upnCheckLetter(upn.slice(1)) === upn[0] ? upn : undefined
}

/** The digits of a unique property reference number, without the noughts that some systems write before them; or `undefined`. */
export function parseUprn(text: string): string | undefined {
  return /^0*([1-9]\d{0,11})$/.exec(text)?.[1]
}

/** A UPN ending in a letter was given for a time, before the pupil's own number was known. */
export function isTemporaryUpn(upn: string): boolean {
  return /[A-Z]$/.test(upn)
}
