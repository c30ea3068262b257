import {
  FORBIDDEN,
  isDigitOrMark,
  isSpace,
  NAME,
  NAME_LETTERS,
  ORDINARY,
  readReferences,
  SPACE,
  wideNameEnd,
  withPlainLineEnds,
} from './xml-characters.ts'
import { targetOf, versionOf } from './xml-instruction.ts'
import { isWholeTag, type Name, newName } from './xml-names.ts'

/**
 * XML 1.0 read from a stream of text: elements, attributes, text, CDATA, comments and processing instructions; no
 * document type, and so no entities but the five that XML has and references to characters. Whatever is not well-formed
 * is a fault. The service has a scanner of its own because a county's school files are gigabytes, of which it reads a
 * third (docs/decisions/0024-xml-is-read-by-our-own-scanner.md).
 * Source: W3C, "Extensible Markup Language (XML) 1.0 (Fifth Edition)".
 */
export type XmlEvents = {
  /** An element begins. The answer says whether its text is wanted, so that the rest need not be made. */
  open: (name: string, attributes: ReadonlyMap<string, string>) => boolean
  /** Text or CDATA of the innermost open element, in one or several pieces. */
  text: (text: string) => void
  close: () => void
  /** A document type begins. It is not read: reading goes on only by a fault. */
  doctype: () => never
}

export type XmlScanner = {
  push: (text: string) => void
  end: () => void
}

/** The document is not well-formed from this line on. */
export class XmlFault extends Error {
  readonly line: number
  constructor(line: number) {
    super(`not well-formed XML from line ${line} on`)
    this.line = line
  }
}

const LESS = 60
const GREATER = 62
const SLASH = 47
const BANG = 33
const QUESTION = 63
const SINGLE = 39
const DOUBLE = 34
const NONE: ReadonlyMap<string, string> = new Map()

/** What is known of the document so far: the text that waits, from `at` on, and the elements that are open. */
type Scan = {
  text: string
  at: number
  isFinal: boolean
  /** Lines before the text that waits. */
  lines: number
  isStart: boolean
  hasRoot: boolean
  allowsControls: boolean
  open: Name[]
  wanted: boolean[]
  names: Map<string, Name>
  /** Of the element that began last. */
  last: Name
  events: XmlEvents
}

/** A scanner for one document. It keeps no more of the text than the piece of markup or text that has not ended. */
export function xmlScanner(events: XmlEvents): XmlScanner {
  const scan: Scan = {
    text: '',
    at: 0,
    isFinal: false,
    lines: 1,
    isStart: true,
    hasRoot: false,
    allowsControls: false,
    open: [],
    wanted: [],
    names: new Map(),
    last: newName(''),
    events,
  }
  return {
    push: text => {
      scan.lines += linesIn(scan.text, scan.at)
      scan.text = scan.at === scan.text.length ? text : scan.text.slice(scan.at) + text
      scan.at = 0
      takeAll(scan)
    },
    end: () => {
      scan.isFinal = true
      takeAll(scan)
      if (scan.open.length > 0 || !scan.hasRoot) fail(scan, scan.text.length)
    },
  }
}

function takeAll(scan: Scan): void {
  if (scan.isStart && scan.text.charCodeAt(0) === 0xfeff) scan.at = 1
  for (;;) {
    const markup = takeText(scan)
    if (markup === undefined) return
    const next = takeMarkup(scan, markup)
    if (next === undefined) return scan.isFinal ? fail(scan, scan.text.length) : undefined
    scan.at = next
    scan.isStart = false
  }
}

/** Takes the text before the next piece of markup, and gives the place of that; `undefined` where none has come. */
function takeText(scan: Scan): number | undefined {
  const { text, at, open } = scan
  let end = at
  let isOrdinary = true
  for (; end < text.length; end++) {
    const letter = text.charCodeAt(end)
    if (letter === LESS) break
    if (letter < 128 ? ORDINARY[letter] === 0 : letter >= 0xd800) isOrdinary = false
  }
  if (end === text.length && !scan.isFinal) return undefined
  scan.at = end
  if (end > at) {
    if (open.length === 0) takeTextOutside(scan, at, end)
    else if (!isOrdinary) takeUnusualText(scan, at, end)
    else if (scan.wanted.at(-1)) scan.events.text(withPlainLineEnds(text.slice(at, end)))
  }
  return end === text.length ? undefined : end
}

