import { NAME, NAME_KINDS, SPACE, WIDE } from './xml-characters.ts'
import { isWholeTag, type Name, newName } from './xml-names.ts'
import { fail, readable, type Scan, written } from './xml-scan.ts'

/** What stands within a tag: the name of an element, and its attributes. */

/** So many names are kept; a format has about a hundred, and a file made to fill the memory has millions. */
const MOST_NAMES = 200
const WHOLE_NAME = new RegExp(`^${NAME}$`, 'u')

/** The name of the element that begins here, as one object for all its elements; `undefined` where it may go on. */
export function nameAt(scan: Scan, at: number): Name | undefined {
  const { bytes, names, last } = scan
  if (last.next !== undefined && isWholeTag(bytes, last.next.bytes, at)) return last.next
  let end = at
  let kinds = 0
  for (; end < bytes.length; end++) {
    const kind = NAME_KINDS[bytes[end] ?? 0] ?? 0
    if (kind === 0) break
    kinds |= kind
  }
  if (end === bytes.length) return undefined
  const text = (kinds & WIDE) === 0 ? scan.letters.slice(at, end) : written(scan, at, end)
  const known = names.get(text)
  if (known !== undefined) return known
  if (!WHOLE_NAME.test(text)) return fail(scan, at)
  const made = newName(text)
  if (names.size < MOST_NAMES) names.set(text, made)
  return made
}

const GREATER = 62
const LESS = 60
const SINGLE = 39
const DOUBLE = 34

/** The place of the `>` that ends a tag; quotes may hold another. `undefined` where it has not come yet. */
export function tagEnd(scan: Scan, from: number): number | undefined {
  const { bytes } = scan
  let quote = 0
  for (let at = from; at < bytes.length; at++) {
    const letter = bytes[at] ?? 0
    if (letter === LESS) return fail(scan, at)
    if (quote !== 0) {
      if (letter === quote) quote = 0
    } else if (letter === SINGLE || letter === DOUBLE) quote = letter
    else if (letter === GREATER) return at
  }
  return undefined
}

const ATTRIBUTE = new RegExp(`${SPACE}+(${NAME})${SPACE}*=${SPACE}*(?:"([^"]*)"|'([^']*)')`, 'uy')
const TAG_REST = new RegExp(`^${SPACE}*/?$`)

/** The attributes that stand between the name of a tag and its `>`. */
export function attributesOf(scan: Scan, from: number, end: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const text = written(scan, from, end)
  let at = 0
  ATTRIBUTE.lastIndex = at
  for (let match = ATTRIBUTE.exec(text); match; match = ATTRIBUTE.exec(text)) {
    const [, name = '', double, single] = match
    if (found.has(name)) fail(scan, from, text.slice(0, at))
    const value = (double ?? single ?? '').replace(/\r\n|[\t\r\n]/g, ' ')
    found.set(name, readable(scan, value, from))
    at = ATTRIBUTE.lastIndex
  }
  if (!TAG_REST.test(text.slice(at))) fail(scan, from, text.slice(0, at))
  return found
}
