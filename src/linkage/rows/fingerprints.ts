/**
 * Fingerprints stand for values of any length as 32-bit numbers: equal values have equal ones on every machine, in every
 * run. A hash begins at `HASH_START`, takes value after value with `hashOn`, and is mixed into a fingerprint at the end.
 */
export const HASH_START = 0x811c9dc5

/** The hash with one more value (FNV-1a, of whole numbers). */
export const hashOn = (hash: number, value: number): number => Math.imul(hash ^ value, 0x01000193)

/** A well-mixed fingerprint of a hash or number (the last steps of MurmurHash3); never 0, which stands for "missing". */
export function fingerprint(hash: number): number {
  let mixed = hash
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  mixed ^= mixed >>> 16
  return mixed === 0 ? 1 : mixed
}

/** One fingerprint of two values, in their order. Both are mixed well, for values that differ in few bits are common. */
export const fingerprintOfTwo = (one: number, other: number): number =>
  fingerprint(hashOn(fingerprint(one), other))
