import { MOST_KEPT } from '../learn/tally.ts'

/**
 * A table of counts with most places empty, as text: for each place that is not, how far it is from the one before and
 * its count, seven bits a byte, least first, a set top bit where more follow; the bytes in base 64.
 */
export function packCounts(counts: Int32Array | Uint16Array, least: number): string {
  const bytes: number[] = []
  let last = -1
  for (let place = 0; place < counts.length; place++) {
    if (counts[place]! < least) continue
    pushNumber(bytes, place - last)
    pushNumber(bytes, counts[place]!)
    last = place
  }
  return Buffer.from(bytes).toString('base64')
}

function pushNumber(bytes: number[], number: number): void {
  let rest = number
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128)
  bytes.push(rest)
}

/** Fills a table from what `packCounts` made of it. Gives nothing where the text does not fit the table. */
export function unpackCounts(text: string, places: number): Uint16Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  const counts = new Uint16Array(places)
  let at = 0
  const next = (): number => {
    let number = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0
      number |= (byte & 127) << shift
      if (byte < 128) return number
    }
  }
  for (let place = -1; at < bytes.length; ) {
    place += next()
    if (place >= places) return undefined
    counts[place] = Math.min(MOST_KEPT, next())
  }
  return counts
}
