/**
 * Chance that can be repeated: the same seed gives the same county, on any machine and in any order of families.
 * The generator is sfc32 (Chris Doty-Humphrey's "small fast counting" generator, 128 bits of state).
 */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next: () => number
  /** A whole number from 0 up to, not including, `below`. */
  below: (below: number) => number
  /** A whole number between the two, both included. */
  between: (least: number, most: number) => number
  chance: (probability: number) => boolean
  pick: <T>(from: readonly T[]) => T
}

/** Four words of state from any text, so that every family has a stream of its own. */
function hashWords(text: string): [number, number, number, number] {
  const words: [number, number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    words[0] = Math.imul(words[0] ^ code, 0x85ebca6b) ^ (words[3] >>> 13)
    words[1] = Math.imul(words[1] ^ code, 0xc2b2ae35) ^ (words[0] >>> 16)
    words[2] = Math.imul(words[2] ^ code, 0x27d4eb2f) ^ (words[1] >>> 15)
    words[3] = Math.imul(words[3] ^ code, 0x165667b1) ^ (words[2] >>> 14)
  }
  return words
}

/** A stream of chance for this seed and this name (a family's number, a school's, a purpose). */
export function randomFor(seed: number, name: string): Random {
  let [a, b, c, d] = hashWords(`${seed}/${name}`)
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4294967296
  }
  // The first draws still show the hash of the name; a dozen turns are what the author of sfc32 advises.
  for (let i = 0; i < 12; i++) next()
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: probability => next() < probability,
    pick: from => {
      const chosen = from[below(from.length)]
      if (chosen === undefined) throw new Error('nothing to pick from: the list is empty')
      return chosen
    },
  }
}

/** Days until something happens that happens so many times a year, by an even chance each day: at least one. */
export function daysUntil(random: Random, timesAYear: number): number {
  return 1 + Math.floor((-Math.log(1 - random.next()) * 365) / timesAYear)
}

/**
 * Says yes for that part of the askings, spread evenly and beginning with a yes, so that even a small county has its
 * share of what is rare.
 */
export function shareOut(part: number): () => boolean {
  let due = 1
  return () => {
    const yes = due >= 1
    due += part - (yes ? 1 : 0)
    return yes
  }
}

/** A list to be drawn from by weight, with the running totals worked out once. */
export interface Weighted<T> {
  items: readonly T[]
  totals: readonly number[]
}

/** Prepares items and their weights for {@link draw}. */
export function weigh<T>(items: readonly (readonly [T, number])[]): Weighted<T> {
  let total = 0
  return { items: items.map(([item]) => item), totals: items.map(([, weight]) => (total += weight)) }
}

/** One item, each as likely as its weight says. */
export function draw<T>(random: Random, from: Weighted<T>): T {
  const at = random.next() * (from.totals.at(-1) ?? 0)
  let low = 0
  let high = from.totals.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((from.totals[middle] ?? 0) > at) high = middle
    else low = middle + 1
  }
  const chosen = from.items[low]
  if (chosen === undefined) throw new Error('nothing to draw from: the list is empty')
  return chosen
}
