import { fingerprint, HASH_START, hashOn } from '../../rows/fingerprints.ts'

/**
 * How a name sounds, as a number: `khan` and `kahn`, `aisha` and `ayesha`, `philip` and `filip` have one. Vowels, h,
 * w and y count only at the beginning, letters of one sound are one, repeated sounds are one. It finds candidates and
 * is too coarse to say that two names are one.
 */
export function soundOf(letters: Uint16Array, start: number, end: number): number {
  let hash = HASH_START
  let last = 0
  for (let at = start; at < end; ) {
    const [sound, length] = soundAt(letters, at, end, at === start)
    at += length
    if (sound === 0 || sound === last) continue
    hash = hashOn(hash, sound)
    last = sound
  }
  return fingerprint(hash)
}

const code = (letter: string): number => letter.charCodeAt(0)
const [A, F, H, J, K, N, P, S, T, X] = [...'afhjknpstx'].map(code) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]
const SPACE = 32

/** Letters that sound like another one; 0 is silent inside a name. */
const SOUNDS = new Map<number, number>([
  ...[...'aeiouyhw'].map(letter => [code(letter), 0] as const),
  ...Object.entries({ z: S, v: F, d: T, g: K, q: K, c: K, b: P }).map(
    ([letter, sound]) => [code(letter), sound] as const,
  ),
])

const isFrontVowel = (letter: number | undefined): boolean =>
  letter === code('e') || letter === code('i') || letter === code('y')

/** The sound that begins here, 0 for a silent letter, and how many letters it takes. */
function soundAt(letters: Uint16Array, at: number, end: number, isFirst: boolean): [number, number] {
  const one = letters[at]!
  const next = at + 1 < end ? letters[at + 1]! : 0
  if (one === SPACE) return [0, 1]
  if (next === H) {
    if (one === code('c') || one === S) return [X, 2]
    if (one === P) return [F, 2]
    if (one === T || one === code('d')) return [T, 2]
    if (one === K) return [K, 2]
    if (one === code('g')) return [at + 2 < end && SOUNDS.get(letters[at + 2]!) === 0 ? K : 0, 2]
    if (one === code('b')) return [P, 2]
    if (one === code('z')) return [J, 2]
  }
  if (one === code('c') && next === code('z')) return [X, 2]
  if (one === S && next === code('z')) return [X, 2]
  if (one === code('c') && next === K) return [K, 2]
  if (one === code('c') && isFrontVowel(next)) return [S, 1]
  if (isFirst && next === N && (one === K || one === code('g') || one === P)) return [N, 2]
  if (isFirst && one === X) return [S, 1]
  const sound = SOUNDS.get(one) ?? one
  if (sound !== 0 || !isFirst) return [sound, 1]
  return [one === H || one === code('w') ? one : A, 1]
}
