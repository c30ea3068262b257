import { SaxesParser } from 'saxes'
import type { Context, Document, Problem } from '../contract.ts'
import { decode, type Inspected } from './inspect.ts'
import { type Batch, contextOf, rejectDrafts, type Tally, type Unreadable } from './table.ts'

/** An element of which only the parts that the contract reads were kept. */
export type Element = { name: string; text: string; children: Element[] }

const DEEPEST = 64
/** So much text without an element in it, or within one record, is no record of a person. */
const LONGEST_SILENCE = 4_194_304
const LONGEST_RECORD = 8_388_608

/** The first element at a path such as `BasicDetails/EnrolStatus`. */
export function elementAt(element: Element | undefined, path: string): Element | undefined {
  let at = element
  for (const name of path.split('/')) at = at?.children.find(child => child.name === name)
  return at
}

/** The text at a path, without the white space around it; `undefined` where there is none. */
export function textAt(element: Element | undefined, path: string): string | undefined {
  return elementAt(element, path)?.text.trim() || undefined
}

export function elementsAt(element: Element, path: string): Element[] {
  const names = path.split('/')
  const last = names.pop() ?? ''
  const parent = names.length === 0 ? element : elementAt(element, names.join('/'))
  return parent?.children.filter(child => child.name === last) ?? []
}

