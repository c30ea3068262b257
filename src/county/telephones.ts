/**
 * Telephone numbers that ring nobody: Ofcom keeps these ranges for drama.
 * Source: Ofcom, "Telephone numbers for use in TV and radio drama programmes".
 */
function three(number: number): string {
  return String(number % 1000).padStart(3, '0')
}

/** 01632 960000 to 960999: no area's. */
export function landline(number: number): string {
  return `01632 960${three(number)}`
}

/** 07700 900000 to 900999. */
export function mobile(number: number): string {
  return `07700 900${three(number)}`
}

/**
 * 067 and eight digits: a number of one person's own, as everybody's mobile is. The drama ranges are too few to give each
 * adult of a county one, and 06 belongs to nobody. Source: Ofcom, "The National Telephone Numbering Plan".
 */
export function ownMobile(number: number): string {
  const digits = String(number % 100_000_000).padStart(8, '0')
  return `067${digits.slice(0, 2)} ${digits.slice(2)}`
}

/** 0808 157 0000 to 0999: free to ring. */
export function freephone(number: number): string {
  return `0808 157 0${three(number)}`
}
