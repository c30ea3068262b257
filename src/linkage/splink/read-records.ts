import { closeSync } from 'node:fs'
import { Fault } from '../../kit/faults.ts'
import { openWindow, readRows } from '../read/csv/read-part.ts'
import { openFile } from '../read/open-file.ts'
import { type Input, openInput } from '../read/open-input.ts'
import { textOfBytes } from '../read/values/tidy-word.ts'
import type { Table } from './compile-expression.ts'
import { columnsOf, type SplinkModel } from './read-splink-model.ts'

/** All records of the files as a Splink model sees them: text as it is written, with where each record stands in order. */
export type SplinkRecords = Table & {
  ids: string[]
  sources: string[]
  /** For each record its place in the order of source and id, which decides who is left and right in a pair. */
  ranks: Uint32Array
}

/** Larger files are for the engine's own models. */
const MOST_BYTES = 2 ** 29

/** Reads the columns that a model needs. Throws a fault for a column that is not there, and for ids missing or repeated. */
export async function readRecords(paths: readonly string[], model: SplinkModel): Promise<SplinkRecords> {
  const wanted = columnsOf(model)
  // One file of several data sets says in a column which is which; else each file is one.
  const source = model.linkType !== 'dedupe_only' && paths.length === 1 ? { source: model.sourceColumn } : {}
  const ids: string[] = []
  const sources: string[] = []
  const cells = wanted.map(() => [] as (string | null)[])
  for (const path of paths) {
    const input = await openInput(path, { id: model.idColumn, ...source, text: wanted })
    readInto(input, cells, ids, sources)
  }
  const ranks = rankRecords(ids, sources, model.linkType === 'dedupe_only' && ids.every(isNumber))
  const columns = new Map(wanted.map((name, at) => [name.toLowerCase(), cells[at]!]))
  return { count: ids.length, columns, ids, sources, ranks }
}

function readInto(input: Input, cells: (string | null)[][], ids: string[], sources: string[]): void {
  if (input.size > MOST_BYTES)
    throw new Fault(
      'file-unreadable',
      `${input.path} has more than 512 MiB, too much for a model of Splink’s.`,
    )
  const file = input.shared ? -1 : openFile(input.path)
  const part = { input: 0, from: input.start, to: input.size, isQuoted: false, firstRow: 0 }
  const before = ids.length
  readRows(part, input, file, openWindow(), (bytes, row) => {
    const cell = (column: number): string =>
      column >= row.count ? '' : textOfBytes(bytes.subarray(row.starts[column], row.ends[column])).text
    ids.push(cell(input.at.id))
    sources.push(input.at.source < 0 ? input.name : cell(input.at.source))
    for (const [at, column] of input.at.text.entries()) cells[at]!.push(cell(column) || null)
  })
  if (file >= 0) closeSync(file)
  const withoutId = ids.slice(before).filter(id => id === '').length
  if (withoutId > 0)
    throw new Fault(
      'file-unreadable',
      `${input.path}: ${withoutId} rows have no id. Give every record an id.`,
    )
  if (ids.length === before)
    throw new Fault('file-unreadable', `${input.path}: there is a header and no record.`)
}

/** Whether a program that reads the file takes the id for a whole number. */
const isNumber = (id: string): boolean => /^(0|[1-9]\d{0,14})$/.test(id)

/** Ids of one table that are all numbers stand in the order of numbers, as they do for Splink; elsewhere it puts texts in order. */
function rankRecords(ids: string[], sources: string[], areNumbers: boolean): Uint32Array {
  const orderIds = areNumbers ? (one: string, other: string) => Number(one) - Number(other) : order
  const compare = (a: number, b: number): number =>
    sources[a] === sources[b] ? orderIds(ids[a]!, ids[b]!) : order(sources[a]!, sources[b]!)
  const sorted = ids.map((_, at) => at).sort(compare)
  const repeated = sorted.filter((record, at) => at > 0 && compare(sorted[at - 1]!, record) === 0).length
  if (repeated > 0)
    throw new Fault(
      'file-unreadable',
      `${repeated} of ${ids.length} records repeat the id of another record of their source. Give each record an id of its own.`,
    )
  const ranks = new Uint32Array(ids.length)
  for (const [rank, record] of sorted.entries()) ranks[record] = rank
  return ranks
}

const order = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1)
