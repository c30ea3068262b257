import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { Fault } from '../../kit/faults.ts'
import type { SourceFile } from './source.ts'

export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be'

/** What is known of a file before its content is read: its hash, size and encoding, and how it begins. */
export type Inspected = SourceFile & {
  sha256: Buffer
  bytes: number
  encoding: Encoding
  head: string
}

const HEAD = 65_536

/** Reads a file once from end to end, because its hash and its encoding can be told in no other way. */
export async function inspect(file: SourceFile): Promise<Inspected> {
  const hash = createHash('sha256')
  const head: Buffer[] = []
  let bytes = 0
  let utf8 = true
  let waiting: Buffer = Buffer.alloc(0)
  for await (const part of reading(file)) {
    hash.update(part)
    if (bytes < HEAD) head.push(part.subarray(0, HEAD - bytes))
    bytes += part.length
    if (!utf8) continue
    const text = waiting.length === 0 ? part : Buffer.concat([waiting, part])
    const whole = wholeCharacters(text)
    utf8 = isUtf8(text.subarray(0, whole))
    waiting = text.subarray(whole)
  }
  const start = Buffer.concat(head)
  const encoding = byMark(start) ?? (utf8 && waiting.length === 0 ? 'utf-8' : 'windows-1252')
  return { ...file, sha256: hash.digest(), bytes, encoding, head: decoder(encoding)(start, true) }
}

/** How a file begins, for telling of which feed it is without reading all of it. */
export async function readHead(file: SourceFile): Promise<string> {
  const head: Buffer[] = []
  let bytes = 0
  for await (const part of reading(file)) {
    head.push(part)
    bytes += part.length
    if (bytes >= HEAD) break
  }
  const start = Buffer.concat(head).subarray(0, HEAD)
  return decoder(byMark(start) ?? 'utf-8')(start, true)
}

/** A read that fails is a fault of the machine that names the file, never what stood in it. */
async function* reading(file: SourceFile): AsyncGenerator<Buffer> {
  try {
    yield* file.open()
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('file-unreadable', `File: ${file.name}`, { cause })
  }
}

/** The text of a file in pieces, without a byte order mark. A file that changed since it was inspected is a fault. */
export async function* decode(file: Inspected): AsyncGenerator<string> {
  const toText = decoder(file.encoding)
  let bytes = 0
  for await (const part of reading(file)) {
    bytes += part.length
    yield toText(part, false)
  }
  if (bytes !== file.bytes)
    throw new Fault('file-unreadable', `${file.name} changed while it was being read.`)
  yield toText(Buffer.alloc(0), true)
}

function byMark(start: Buffer): Encoding | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  return undefined
}

function decoder(encoding: Encoding): (part: Buffer, last: boolean) => string {
  if (encoding !== 'utf-8') {
    const text = new TextDecoder(encoding)
    return (part, last) => text.decode(part, { stream: !last })
  }
  // Buffer.toString is several times as fast as a streaming TextDecoder; characters cut in two wait for their rest.
  let waiting: Buffer = Buffer.alloc(0)
  let begun = false
  return (part, last) => {
    const bytes = waiting.length === 0 ? part : Buffer.concat([waiting, part])
    const whole = last ? bytes.length : wholeCharacters(bytes)
    waiting = bytes.subarray(whole)
    const text = bytes.toString('utf8', 0, whole)
    if (begun || text === '') return text
    begun = true
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  }
}

/** How many bytes, from the start, are not part of a UTF-8 character that has been cut off at the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes.length
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}
