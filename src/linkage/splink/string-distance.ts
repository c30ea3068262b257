/**
 * How far apart two texts are, byte by byte of their UTF-8, as DuckDB measures it: an accented letter is two bytes.
 * Held to DuckDB's own answers in the tests, because match weights change with a level.
 */

type Bytes = Uint8Array

const encoder = new TextEncoder()
const bytes = new Map<string, Bytes>()
const MOST_KEPT = 500_000

/** The bytes of a text. Texts come again and again, so they are kept. */
function bytesOf(text: string): Bytes {
  const known = bytes.get(text)
  if (known) return known
  if (bytes.size > MOST_KEPT) bytes.clear()
  const made = encoder.encode(text)
  bytes.set(text, made)
  return made
}

/** Room for the numbers of one comparison, made larger where it must be. */
let scratch = new Int32Array(4096)
function roomFor(size: number): Int32Array {
  if (scratch.length < size) scratch = new Int32Array(2 * size)
  return scratch
}

/** Fewest bytes to insert, drop or change. Above `most` any larger number stands for the distance, and is found sooner. */
export function levenshtein(one: string, other: string, most = Number.POSITIVE_INFINITY): number {
  const [a, b] = [bytesOf(one), bytesOf(other)]
  if (Math.abs(a.length - b.length) > most) return most + 1
  const row = roomFor(b.length + 1)
  for (let j = 0; j <= b.length; j++) row[j] = j
  for (let i = 1; i <= a.length; i++) {
    // Places further from the diagonal than `most` cannot lead back to so small a distance.
    const from = Math.max(1, i - most)
    const to = Math.min(b.length, i + most)
    let diagonal = row[from - 1]!
    row[from - 1] = from === 1 ? i : most + 1
    let least = row[from - 1]!
    for (let j = from; j <= to; j++) {
      const change = diagonal + (a[i - 1] === b[j - 1] ? 0 : 1)
      diagonal = row[j]!
      row[j] = Math.min(diagonal + 1, row[j - 1]! + 1, change)
      if (row[j]! < least) least = row[j]!
    }
    if (least > most) return most + 1
  }
  return row[b.length]!
}

/** For each byte the last row of the table that has it. */
const lastRow = new Int32Array(256)

/** Fewest bytes to insert, drop, change or exchange with a neighbour, where others may come between (Damerau 1964, unrestricted). */
export function damerauLevenshtein(one: string, other: string): number {
  const [a, b] = [bytesOf(one), bytesOf(other)]
  const most = a.length + b.length
  const width = b.length + 2
  const table = roomFor((a.length + 2) * width)
  const at = (i: number, j: number): number => (i + 1) * width + j + 1
  table[at(-1, -1)] = most
  for (let i = 0; i <= a.length; i++) [table[at(i, -1)], table[at(i, 0)]] = [most, i]
  for (let j = 0; j <= b.length; j++) [table[at(-1, j)], table[at(0, j)]] = [most, j]
  lastRow.fill(0)
  for (let i = 1; i <= a.length; i++) {
    let lastColumn = 0
    for (let j = 1; j <= b.length; j++) {
      const row = lastRow[b[j - 1]!]!
      const column = lastColumn
      const isSame = a[i - 1] === b[j - 1]
      if (isSame) lastColumn = j
      table[at(i, j)] = Math.min(
        table[at(i - 1, j - 1)]! + (isSame ? 0 : 1),
        table[at(i, j - 1)]! + 1,
        table[at(i - 1, j)]! + 1,
        table[at(row - 1, column - 1)]! + (i - row - 1) + 1 + (j - column - 1),
      )
    }
    lastRow[a[i - 1]!] = i
  }
  return table[at(a.length, b.length)]!
}

/** Common bytes within half the longer text, in order or not (Jaro 1989). */
export function jaro(one: string, other: string): number {
  const [a, b] = [bytesOf(one), bytesOf(other)]
  if (a.length === 0 || b.length === 0) return 0
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const room = roomFor(a.length + b.length)
  const taken = room.fill(0, 0, a.length)
  let common = 0
  for (let j = 0; j < b.length; j++) {
    const last = Math.min(a.length - 1, j + reach)
    for (let i = Math.max(0, j - reach); i <= last; i++) {
      if (taken[i] === 1 || a[i] !== b[j]) continue
      taken[i] = 1
      room[a.length + common++] = b[j]!
      break
    }
  }
  if (common === 0) return 0
  let outOfOrder = 0
  let next = a.length
  for (let i = 0; i < a.length; i++) if (taken[i] === 1 && a[i] !== room[next++]) outOfOrder++
  const transpositions = Math.floor(outOfOrder / 2)
  return (common / a.length + common / b.length + (common - transpositions) / common) / 3
}

/** Jaro with a bonus for up to four first bytes, only where it is above 0.7 already (Winkler 1990). */
export function jaroWinkler(one: string, other: string): number {
  const likeness = jaro(one, other)
  if (likeness <= 0.7) return likeness
  const [a, b] = [bytesOf(one), bytesOf(other)]
  let prefix = 0
  while (prefix < 4 && prefix < a.length && prefix < b.length && a[prefix] === b[prefix]) prefix++
  return likeness + prefix * 0.1 * (1 - likeness)
}

const sets = new Map<string, Set<number>>()

/** The share of different bytes that both texts have among those that either has. */
export function jaccard(one: string, other: string): number {
  const [a, b] = [setOf(one), setOf(other)]
  let common = 0
  for (const byte of a) if (b.has(byte)) common++
  return common / (a.size + b.size - common)
}

function setOf(text: string): Set<number> {
  const known = sets.get(text)
  if (known) return known
  if (sets.size > MOST_KEPT) sets.clear()
  const made = new Set(bytesOf(text))
  sets.set(text, made)
  return made
}

/** Places at which two texts of one length differ; undefined for texts of different lengths. */
export function hamming(one: string, other: string): number | undefined {
  const [a, b] = [bytesOf(one), bytesOf(other)]
  return a.length === b.length ? a.filter((byte, at) => byte !== b[at]).length : undefined
}
