import { normaliseName } from '../../../kit/names.ts'
import { NAME, PLAIN } from '../raw-words.ts'

/** Words that are nobody's name. Others that may stand for none are settled by record and source (`settle-names.ts`). */
const NOBODYS = new Set(
  'unborn unknown unnamed newborn notknown tba tbc xxx notgiven fetus foetus mr mrs ms'.split(' '),
)
/** Words that are nobody's name beside another of these, or beside one that means nothing alone. */
const OF_CHILDREN = new Set([...NOBODYS, 'baby', 'infant', 'twin', 'triplet'])
const BESIDE = new Set('a b c i ii iii one two three boy girl male female child not known name of'.split(' '))

/** The small letters of a name without marks and titles; empty for "Unknown", "Twin one", "Baby of Sarah". */
export function tidyName(text: string): string {
  const name = isPlainWord(text) ? text.toLowerCase() : normaliseName(text)
  if (name === '' || name === 'not known') return ''
  if (/^(baby|unborn|infant|newborn) (of|boy|girl|child)\b/.test(name)) return ''
  if (!name.includes(' ')) return NOBODYS.has(name) ? '' : name
  const words = name.split(' ')
  return words.some(word => OF_CHILDREN.has(word)) && words.every(saysNothing) ? '' : name
}

const isPlainWord = (text: string): boolean => /^[A-Za-z]+$/.test(text)
const saysNothing = (word: string): boolean => OF_CHILDREN.has(word) || BESIDE.has(word)

/** Words by which a street is written short or long: the short form stands for both. */
const STREET_WORDS: Record<string, string> = {
  street: 'st',
  road: 'rd',
  avenue: 'ave',
  av: 'ave',
  lane: 'ln',
  close: 'cl',
  drive: 'dr',
  crescent: 'cres',
  place: 'pl',
  court: 'ct',
  terrace: 'tce',
  terr: 'tce',
  gardens: 'gdns',
  grove: 'gr',
  saint: 'st',
}

/** Words beside a number inside a house: the number is kept with the house's. */
const DWELLINGS = new Set(['flat', 'apartment', 'apt', 'unit', 'room'])

/** Free text in small letters and digits, marks gone, one space between words; words of streets in their short form. */
export function tidyText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}]|['’.]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter(word => !DWELLINGS.has(word))
    .map(word => STREET_WORDS[word] ?? word)
    .join(' ')
}

export function tidyWord(text: string, kind: number): string {
  if (kind === NAME) return tidyName(text)
  // A byte 0 stands between words on their way from the workers.
  return kind === PLAIN ? tidyText(text) : text.replaceAll('\0', '').trim()
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const windows = new TextDecoder('windows-1252')

/** Text of UTF-8, or of Windows-1252 where the bytes are no UTF-8: old systems write names with accents so. */
export function textOfBytes(bytes: Uint8Array): { text: string; isOld: boolean } {
  let isAscii = true
  for (let at = 0; at < bytes.length; at++) if (bytes[at]! >= 128) isAscii = false
  const { buffer, byteOffset, length } = bytes
  if (isAscii) return { text: Buffer.from(buffer, byteOffset, length).toString('latin1'), isOld: false }
  try {
    return { text: utf8.decode(bytes), isOld: false }
  } catch {
    return { text: windows.decode(bytes), isOld: true }
  }
}
