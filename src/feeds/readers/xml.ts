import { XmlFault } from '../../kit/xml.ts'
import type { Context, Document, Problem } from '../contract.ts'
import type { Element } from './element.ts'
import { type Inspected, utf8 } from './inspect.ts'
import { type Batch, contextOf, rejectDrafts, type Tally, type Unreadable } from './table.ts'
import { openWalk, Refusal } from './walk.ts'

/** Reads the header that stands before the records, and stops there. */
export async function readHeader(file: Inspected, document: Document): Promise<Element | Unreadable> {
  const walk = openWalk(document, { onRecord: () => {} })
  try {
    for await (const bytes of utf8(file)) {
      walk.push(bytes)
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
  const walk = openWalk(document, {
    onRecord: record => {
      row++
      batch.rows++
      readRecord(record)
    },
    onDrop: path => context.drop(path),
  })
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
    else for (const draft of drafts) batch.drafts.push(draft)
  }
  try {
    for await (const bytes of utf8(file)) {
      walk.push(bytes)
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

function unreadable(name: string, error: unknown): Unreadable {
  if (error instanceof Refusal) return { refused: `${name}: ${error.message}` }
  if (!(error instanceof XmlFault)) throw error
  return { refused: notWellFormed(name, error.line) }
}

export function notWellFormed(name: string, line: number): string {
  return `${name} is not well-formed XML from line ${line} on: a sign is wrong or missing there, or the file was cut off. Export it again, and do not change it by hand.`
}
