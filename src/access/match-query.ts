import { jaroWinkler, phoneticKey } from '../kit/names.ts'
import type { Query } from './query.ts'

/** What may be compared of a candidate: only the fields that the searcher may see. */
export type Searchable = {
  /** Words of every name, normalised. */
  names: string[]
  birthDates: string[]
  postcodes: string[]
  identifiers: string[]
}

/** How well someone fits a search: a band and the reasons, never a percentage. `agreeing` counts the facts that fit. */
export type Match = { band: 'strong' | 'possible' | 'weak'; points: number; agreeing: number; why: string[] }

const SAME = 0.999
const CLOSE = 0.85
/** One key stands for many sounds: Mohammed and Matthew share one, and are not alike. */
const SOUNDS_ALIKE = 0.7

/** Compares a search with someone’s fields. `undefined` where too little fits to be worth a stranger’s name. Pure. */
export function matchQuery(query: Query, found: Searchable): Match | undefined {
  if (query.identifiers.some(id => found.identifiers.includes(id)))
    return { band: 'strong', points: 100, agreeing: 3, why: ['the identifier is the same'] }
  const names = compareNames(query.names, found.names)
  if (query.names.length > 0 && names === undefined) return undefined
  const date = compareDate(query.birthDate, found.birthDates)
  const place = comparePostcode(query.postcode, found.postcodes)
  const parts = [names, date, place].filter(part => part !== undefined)
  const points = parts.reduce((sum, part) => sum + part.points, 0)
  const agreeing = parts.filter(part => part.points > 0).length
  if (points < 20 || agreeing === 0) return undefined
  const band = points >= 60 ? 'strong' : points >= 38 ? 'possible' : 'weak'
  return { band, points, agreeing, why: parts.map(part => part.says) }
}

type Part = { points: number; says: string }

/** Each word typed must fit some name of the person; the worst-fitting word sets the points. */
function compareNames(typed: readonly string[], held: readonly string[]): Part | undefined {
  if (typed.length === 0) return undefined
  const fits = typed.map(word => ({ word, ...bestFit(word, held) }))
  if (fits.some(fit => fit.points === 0)) return undefined
  const points = (fits.reduce((sum, fit) => sum + fit.points, 0) / fits.length) * (typed.length > 1 ? 1 : 0.6)
  const unlike = fits.filter(fit => fit.says !== 'the same')
  const says =
    unlike.length === 0
      ? 'the names are the same'
      : unlike.map(fit => `“${fit.word}” ${fit.says} “${fit.name}”`).join('; ')
  return { points, says }
}

function bestFit(word: string, held: readonly string[]): { name: string; points: number; says: string } {
  let best = { name: '', points: 0, says: '' }
  for (const name of held) {
    const fit = fitOf(word, name)
    if (fit.points > best.points) best = { name, ...fit }
  }
  return best
}

function fitOf(word: string, name: string): { points: number; says: string } {
  const similarity = jaroWinkler(word, name)
  if (similarity > SAME) return { points: 40, says: 'the same' }
  if (similarity >= SOUNDS_ALIKE && phoneticKey(word) === phoneticKey(name))
    return { points: 34, says: 'sounds like' }
  if (similarity >= CLOSE) return { points: 28, says: 'is spelt nearly like' }
  if (word.length >= 3 && name.startsWith(word)) return { points: 24, says: 'is the beginning of' }
  return { points: 0, says: '' }
}

function compareDate(typed: string | undefined, held: readonly string[]): Part | undefined {
  if (typed === undefined || held.length === 0) return undefined
  if (held.includes(typed)) return { points: 40, says: 'the date of birth is the same' }
  const [year, month, day] = typed.split('-')
  if (held.includes(`${year}-${day}-${month}`))
    return { points: 26, says: 'the date of birth has day and month swapped' }
  if (held.some(other => onePartDiffers(typed, other)))
    return { points: 18, says: 'the date of birth differs in one part' }
  return { points: -25, says: 'the date of birth differs' }
}

function onePartDiffers(a: string, b: string): boolean {
  const parts = b.split('-')
  return a.split('-').filter((part, i) => part !== parts[i]).length === 1
}

function comparePostcode(typed: string | undefined, held: readonly string[]): Part | undefined {
  if (typed === undefined || held.length === 0) return undefined
  const joined = held.map(code => code.replace(' ', ''))
  if (joined.includes(typed)) return { points: 30, says: 'the postcode is the same' }
  if (joined.some(code => code.startsWith(typed) || code.slice(0, -3) === typed))
    return { points: 18, says: 'the postcode begins the same' }
  return { points: -5, says: 'the postcode differs' }
}
