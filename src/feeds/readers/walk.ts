import { xmlScanner } from '../../kit/xml.ts'
import type { Document } from '../contract.ts'
import { addChild, type Element, newElement } from './element.ts'

const DEEPEST = 64
/** So much text without an element in it, or within one record, is no record of a person. */
const LONGEST_SILENCE = 4_194_304
const LONGEST_RECORD = 8_388_608

/** A sentence about the document that is fit for the partner, instead of an error. */
export class Refusal extends Error {}

export type Walk = { push: (bytes: Buffer) => void; end: () => void; header: () => Element | undefined }

/** Called with each record, and with the path of each element within one of which nothing is read. */
export type Walker = { onRecord: (record: Element) => void; onDrop?: (path: string) => void }

/** Where a document has been read to. */
type Position = {
  document: Document
  walker: Walker
  /** Where the open elements stand in the contract, from the document inwards. */
  places: Place[]
  /** The open elements from the header or record inwards. */
  open: Element[]
  depth: number
  /** The depth of the element of which nothing is read. */
  dropped: number
  header: Element | undefined
  sinceElement: number
  inRecord: number
}

/** Follows the document and builds only the header and one record at a time, from the parts that are read. */
export function openWalk(document: Document, walker: Walker): Walk {
  const at: Position = {
    document,
    walker,
    places: [placesOf(document)],
    open: [],
    depth: 0,
    dropped: 0,
    header: undefined,
    sinceElement: 0,
    inRecord: 0,
  }
  const scanner = xmlScanner({
    open: (name, attributes) => enter(at, name, attributes),
    text: text => {
      const element = at.open.at(-1)
      if (element !== undefined) element.text = element.text === '' ? text : element.text + text
    },
    close: () => leave(at),
    doctype: () => {
      throw new Refusal(
        'it has a document type (a line that begins with <!DOCTYPE). That is not accepted, because it can point to other files. Take the line out.',
      )
    },
  })
  return {
    push: bytes => {
      at.sinceElement += bytes.length
      at.inRecord += bytes.length
      scanner.push(bytes)
      if (at.sinceElement > LONGEST_SILENCE)
        throw new Refusal(
          'a text in it is far too long to be part of a record. Look whether a document was pasted into a field.',
        )
      if (at.open.length > 0 && at.inRecord > LONGEST_RECORD)
        throw new Refusal(
          'one record in it is far too long to be about one person. Export it again from your own system.',
        )
    },
    end: scanner.end,
    header: () => at.header,
  }
}

/** Whether the text of the element that begins is read. */
function enter(at: Position, name: string, attributes: ReadonlyMap<string, string>): boolean {
  at.sinceElement = 0
  at.depth++
  if (at.depth > DEEPEST)
    throw new Refusal(
      'its elements are nested too deeply to be a record of a person. Export it again from your own system.',
    )
  if (at.depth === 1) checkRoot(name, attributes, at.document)
  if (at.dropped > 0) return false
  const { open, places } = at
  const place = placeIn(places.at(-1), name)
  // An element of another vocabulary may have the same name and mean something else.
  if (place === undefined || place.is === 'dropped' || (open.length > 0 && attributes.get('xmlns'))) {
    at.dropped = at.depth
    if (open.length > 0 && place !== undefined) at.walker.onDrop?.(place.path)
    return false
  }
  places.push(place)
  if (open.length === 0 && place.is === undefined) return false
  if (open.length === 0) at.inRecord = 0
  const element = newElement(place.name)
  const parent = open.at(-1)
  if (parent !== undefined) addChild(parent, element)
  open.push(element)
  return place.isRead
}

function leave(at: Position): void {
  at.sinceElement = 0
  const depth = at.depth--
  if (at.dropped > 0) {
    if (at.dropped === depth) at.dropped = 0
    return
  }
  const place = at.places.pop()
  const closed = at.open.pop()
  if (at.open.length > 0 || closed === undefined) return
  if (place?.is === 'header') at.header ??= closed
  else at.walker.onRecord(closed)
}

/** The national formats have no namespace: elements of one, with a prefix or without, are of another format. */
function checkRoot(name: string, attributes: ReadonlyMap<string, string>, document: Document): void {
  const [prefix, local] = name.includes(':') ? name.split(':', 2) : ['', name]
  const namespace = attributes.get(prefix === '' ? 'xmlns' : `xmlns:${prefix}`)
  if (local !== document.root)
    throw new Refusal(
      `it begins with <${name.slice(0, 40)}>, where this format begins with <${document.root}>. Send the export of the right kind.`,
    )
  if (namespace || prefix)
    throw new Refusal(
      `its elements belong to the namespace “${(namespace ?? prefix ?? '').slice(0, 80)}”, where this format has none. Export it in the national format.`,
    )
}

/** An element that the contract reads, or that leads to one. */
type Place = {
  name: string
  /** From the header or record inwards, as it is reported. */
  path: string
  is: 'header' | 'record' | 'dropped' | undefined
  /** Whether the text of the element itself is read. */
  isRead: boolean
  inner: Map<string, Place>
}

/** The document, with every element that leads to the header or a record and is read within them. */
function placesOf(document: Document): Place {
  const outside = newPlace('', '')
  const header = placeAt(outside, document.header)
  const record = placeAt(outside, document.record)
  Object.assign(header, { path: header.name, is: 'header' })
  Object.assign(record, { path: record.name, is: 'record' })
  for (const path of document.reads) {
    const [first, ...names] = path.split('/')
    placeAt(first === header.name ? header : record, names.join('/')).isRead = true
  }
  return outside
}

/** The place at a path, made with those on the way to it. */
function placeAt(from: Place, path: string): Place {
  let place = from
  for (const name of path.split('/')) {
    const inner = place.inner.get(name) ?? newPlace(name, `${place.path}/${name}`)
    place.inner.set(name, inner)
    place = inner
  }
  return place
}

function newPlace(name: string, path: string): Place {
  return { name, path, is: undefined, isRead: false, inner: new Map() }
}

/** So many names of what is not read are kept with the place in which they stand; a file may have millions. */
const MOST_NAMES = 200

/** The place of an element by its name; one that is not read gets a place too, so that its path is made once. */
function placeIn(above: Place | undefined, name: string): Place | undefined {
  const found = above?.inner.get(name)
  if (found !== undefined || above === undefined) return found
  const dropped: Place = { ...newPlace(name, `${above.path}/${name}`), is: 'dropped' }
  if (above.inner.size < MOST_NAMES) above.inner.set(name, dropped)
  return dropped
}
