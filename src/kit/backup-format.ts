import { Fault } from './faults.ts'

/** A line of JSON about what follows, or rows of a table as COPY text: whole lines. */
export type Part =
  | { kind: 'line'; value: Record<string, unknown> }
  | { kind: 'rows'; data: Buffer; rows: number }

const END_OF_ROWS = Buffer.from('\\.\n')
const NEW_LINE = 10

/**
 * Takes the stream of a backup apart: header, then for each table a line, its rows, a line with two characters `\.`
 * (which COPY never writes as a row), and a line with count and hash; at last a line that says it is whole.
 */
export async function* parseParts(stream: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  let rest: Buffer = Buffer.alloc(0)
  let inRows = false
  let whole = false
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      const cut: Cut | undefined = inRows ? cutRows(rest) : cutLine(rest)
      if (cut === undefined) break
      rest = rest.subarray(cut.used)
      if (cut.part?.kind === 'line') {
        inRows = 'table' in cut.part.value
        whole = cut.part.value['end'] === true
      } else if (cut.ended) inRows = false
      if (cut.part) yield cut.part
    }
  }
  if (!whole) throw new Fault('backup-unusable', 'It ends before its end: the file is cut off.')
}

type Cut = { part?: Part; used: number; ended?: boolean }

function cutLine(text: Buffer): Cut | undefined {
  const end = text.indexOf(NEW_LINE)
  if (end < 0) return undefined
  try {
    const value = JSON.parse(text.toString('utf8', 0, end)) as Record<string, unknown>
    return { part: { kind: 'line', value }, used: end + 1 }
  } catch (cause) {
    throw new Fault('backup-unusable', 'It is damaged or no backup.', { cause })
  }
}

function cutRows(text: Buffer): Cut | undefined {
  const end = text.lastIndexOf(NEW_LINE) + 1
  if (end === 0) return undefined
  if (text.indexOf(END_OF_ROWS) === 0) return { used: END_OF_ROWS.length, ended: true }
  const marker = text.subarray(0, end).indexOf(`\n${END_OF_ROWS.toString()}`)
  const used = marker < 0 ? end : marker + 1
  const data = text.subarray(0, used)
  return { part: { kind: 'rows', data, rows: countLines(data) }, used }
}

function countLines(data: Buffer): number {
  let count = 0
  for (let at = data.indexOf(NEW_LINE); at >= 0; at = data.indexOf(NEW_LINE, at + 1)) count += 1
  return count
}