function takeTextOutside(scan: Scan, at: number, end: number): void {
  for (let i = at; i < end; i++) if (!isSpace(scan.text.charCodeAt(i))) fail(scan, i)
  scan.isStart = false
}

function takeUnusualText(scan: Scan, at: number, end: number): void {
  const written = scan.text.slice(at, end)
  const ending = written.indexOf(']]>')
  if (ending >= 0) fail(scan, at + ending)
  const read = readable(scan, withPlainLineEnds(written), at)
  if (scan.wanted.at(-1)) scan.events.text(read)
}

/** Takes what begins with a `<`, and gives the place after it; `undefined` where its end has not come yet. */
function takeMarkup(scan: Scan, at: number): number | undefined {
  const next = scan.text.charCodeAt(at + 1)
  if (next === SLASH) return takeClosing(scan, at)
  if (next === BANG) return takeDeclaration(scan, at)
  if (next === QUESTION) return takeInstruction(scan, at)
  return Number.isNaN(next) ? undefined : takeOpening(scan, at)
}

function takeOpening(scan: Scan, at: number): number | undefined {
  const name = nameAt(scan, at + 1)
  if (name === undefined) return undefined
  const { text, open, wanted, events } = scan
  if (open.length === 0 && scan.hasRoot) fail(scan, at)
  const end = at + 1 + name.text.length
  let attributes = NONE
  let last = end
  if (text.charCodeAt(end) !== GREATER) {
    const found = tagEnd(scan, end)
    if (found === undefined) return undefined
    last = found
    attributes = attributesOf(scan, end, last)
  }
  scan.hasRoot = true
  scan.last.next = name
  scan.last = name
  const isWanted = events.open(name.text, attributes)
  if (text.charCodeAt(last - 1) === SLASH) events.close()
  else {
    open.push(name)
    wanted.push(isWanted)
  }
  return last + 1
}

/** So many names are kept; a format has about a hundred, and a file made to fill the memory has millions. */
const MOST_NAMES = 200

/** The name that begins here, as one object for all its elements; `undefined` where it may go on. */
function nameAt(scan: Scan, at: number): Name | undefined {
  const { text, names, last } = scan
  if (last.next !== undefined && isWholeTag(text, last.next.letters, at)) return last.next
  const end = nameEnd(scan, at)
  if (end === undefined) return undefined
  const name = text.slice(at, end)
  const known = names.get(name)
  if (known !== undefined) return known
  const made = newName(name)
  if (names.size < MOST_NAMES) names.set(name, made)
  return made
}

/** The place after the name that begins here; `undefined` where it may go on. */
function nameEnd(scan: Scan, at: number): number | undefined {
  const { text } = scan
  let end = at
  let letter = text.charCodeAt(at)
  if (isDigitOrMark(letter)) fail(scan, at)
  while (letter < 128 && NAME_LETTERS[letter] === 1) letter = text.charCodeAt(++end)
  if (letter > 0x7f) end = wideNameEnd(text, at) ?? fail(scan, at)
  if (end === text.length) return undefined
  return end > at ? end : fail(scan, at)
}

/** The place of the `>` that ends a tag; quotes may hold another. */
function tagEnd(scan: Scan, from: number): number | undefined {
  const { text } = scan
  let quote = 0
  for (let at = from; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    if (letter === LESS) return fail(scan, at)
    if (quote !== 0) {
      if (letter === quote) quote = 0
    } else if (letter === SINGLE || letter === DOUBLE) quote = letter
    else if (letter === GREATER) return at
  }
  return undefined
}

