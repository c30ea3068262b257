import { z } from 'zod'
import { damerauLevenshtein } from '../../kit/names.ts'
import { PLAIN_NAME } from '../../kit/upload-place.ts'

/** `delivery.json`: the note that lies beside the files of a delivery and says whose they are. */

export const manifest = z.object({
  partner: z
    .string()
    .regex(/^[\p{L}\p{N}._:-]{1,100}$/u)
    .optional(),
  contract: z
    .string()
    .regex(/^[^\p{Cc}]{1,100}$/u)
    .optional(),
  asOf: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
  files: z.array(z.string().regex(PLAIN_NAME)).optional(),
  sha256: z.record(z.string().regex(PLAIN_NAME), z.string().regex(/^[0-9a-f]{64}$/i)).optional(),
})
export type Manifest = z.infer<typeof manifest>

const MUST_BE: Record<keyof Manifest, string> = {
  partner: 'the id of one partner, such as "lancs-health-visiting"',
  contract: 'the name of one contract, such as "health-visiting/1"',
  asOf: 'a day or an instant, such as "2026-11-20T18:00:00Z"',
  files: 'a list of names of files, such as ["contacts.csv"]',
  sha256: 'the SHA-256 hash of each file by its name: 64 characters from 0 to 9 and a to f',
}
const KEYS = Object.keys(MUST_BE)

/** What the note says, with the names of entries that mean nothing here; or why it cannot be understood. */
export function parseManifest(text: string): { manifest: Manifest; strange: string[] } | { refused: string } {
  const value = parseJson(text)
  if (value === undefined)
    return {
      refused:
        'delivery.json cannot be understood, because it is not JSON. Look for a missing comma, quote mark or bracket.',
    }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { refused: 'delivery.json must hold one object in curly brackets, such as {"partner": "…"}.' }
  const twice = keyTwice(text)
  if (twice !== undefined)
    return {
      refused: `delivery.json says “${shown(twice)}” twice, so it is not clear which counts. Take one out.`,
    }
  const strange = Object.keys(value).filter(key => !KEYS.includes(key))
  for (const key of strange) {
    const meant = KEYS.find(known => isLike(key, known))
    if (meant)
      return { refused: `delivery.json says “${shown(key)}” where “${meant}” was agreed. Correct that name.` }
  }
  const read = manifest.safeParse(value)
  if (read.success) return { manifest: read.data, strange: strange.map(shown) }
  const wrong = read.error.issues[0]?.path[0] as keyof Manifest
  return { refused: `In delivery.json, “${wrong}” must be ${MUST_BE[wrong]}.` }
}

/** An entry that is almost one of ours would be passed over in silence, and what it says be lost. */
function isLike(key: string, known: string): boolean {
  const letters = key.toLowerCase().replace(/[^a-z0-9]/g, '')
  return key.length < 30 && damerauLevenshtein(letters, known.toLowerCase()) <= (known.length > 4 ? 2 : 1)
}

function shown(key: string): string {
  return key.replace(/[^\w .-]/g, '').slice(0, 40)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * A name that an object of the JSON text has twice, which `JSON.parse` passes over: two programs may then read the
 * same note differently. The text must be valid JSON.
 */
function keyTwice(text: string): string | undefined {
  const seen: Set<string>[] = []
  for (const [token, key] of text.matchAll(/[{}]|("(?:[^"\\]|\\.)*")(?=\s*:)|"(?:[^"\\]|\\.)*"/g)) {
    if (token === '{') seen.push(new Set())
    else if (token === '}') seen.pop()
    else if (key !== undefined) {
      const name = String(JSON.parse(key))
      if (seen.at(-1)?.has(name)) return name
      seen.at(-1)?.add(name)
    }
  }
  return undefined
}
