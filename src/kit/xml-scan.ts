import { FORBIDDEN, readReferences } from './xml-characters.ts'
import { type Name, newName } from './xml-names.ts'

/** Where the reading of one document stands, and how what is wrong with it is told. */

export type XmlEvents = {
  /** An element begins. The answer says whether its text is wanted, so that the rest need not be made. */
  open: (name: string, attributes: ReadonlyMap<string, string>) => boolean
  /** Text or CDATA of the innermost open element, in one or several pieces. */
  text: (text: string) => void
  close: () => void
  /** A document type begins. It is not read: reading goes on only by a fault. */
  doctype: () => never
}

/** What is known of the document so far: the bytes that wait, from `at` on, and the elements that are open. */
export type Scan = {
  bytes: Buffer
  /** The same bytes, one in each character: where all are ASCII, a text is cut out of it and need not be decoded. */
  letters: string
  at: number
  isFinal: boolean
  /** Lines before the bytes that wait. */
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

export function newScan(events: XmlEvents): Scan {
  return {
    bytes: Buffer.alloc(0),
    letters: '',
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
}

/** Puts more bytes behind those that wait. */
export function addBytes(scan: Scan, more: Buffer): void {
  const { bytes, at } = scan
  scan.lines += linesIn(bytes, at)
  scan.bytes = at === bytes.length ? more : Buffer.concat([bytes.subarray(at), more])
  scan.letters = scan.bytes.toString('latin1')
  scan.at = 0
}

/** The text of some bytes, as it is written. */
export function written(scan: Scan, from: number, to: number): string {
  return scan.bytes.toString('utf8', from, to)
}

/** A text with its references read. One that is no reference, or to what is no character, is a fault. */
export function readable(scan: Scan, text: string, at: number): string {
  checkCharacters(scan, text, at)
  return readReferences(text, scan.allowsControls, offset => fail(scan, at, text.slice(0, offset)))
}

export function checkCharacters(scan: Scan, text: string, at: number): void {
  const found = text.search(FORBIDDEN)
  if (found >= 0) fail(scan, at, text.slice(0, found))
}

/** The document is not well-formed from this line on. */
export class XmlFault extends Error {
  readonly line: number
  constructor(line: number) {
    super(`not well-formed XML from line ${line} on`)
    this.line = line
  }
}

/** `before`: what was read from there on. */
export function fail(scan: Scan, at: number, before = ''): never {
  throw new XmlFault(scan.lines + linesIn(scan.bytes, at) + (before.match(/\n/g)?.length ?? 0))
}

const LINE_FEED = 10

function linesIn(bytes: Buffer, end: number): number {
  let lines = 0
  for (let at = bytes.indexOf(LINE_FEED); at >= 0 && at < end; at = bytes.indexOf(LINE_FEED, at + 1)) lines++
  return lines
}