const ATTRIBUTE = new RegExp(`${SPACE}+(${NAME})${SPACE}*=${SPACE}*(?:"([^"]*)"|'([^']*)')`, 'uy')
const TAG_REST = new RegExp(`${SPACE}*/?>`, 'y')

function attributesOf(scan: Scan, from: number, end: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let at = from
  ATTRIBUTE.lastIndex = at
  for (let match = ATTRIBUTE.exec(scan.text); match; match = ATTRIBUTE.exec(scan.text)) {
    const [, name = '', double, single] = match
    if (found.has(name)) fail(scan, at)
    const value = (double ?? single ?? '').replace(/\r\n|[\t\r\n]/g, ' ')
    found.set(name, readable(scan, value, at))
    at = ATTRIBUTE.lastIndex
  }
  TAG_REST.lastIndex = at
  if (!TAG_REST.test(scan.text) || TAG_REST.lastIndex !== end + 1) fail(scan, at)
  return found
}

function takeClosing(scan: Scan, at: number): number | undefined {
  const { text, open } = scan
  const name = open.at(-1)
  if (name === undefined) return fail(scan, at)
  let end = at + 2 + name.text.length
  if (!isWholeTag(text, name.letters, at + 2)) {
    if (!text.startsWith(name.text, at + 2))
      return end > text.length && name.text.startsWith(text.slice(at + 2)) ? undefined : fail(scan, at)
    while (isSpace(text.charCodeAt(end))) end++
    if (end >= text.length) return undefined
    if (text.charCodeAt(end) !== GREATER) fail(scan, at)
  }
  open.pop()
  scan.wanted.pop()
  scan.events.close()
  return end + 1
}

/** A comment, a CDATA section or a document type. */
function takeDeclaration(scan: Scan, at: number): number | undefined {
  const { text, open } = scan
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('--', at + 4)
    if (end < 0 || end + 2 >= text.length) return undefined
    if (text.charCodeAt(end + 2) !== GREATER) fail(scan, end)
    checkCharacters(scan, text.slice(at, end), at)
    return end + 3
  }
  if (text.startsWith('<![CDATA[', at)) {
    if (open.length === 0) fail(scan, at)
    const end = text.indexOf(']]>', at + 9)
    if (end < 0) return undefined
    const inner = text.slice(at + 9, end)
    checkCharacters(scan, inner, at)
    if (scan.wanted.at(-1)) scan.events.text(withPlainLineEnds(inner))
    return end + 3
  }
  if (text.startsWith('<!DOCTYPE', at)) return scan.events.doctype()
  const begun = text.slice(at, at + 9)
  return ['<!--', '<![CDATA[', '<!DOCTYPE'].some(known => known.startsWith(begun))
    ? undefined
    : fail(scan, at)
}

/** A processing instruction is passed over. The XML declaration looks like one and may stand at the start only. */
function takeInstruction(scan: Scan, at: number): number | undefined {
  const end = scan.text.indexOf('?>', at + 2)
  if (end < 0) return undefined
  const whole = scan.text.slice(at, end + 2)
  const target = targetOf(whole) ?? fail(scan, at)
  checkCharacters(scan, whole, at)
  if (target.toLowerCase() !== 'xml') return end + 2
  const version = versionOf(whole)
  if (version === undefined || !scan.isStart) fail(scan, at)
  scan.allowsControls = version === '1.1'
  return end + 2
}

/** A text with its references read. One that is no reference, or to what is no character, is a fault. */
function readable(scan: Scan, text: string, at: number): string {
  checkCharacters(scan, text, at)
  return readReferences(text, scan.allowsControls, offset => fail(scan, at, text.slice(0, offset)))
}

function checkCharacters(scan: Scan, text: string, at: number): void {
  const found = text.search(FORBIDDEN)
  if (found >= 0) fail(scan, at, text.slice(0, found))
}

/** `before`: what was read since then. */
function fail(scan: Scan, at: number, before = ''): never {
  throw new XmlFault(scan.lines + linesIn(scan.text, at) + linesIn(before, before.length))
}

function linesIn(text: string, end: number): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
