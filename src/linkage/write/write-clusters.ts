import { wordOf } from '../dictionary.ts'
import type { Linked } from '../judge-pairs.ts'
import { SOURCE } from '../row-layout.ts'
import { beginFile, type WholeFile } from './write-file.ts'

const HEADER = 'source,record_id,person_id,link_weight,review\n'
const BUFFER_BYTES = 1 << 20
const QUOTE = 34

/**
 * Writes each record's person: `source,record_id,person_id,link_weight,review`, in order of source and id. A person is
 * called by the source and id of its first record, so that others who come later change no name before theirs.
 */
export function writeClusters(path: string, linked: Linked): void {
  const { order, clusters } = linked
  const file = beginFile(path)
  const out = lineWriter(file)
  const cells = recordCells(linked)
  out.text(HEADER)
  for (const row of order.rows) {
    out.bytes(cells.source(row))
    out.text(',')
    out.bytes(cells.id(row))
    out.text(',')
    out.bytes(cells.person(clusters.keyOf[row]!))
    out.text(',')
    const bits = clusters.strongest[row]!
    if (!Number.isNaN(bits)) out.text(bits.toFixed(3))
    out.text(clusters.review[row] === 1 ? ',yes\n' : ',no\n')
  }
  out.flush()
  file.finish()
}

/** What names a record in output, as the bytes of a CSV cell. */
export function recordCells({ records }: Pick<Linked, 'records'>): {
  source(row: number): Uint8Array
  id(row: number): Uint8Array
  person(row: number): Uint8Array
} {
  const { ids, dictionary, people } = records
  const { rows, layout } = people
  const sources = new Map<number, { cell: Uint8Array; prefix: Uint8Array }>()
  const sourceOf = (row: number): { cell: Uint8Array; prefix: Uint8Array } => {
    const number = rows[row * layout.stride + SOURCE]!
    const known = sources.get(number)
    if (known) return known
    const name = new TextEncoder().encode(wordOf(dictionary, number))
    const made = { cell: cellOf(name), prefix: Buffer.concat([name, Buffer.from(':')]) }
    sources.set(number, made)
    return made
  }
  const idOf = (row: number): Uint8Array =>
    ids.bytes.subarray(ids.starts[row]!, ids.starts[row]! + ids.lengths[row]!)
  return {
    source: row => sourceOf(row).cell,
    id: row => cellOf(idOf(row)),
    person: row => cellOf(Buffer.concat([sourceOf(row).prefix, idOf(row)])),
  }
}

/** Bytes as a CSV cell: quoted where they hold a comma, a quote or a line end. */
function cellOf(bytes: Uint8Array): Uint8Array {
  let quotes = 0
  let isPlain = true
  for (const byte of bytes) {
    if (byte === QUOTE) quotes++
    if (byte === QUOTE || byte === 44 || byte === 10 || byte === 13) isPlain = false
  }
  if (isPlain) return bytes
  const cell = new Uint8Array(bytes.length + quotes + 2)
  let to = 0
  cell[to++] = QUOTE
  for (const byte of bytes) {
    if (byte === QUOTE) cell[to++] = QUOTE
    cell[to++] = byte
  }
  cell[to] = QUOTE
  return cell
}

/** Gathers small pieces and writes them a buffer at a time. */
export function lineWriter(file: WholeFile): {
  bytes(piece: Uint8Array): void
  text(piece: string): void
  flush(): void
} {
  const buffer = Buffer.alloc(BUFFER_BYTES)
  let length = 0
  const flush = (): void => {
    file.write(buffer.subarray(0, length))
    length = 0
  }
  return {
    bytes: piece => {
      if (length + piece.length > BUFFER_BYTES) flush()
      if (piece.length > BUFFER_BYTES) file.write(piece)
      else {
        buffer.set(piece, length)
        length += piece.length
      }
    },
    text: piece => {
      if (length + 4 * piece.length > BUFFER_BYTES) flush()
      length += buffer.write(piece, length, 'utf8')
    },
    flush,
  }
}
