/**
 * Names, sounds, postcodes and places brought into one form, so that the linkage engine
 * and search compare like with like. Nothing here decides anything.
 * Sources: Winkler (1990), "String comparator metrics and enhanced decision rules"; Damerau (1964);
 * the phonetic key follows the idea of Philips's metaphone, reduced to what British and South Asian names need.
 */

/** Letters that Unicode does not take apart into a base letter and a mark. */
const UNDIVIDED_LETTERS: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
}

const TITLES = new Set(['mr', 'mrs', 'miss', 'ms', 'mx', 'master', 'dr', 'prof', 'rev'])

/**
 * A name as words of plain small letters, one space between: `Mrs Zoë O'Brien-Łukasz` is `zoe obrien lukasz`.
 * Titles go, because partners type them into name fields, and marks that nobody sees. Empty where nothing is left.
 */
export function normaliseName(text: string | undefined): string {
  if (!text) return ''
  // Most names are one word of plain letters, and there are millions.
  if (/^[A-Za-z]+$/.test(text)) return text.toLowerCase()
  const letters = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[ßøłđðþæœı]/g, letter => UNDIVIDED_LETTERS[letter] ?? letter)
    .replace(/['’‘`´ʼ.]/g, '')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
  const words = letters.split(' ')
  // A title is one only before a name: Master is also a family name.
  while (words.length > 1 && TITLES.has(words[0] ?? '')) words.shift()
  return words.join(' ')
}

/** Spellings of one sound, applied in this order to a word of small letters. */
const SOUNDS: [RegExp, string][] = [
  [/^(kn|gn|pn)/, 'n'],
  [/^wr/, 'r'],
  [/^x/, 's'],
  [/^wh/, 'w'],
  [/chr/g, 'kr'],
  [/tch|ch|cz/g, 'x'],
  [/sch|sh|sz/g, 'x'],
  [/ph/g, 'f'],
  [/th|dh/g, 't'],
  [/kh|ck|gh(?=[aeiou])/g, 'k'],
  [/gh/g, ''],
  [/bh/g, 'b'],
  [/dg|zh|j/g, 'j'],
  [/c(?=[eiy])/g, 's'],
  [/[cq]/g, 'k'],
  [/z/g, 's'],
  [/v/g, 'f'],
  [/d/g, 't'],
  [/g/g, 'k'],
  [/b/g, 'p'],
  [/(?!^)[aeiouyhw]/g, ''],
  [/^[aeiouy]/, 'a'],
  [/(.)\1+/g, '$1'],
]

/**
 * How a name sounds, roughly: `Khan` and `Kahn` are both `kn`, `Aisha` and `Ayesha` both `ax`. Words of a
 * double name are joined. It finds candidates and is too coarse to say that two names are one.
 */
export function phoneticKey(name: string): string {
  let sound = name.replaceAll(' ', '')
  for (const [spelling, code] of SOUNDS) sound = sound.replace(spelling, code)
  return sound
}

/** Likeness of two words from 0 to 1 (Winkler 1990: common letters, transpositions, a bonus for up to four first letters). */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return a === '' ? 0 : 1
  // Letters are paired greedily, so the word that leads is fixed to give one answer for both orders.
  const jaro = a < b ? jaroLikeness(a, b) : jaroLikeness(b, a)
  let prefix = 0
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

function jaroLikeness(a: string, b: string): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const takenInB = new Uint8Array(b.length)
  const commonInA: string[] = []
  for (let i = 0; i < a.length; i++) {
    const last = Math.min(b.length - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if (takenInB[j] || a[i] !== b[j]) continue
      takenInB[j] = 1
      commonInA.push(b[j] ?? '')
      break
    }
  }
  const common = commonInA.length
  if (common === 0) return 0
  let outOfOrder = 0
  let next = 0
  for (let j = 0; j < b.length; j++) if (takenInB[j] && b[j] !== commonInA[next++]) outOfOrder++
  return (common / a.length + common / b.length + (common - outOfOrder / 2) / common) / 3
}

/** Fewest letters to insert, drop, change or swap with a neighbour to turn one word into the other (Damerau 1964). */
export function damerauLevenshtein(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + change)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1)
      row.push(least)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}

/** A full British postcode as `PR1 2AB`, or `undefined` where the text is none. */
export function normalisePostcode(text: string | undefined): string | undefined {
  if (!text) return undefined
  if (/^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/.test(text)) return text
  const joined = text.toUpperCase().replace(/[^A-Z\d]/g, '')
  if (!/^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(joined)) return undefined
  return `${joined.slice(0, -3)} ${joined.slice(-3)}`
}

/**
 * One key for one home: the UPRN where there is one, else postcode, house number or name, and flat
 * (`PR1 2AB/12/3`). `undefined` where the place cannot be told from its neighbours.
 */
export function placeKey(
  addressLine: string | undefined,
  postcode: string | undefined,
  uprn?: string | undefined,
): string | undefined {
  const property = uprn?.replace(/\D/g, '').replace(/^0+/, '')
  if (property) return `uprn:${property}`
  const code = normalisePostcode(postcode)
  if (!code || !addressLine) return undefined
  const line = addressLine.toLowerCase()
  const flat = /\b(?:flat|apartment|apt|unit|room)\s*([a-z]?\d+[a-z]?|[a-z])\b/.exec(line)
  const rest = flat ? line.replace(flat[0], ' ') : line
  const house = /\b\d+\s?[a-z]?\b/.exec(rest)?.[0].replace(/\s/g, '') ?? houseName(rest)
  if (!house) return undefined
  return flat?.[1] ? `${code}/${house}/${flat[1]}` : `${code}/${house}`
}

/** Two words tell a named house from its neighbours, and survive a town added or left out at the end. */
function houseName(line: string): string {
  return normaliseName(line).split(' ').slice(0, 2).join('')
}
