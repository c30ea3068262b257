/**
 * How one person's name and date of birth come to be written differently by different offices.
 */

import { ageOn, dayFrom, partsOf } from './days.ts'
import spellings from './names/spellings.json' with { type: 'json' }
import type { Random } from './random.ts'

/** For each name the other ways in which it is written: transliterations, diminutives, usual mistakes. */
const OTHER_SPELLINGS = new Map<string, string[]>()
for (const line of spellings) {
  const group = line.split(' ').map(name => name.replaceAll('_', ' '))
  for (const name of group) {
    const others = group.filter(other => other !== name)
    OTHER_SPELLINGS.set(name, [...(OTHER_SPELLINGS.get(name) ?? []), ...others])
  }
}

const KEYS_BESIDE: Record<string, string> = {
  a: 's',
  b: 'v',
  c: 'x',
  d: 'f',
  e: 'r',
  f: 'g',
  g: 'h',
  h: 'j',
  i: 'o',
  j: 'k',
  k: 'l',
  l: 'k',
  m: 'n',
  n: 'm',
  o: 'i',
  p: 'o',
  q: 'w',
  r: 't',
  s: 'a',
  t: 'y',
  u: 'i',
  v: 'b',
  w: 'e',
  x: 'z',
  y: 'u',
  z: 'x',
}

/** One slip of the hand: a letter left out, doubled, exchanged with the next, or struck beside. */
export function mistype(random: Random, name: string): string {
  if (name.length < 4) return `${name}${name.at(-1)?.toLowerCase() ?? ''}`
  const at = random.between(1, name.length - 2)
  const before = name.slice(0, at)
  const letter = name.charAt(at)
  const after = name.slice(at + 1)
  switch (random.below(4)) {
    case 0:
      return before + after
    case 1:
      return before + letter + letter.toLowerCase() + after
    case 2:
      return before + after.charAt(0).toLowerCase() + letter.toLowerCase() + after.slice(1)
    default:
      return before + (KEYS_BESIDE[letter] ?? 'e') + after
  }
}

/** The name without marks that a keyboard in Lancashire lacks. */
export function withoutMarks(name: string): string {
  return name.replaceAll('ł', 'l').replaceAll('Ł', 'L').normalize('NFD').replace(/\p{M}/gu, '')
}

/** Another spelling of the name, or a slip where it has none; never the name itself. */
export function respell(random: Random, name: string): string {
  const plain = withoutMarks(name)
  if (plain !== name && random.chance(0.6)) return plain
  if (/[-' ]/.test(name) && random.chance(0.6)) {
    return name.replace(/[-' ]/g, mark => (random.chance(0.5) ? '' : mark === ' ' ? '-' : ' '))
  }
  const others = OTHER_SPELLINGS.get(name)
  const other = others !== undefined && random.chance(0.75) ? random.pick(others) : mistype(random, name)
  return other === name ? `${name}e` : other
}

export type DateSlip = 'day-month-swap' | 'one-digit' | 'year-out' | 'default-date'

/** A wrong date of birth that an office could have typed, never later than `latest`; `undefined` where none fits. */
export function misdate(
  random: Random,
  born: number,
  latest: number,
): { born: number; slip: DateSlip } | undefined {
  const { year, month, date } = partsOf(born)
  const tries: [DateSlip, number][] = [
    ['day-month-swap', date <= 12 && date !== month ? dayFrom(year, date, month) : born],
    ['one-digit', dayFrom(year, month, date > 20 ? date - 10 : date + (date % 10 === 9 ? -1 : 1))],
    ['year-out', dayFrom(random.chance(0.5) ? year - 1 : year + 1, month, Math.min(date, 28))],
    ['default-date', dayFrom(year, 1, 1)],
  ]
  const start = random.below(10) < 4 ? 0 : random.between(1, 3)
  for (let i = 0; i < tries.length; i++) {
    const [slip, wrong] = tries[(start + i) % tries.length] ?? ['one-digit', born]
    if (wrong !== born && wrong <= latest && ageOn(wrong, latest) >= 0) return { born: wrong, slip }
  }
  return undefined
}