/** The root element that a text begins with, if it is XML: without a prefix, and behind a document type that will be refused. */
export function rootOf(head: string): string | undefined {
  const start = head
    .replace(/^\s*(<\?[^>]*\?>\s*|<!--[\s\S]*?-->\s*)*/, '')
    .replace(/^<!DOCTYPE[^[>]*(\[[\s\S]*?\]\s*)?>\s*/, '')
  return /^<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(start)?.[1]
}

/** Reads the header that stands before the records, and stops there. */
export async function readHeader(file: Inspected, document: Document): Promise<Element | Unreadable> {
  const walk = openWalk(document, () => {})
  try {
    for await (const text of decode(file)) {
      walk.push(text)
      if (walk.header() !== undefined) break
    }
    if (walk.header() === undefined) walk.end()
  } catch (error) {
    return unreadable(file.name, error)
  }
  return (
    walk.header() ?? {
      refused: `${file.name} has no ${document.header}, so it does not say whose it is. Export it again, whole.`,
    }
  )
}

/** Reads the records of an XML file one by one, whatever its size; a problem with the document as a whole refuses it. */
export async function* readDocument(
  file: Inspected,
  document: Document,
  tally: Tally,
): AsyncGenerator<Batch | Unreadable> {
  let batch = emptyBatch()
  let row = 0
  const count = (path: string) => context.drop(path)
  const walk = openWalk(
    document,
    record => {
      row++
      batch.rows++
      readRecord(record)
    },
    count,
  )
  let failed = false
  const reject = (column: string | undefined, problem: Problem) => {
    batch.rejections.push({ file: file.name, row, column, rule: problem.rule, remedy: problem.remedy })
  }
  const counter = tally.profiler.table(document.record.split('/').at(-1) ?? '')
  let weight = 0
  const context: Context = contextOf(tally, reject, () => {
    failed = true
  })
  context.read = counter.noteReads(context.read, () => weight)
  const readRecord = (record: Element) => {
    failed = false
    weight = counter.next()
    context.header = walk.header()
    const drafts = document.records(record, context)
    for (const draft of drafts) draft.row = row
    if (failed) rejectDrafts(batch, drafts)
    else batch.drafts.push(...drafts)
  }
  try {
    for await (const text of decode(file)) {
      walk.push(text)
      if (batch.rows === 0) continue
      yield batch
      batch = emptyBatch()
    }
    walk.end()
  } catch (error) {
    return yield unreadable(file.name, error)
  }
  if (batch.rows > 0) yield batch
}

function emptyBatch(): Batch {
  return { rows: 0, rejected: 0, drafts: [], rejections: [] }
}

/** A sentence about the document that is fit for the partner, instead of an error. */
class Refusal extends Error {}

function unreadable(name: string, error: unknown): Unreadable {
  if (error instanceof Refusal) return { refused: `${name}: ${error.message}` }
  const at = error instanceof Error ? /^(?:[^:]*:)?(\d+):\d+: /.exec(error.message)?.[1] : undefined
  if (at === undefined) throw error
  return {
    refused: `${name} is not well-formed XML from line ${at} on: a sign is wrong or missing there, or the file was cut off. Export it again, and do not change it by hand.`,
  }
}

type Walk = { push: (text: string) => void; end: () => void; header: () => Element | undefined }

/** Follows the document and builds only the header and one record at a time, from the parts that are read. */
function openWalk(
  document: Document,
  onRecord: (record: Element) => void,
  onDrop?: (path: string) => void,
): Walk {
  const wanted = wantedPaths(document.reads)
  const parser = new SaxesParser({ xmlns: false })
  const path: string[] = []
  let open: Element[] = []
  let base = 0
  let dropDepth = 0
  let header: Element | undefined
  let sinceElement = 0
  let inRecord = 0

  parser.on('error', error => {
    throw error
  })
  parser.on('doctype', () => {
    throw new Refusal(
      'it has a document type (a line that begins with <!DOCTYPE). That is not accepted, because it can point to other files. Take the line out.',
    )
  })
  parser.on('opentag', ({ name, attributes }) => {
    sinceElement = 0
    path.push(name)
    if (path.length > DEEPEST)
      throw new Refusal(
        'its elements are nested too deeply to be a record of a person. Export it again from your own system.',
      )
    if (path.length === 1) checkRoot(name, attributes, document)
    if (dropDepth > 0) return
    const full = path.join('/')
    if (open.length === 0) {
      if (full !== document.header && full !== document.record) return
      base = path.length
      inRecord = 0
      open = [{ name, text: '', children: [] }]
      return
    }
    // An element of another vocabulary may have the same name and mean something else.
    if (attributes['xmlns'] || !wanted.has(path.slice(base - 1).join('/'))) {
      dropDepth = path.length
      onDrop?.(path.slice(base - 1).join('/'))
      return
    }
    const element = { name, text: '', children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  const addText = (text: string) => {
    const at = open.at(-1)
    if (at !== undefined && dropDepth === 0) at.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    sinceElement = 0
    const full = path.join('/')
    const depth = path.length
    path.pop()
    if (dropDepth > 0) {
      if (dropDepth === depth) dropDepth = 0
      return
    }
    const closed = open.pop()
    if (open.length > 0 || closed === undefined) return
    if (full === document.header) header ??= closed
    else onRecord(closed)
  })
  return {
    push: text => {
      sinceElement += text.length
      inRecord += text.length
      parser.write(text)
      if (sinceElement > LONGEST_SILENCE)
        throw new Refusal(
          'a text in it is far too long to be part of a record. Look whether a document was pasted into a field.',
        )
      if (open.length > 0 && inRecord > LONGEST_RECORD)
        throw new Refusal(
          'one record in it is far too long to be about one person. Export it again from your own system.',
        )
    },
    end: () => {
      parser.close()
    },
    header: () => header,
  }
}

/** The national formats have no namespace: elements of one, with a prefix or without, are of another format. */
function checkRoot(name: string, attributes: Record<string, string>, document: Document): void {
  const [prefix, local] = name.includes(':') ? name.split(':', 2) : ['', name]
  const namespace = attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix}`]
  if (local !== document.root)
    throw new Refusal(
      `it begins with <${name.slice(0, 40)}>, where this format begins with <${document.root}>. Send the export of the right kind.`,
    )
  if (namespace || prefix)
    throw new Refusal(
      `its elements belong to the namespace “${(namespace ?? prefix ?? '').slice(0, 80)}”, where this format has none. Export it in the national format.`,
    )
}

/** Every path that is read, with the paths on the way to it; the first part is the name of header or record. */
function wantedPaths(reads: readonly string[]): Set<string> {
  const wanted = new Set<string>()
  for (const path of reads) {
    const names = path.split('/')
    for (let count = 1; count <= names.length; count++) wanted.add(names.slice(0, count).join('/'))
  }
  return wanted
}
