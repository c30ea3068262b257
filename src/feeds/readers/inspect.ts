import { isAscii, isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { Fault } from '../../kit/faults.ts'
import { gunzip } from './gzip.ts'
import { isGzip, whyNotText } from './kind.ts'
import { Unfit } from './packed.ts'
import type { SourceFile } from './source.ts'

export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be'

/** What is known of a file before its content is read: its hash, size and encoding, and how it begins. */
export type Inspected = SourceFile & {
  /** Of the content, unpacked where it came packed. */
  sha256: Buffer
  /** Of the file as it came. */
  sentSha256: Buffer
  bytes: number
  encoding: Encoding
  head: string
  /** Why it is no table and no document, whatever it is called. */
  unlike: string | undefined
}

const HEAD = 65_536

/**
 * Reads a file once from end to end, because its hash and its encoding can be told in no other way. Throws `Unfit`
 * where it cannot be unpacked or is an archive within an archive.
 */
export async function inspect(file: SourceFile): Promise<Inspected> {
  const hash = createHash('sha256')
  const sentHash = createHash('sha256')
  const head: Buffer[] = []
  let bytes = 0
  let isPacked = false
  const guess = utf8Guess()
  const onPacked = (part: Buffer) => {
    isPacked = true
    sentHash.update(part)
  }
  for await (const part of reading(file, onPacked)) {
    hash.update(part)
    if (bytes < HEAD) head.push(part.subarray(0, HEAD - bytes))
    bytes += part.length
    guess.add(part)
  }
  const start = Buffer.concat(head)
  const encoding = byMark(start) ?? byZeros(start) ?? (guess.isUtf8(start) ? 'utf-8' : 'windows-1252')
  const sha256 = hash.digest()
  return {
    ...file,
    sha256,
    sentSha256: isPacked ? sentHash.digest() : sha256,
    bytes,
    encoding,
    head: decoder(encoding)(start, true),
    unlike: whyNotText(file.name, start),
  }
}

/** How a file begins, for telling of which feed it is without reading all of it; nothing where it cannot be unpacked. */
export async function readHead(file: SourceFile): Promise<string> {
  const head: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of reading(file)) {
      head.push(part)
      bytes += part.length
      if (bytes >= HEAD) break
    }
  } catch (error) {
    if (error instanceof Unfit) return ''
    throw error
  }
  return textOf(Buffer.concat(head).subarray(0, HEAD))
}

/** The whole of a small file as text; `undefined` where it is larger than `most` bytes. */
export async function readText(file: SourceFile, most: number): Promise<string | undefined> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of reading(file)) {
    bytes += part.length
    if (bytes > most) return undefined
    parts.push(part)
  }
  return textOf(Buffer.concat(parts))
}

function textOf(bytes: Buffer): string {
  return decoder(byMark(bytes) ?? byZeros(bytes) ?? 'utf-8')(bytes, true)
}

/** The content of a file in pieces, unpacked where it is gzip; `onPacked` is given the pieces as they came. */
async function* reading(file: SourceFile, onPacked?: (part: Buffer) => void): AsyncGenerator<Buffer> {
  const parts = sent(file)
  const first = await parts.next()
  if (first.done) return
  if (!isGzip(first.value)) {
    yield first.value
    return yield* parts
  }
  if (file.isUnpacked)
    throw new Unfit(`${file.name} is packed a second time. Put the unpacked file into the zip.`)
  const packed = async function* () {
    onPacked?.(first.value)
    yield first.value
    for await (const part of parts) {
      onPacked?.(part)
      yield part
    }
  }
  yield* gunzip(file.sentAs ?? file.name, packed())
}

/** The bytes as they came. A read that fails is a fault of the machine that names the file, never what stood in it. */
async function* sent(file: SourceFile): AsyncGenerator<Buffer, undefined> {
  try {
    yield* file.open()
  } catch (cause) {
    if (cause instanceof Unfit) throw cause
    throw new Fault('file-unreadable', `File: ${file.name}`, { cause })
  }
  return undefined
}

/** The text of a file in pieces, without a byte order mark. */
export async function* decode(file: Inspected): AsyncGenerator<string> {
  const toText = decoder(file.encoding)
  for await (const part of unchanged(file)) yield toText(part, false)
  yield toText(Buffer.alloc(0), true)
}

/** The text of a file in UTF-8, in pieces that may end within a character, without a byte order mark. */
export async function* utf8(file: Inspected): AsyncGenerator<Buffer> {
  if (file.encoding !== 'utf-8') {
    for await (const text of decode(file)) yield Buffer.from(text)
    return
  }
  let isFirst = true
  for await (const part of unchanged(file)) {
    const isMarked = isFirst && part.subarray(0, UTF8_MARK.length).equals(UTF8_MARK)
    isFirst = false
    yield isMarked ? part.subarray(UTF8_MARK.length) : part
  }
}

/** The bytes of a file. One that changed since it was inspected is a fault. */
async function* unchanged(file: Inspected): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const part of reading(file)) {
    bytes += part.length
    yield part
  }
  if (bytes !== file.bytes)
    throw new Fault('file-unreadable', `${file.name} changed while it was being read.`)
}

function byMark(start: Buffer): Encoding | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  return undefined
}

const UTF8_MARK = Buffer.from('\ufeff')

/** UTF-16 without its mark: names of columns and elements are plain letters, of which every other byte is zero. */
function byZeros(start: Buffer): Encoding | undefined {
  const pairs = Math.min(start.length >> 1, 512)
  let [first, second] = [0, 0]
  for (let pair = 0; pair < pairs; pair++) {
    if (start[pair * 2] === 0) first++
    if (start[pair * 2 + 1] === 0) second++
  }
  if (pairs < 4 || (first > pairs * 0.1 && second > pairs * 0.1)) return undefined
  if (second > pairs * 0.6) return 'utf-16le'
  return first > pairs * 0.6 ? 'utf-16be' : undefined
}

/**
 * Whether bytes are UTF-8, if need be with some damage: in a file of Windows-1252 hardly any letter with an accent
 * makes a valid character of UTF-8, and in a file of UTF-8 nearly all do.
 */
function utf8Guess(): { add: (part: Buffer) => void; isUtf8: (start: Buffer) => boolean } {
  let waiting: Buffer = Buffer.alloc(0)
  let valid = 0
  let broken = 0
  return {
    add: part => {
      const text = waiting.length === 0 ? part : Buffer.concat([waiting, part])
      const whole = wholeCharacters(text)
      const settled = text.subarray(0, whole)
      waiting = text.subarray(whole)
      if (isAscii(settled)) return
      if (isUtf8(settled)) valid++
      else {
        const found = countCharacters(settled)
        valid += found.valid
        broken += found.broken
      }
    },
    isUtf8: start =>
      broken + waiting.length === 0 || valid > broken || start.subarray(0, 3).equals(UTF8_MARK),
  }
}

/** Characters of more than one byte that are valid UTF-8, and bytes that are part of none. */
function countCharacters(bytes: Buffer): { valid: number; broken: number } {
  let [valid, broken] = [0, 0]
  for (let at = 0; at < bytes.length; ) {
    const length = lengthOf(bytes[at] ?? 0)
    const isWhole = length === 1 || (length > 1 && isUtf8(bytes.subarray(at, at + length)))
    if (!isWhole) broken++
    else if (length > 1) valid++
    at += isWhole ? length : 1
  }
  return { valid, broken }
}

/** How many bytes the character has that begins with this one; 0 where none does. */
function lengthOf(byte: number): number {
  if (byte < 0x80) return 1
  if (byte < 0xc0) return 0
  return byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
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
    return lengthOf(byte) > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}
