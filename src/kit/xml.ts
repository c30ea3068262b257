import { takeDeclaration, takeInstruction } from './xml-asides.ts'
import { isSpace, KINDS, MARKUP, RARE, RETURN, withPlainLineEnds } from './xml-characters.ts'
import { isWholeTag } from './xml-names.ts'
import {
  addBytes,
  fail,
  newScan,
  readable,
  type Scan,
  written,
  type XmlEvents,
  XmlFault,
} from './xml-scan.ts'
import { attributesOf, nameAt, tagEnd } from './xml-tags.ts'

export { type XmlEvents, XmlFault }

/**
 * XML 1.0 read from a stream of UTF-8: elements, attributes, text, CDATA, comments and processing instructions; no
 * document type, and so no entities but the five that XML has and references to characters. Whatever is not well-formed
 * is a fault. The service has a scanner of its own because a county's school files are gigabytes, of which it reads a
 * third: of the rest no text is made (docs/decisions/0024-xml-is-read-by-our-own-scanner.md).
 * Source: W3C, "Extensible Markup Language (XML) 1.0 (Fifth Edition)".
 */
export type XmlScanner = {
  /** Takes the next bytes, which may end anywhere. */
  push: (bytes: Buffer) => void
  end: () => void
}

/** A scanner for one document. It keeps no more of it than the piece of markup or text that has not ended. */
export function xmlScanner(events: XmlEvents): XmlScanner {
  const scan = newScan(events)
  return {
    push: bytes => {
      addBytes(scan, bytes)
      takeAll(scan)
    },
    end: () => {
      scan.isFinal = true
      takeAll(scan)
      if (scan.open.length > 0 || !scan.hasRoot) fail(scan, scan.bytes.length)
    },
  }
}

function takeAll(scan: Scan): void {
  for (;;) {
    const markup = takeText(scan)
    if (markup === undefined) return
    const next = takeMarkup(scan, markup)
    if (next === undefined) return scan.isFinal ? fail(scan, scan.bytes.length) : undefined
    scan.at = next
    scan.isStart = false
  }
}

/** Takes the text before the next piece of markup, and gives the place of that; `undefined` where none has come. */
function takeText(scan: Scan): number | undefined {
  const { bytes, at } = scan
  let end = at
  let kinds = 0
  for (; end < bytes.length; end++) {
    const kind = KINDS[bytes[end] ?? 0] ?? 0
    if (kind === MARKUP) break
    kinds |= kind
  }
  if (end === bytes.length && !scan.isFinal) return undefined
  scan.at = end
  if (end > at) {
    if (scan.open.length === 0) takeTextOutside(scan, at, end)
    else if ((kinds & RARE) !== 0) takeRareText(scan, at, end)
    else if (scan.wanted.at(-1)) takePlainText(scan, at, end, kinds)
  }
  return end === bytes.length ? undefined : end
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff')

function takeTextOutside(scan: Scan, at: number, end: number): void {
  const isMarked = scan.isStart && scan.bytes.subarray(at, at + 3).equals(BYTE_ORDER_MARK)
  const begin = isMarked ? at + 3 : at
  for (let i = begin; i < end; i++) if (!isSpace(scan.bytes[i])) fail(scan, i)
  if (end > begin) scan.isStart = false
}

/** Most texts are ASCII, and cut out of what is a text already. */
function takePlainText(scan: Scan, at: number, end: number, kinds: number): void {
  if (kinds === 0) scan.events.text(scan.letters.slice(at, end))
  else {
    const text = written(scan, at, end)
    scan.events.text((kinds & RETURN) === 0 ? text : withPlainLineEnds(text))
  }
}

function takeRareText(scan: Scan, at: number, end: number): void {
  const text = written(scan, at, end)
  const ending = text.indexOf(']]>')
  if (ending >= 0) fail(scan, at, text.slice(0, ending))
  const read = readable(scan, withPlainLineEnds(text), at)
  if (scan.wanted.at(-1)) scan.events.text(read)
}

const GREATER = 62
const SLASH = 47
const BANG = 33
const QUESTION = 63
const NONE: ReadonlyMap<string, string> = new Map()

/** Takes what begins with a `<`, and gives the place after it; `undefined` where its end has not come yet. */
function takeMarkup(scan: Scan, at: number): number | undefined {
  if (at + 1 === scan.bytes.length) return undefined
  const next = scan.bytes[at + 1]
  if (next === SLASH) return takeClosing(scan, at)
  if (next === BANG) return takeDeclaration(scan, at)
  if (next === QUESTION) return takeInstruction(scan, at)
  return takeOpening(scan, at)
}

function takeOpening(scan: Scan, at: number): number | undefined {
  const name = nameAt(scan, at + 1)
  if (name === undefined) return undefined
  const { bytes, open, wanted, events } = scan
  if (open.length === 0 && scan.hasRoot) fail(scan, at)
  const end = at + 1 + name.bytes.length
  let attributes = NONE
  let last = end
  if (bytes[end] !== GREATER) {
    const found = tagEnd(scan, end)
    if (found === undefined) return undefined
    last = found
    attributes = attributesOf(scan, end, last)
  }
  scan.hasRoot = true
  scan.last.next = name
  scan.last = name
  const isWanted = events.open(name.text, attributes)
  if (bytes[last - 1] === SLASH) events.close()
  else {
    open.push(name)
    wanted.push(isWanted)
  }
  return last + 1
}

function takeClosing(scan: Scan, at: number): number | undefined {
  const { bytes, open } = scan
  const name = open.at(-1)
  if (name === undefined) return fail(scan, at)
  let end = at + 2 + name.bytes.length
  if (!isWholeTag(bytes, name.bytes, at + 2)) {
    const begun = bytes.subarray(at + 2, end)
    if (!begun.equals(name.bytes.subarray(0, begun.length))) fail(scan, at)
    while (isSpace(bytes[end])) end++
    if (end >= bytes.length) return undefined
    if (bytes[end] !== GREATER) fail(scan, at)
  }
  open.pop()
  scan.wanted.pop()
  scan.events.close()
  return end + 1
}
