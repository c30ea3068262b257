import type { People } from '../read/pack-people.ts'
import { fingerprint, HASH_START, hashOn } from './fingerprints.ts'

/** What finds a record's id among the bytes of all ids. */
export type Ids = { bytes: Uint8Array; starts: Uint32Array | Float64Array; lengths: Uint16Array }

export const idsOf = ({ idBytes, idStarts, idLengths }: People): Ids => ({
  bytes: idBytes,
  starts: idStarts,
  lengths: idLengths,
})

/** Orders two records by the bytes of their ids, of which the first `common` are known to be equal. */
export function compareIds({ bytes, starts, lengths }: Ids, one: number, other: number, common = 0): number {
  const a = starts[one]!
  const b = starts[other]!
  const shorter = Math.min(lengths[one]!, lengths[other]!)
  for (let at = common; at < shorter; at++) {
    const difference = bytes[a + at]! - bytes[b + at]!
    if (difference !== 0) return difference
  }
  return lengths[one]! - lengths[other]!
}

/** A record's place in an order that nobody chose: the same whatever the order of rows. */
export function fingerprintOfId({ bytes, starts, lengths }: Ids, row: number): number {
  let hash = HASH_START
  const end = starts[row]! + lengths[row]!
  for (let at = starts[row]!; at < end; at++) hash = hashOn(hash, bytes[at]!)
  return fingerprint(hash) >>> 0
}
