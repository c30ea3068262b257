import { posix } from 'node:path'
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { Unfit, whyTooLarge } from './packed.ts'
import type { SourceFile } from './source.ts'

const MOST_ENTRIES = 1000
const LINK = 0o120000
const METHODS = [0, 8]

type Archive = { files: SourceFile[]; close: () => Promise<void> }

/** The files of an archive, unpacked as they are read and never to disk; or why it is refused. */
export async function openZip(path: string): Promise<Archive | { refused: string }> {
  const name = posix.basename(path)
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(path, { autoClose: false, strictFileNames: false, validateEntrySizes: true })
    const opened = await entriesOf(zip, name)
    if ('refused' in opened) zip.close()
    return opened
  } catch (error) {
    zip?.close()
    return { refused: whyNotOpened(name, error) }
  }
}

function whyNotOpened(name: string, error: unknown): string {
  const says = error instanceof Error ? error.message : ''
  if (/^(absolute path|invalid relative path|invalid characters in fileName)/.test(says))
    return `${name} holds a file whose name would leave its folder. Pack the files anew, without folders.`
  if (/encryption/.test(says)) return withPassword(name)
  return `${name} cannot be read as a zip: it is damaged or was cut off. Pack the files again and send it again.`
}

async function entriesOf(zip: ZipFile, name: string): Promise<Archive | { refused: string }> {
  const files: SourceFile[] = []
  let [packed, unpacked] = [0, 0]
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    packed += entry.compressedSize
    unpacked += entry.uncompressedSize
    const refused =
      whyNotEntry(name, entry) ??
      whyTooLarge(name, entry.compressedSize, entry.uncompressedSize) ??
      whyTooLarge(name, packed, unpacked)
    if (refused !== undefined) return { refused }
    if (files.length >= MOST_ENTRIES)
      return { refused: `${name} holds more than ${MOST_ENTRIES} files. Send it in parts.` }
    const file = posix.basename(entry.fileName)
    if (files.some(other => other.name.toLowerCase() === file.toLowerCase()))
      return { refused: `${name} holds two files that are called ${file}. Give each a name of its own.` }
    files.push({ name: file, isUnpacked: true, open: () => unpack(zip, entry, name) })
  }
  return { files, close: async () => zip.close() }
}

function whyNotEntry(name: string, entry: Entry): string | undefined {
  const unixMode = entry.versionMadeBy >> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0
  if (entry.isEncrypted()) return withPassword(name)
  if ((unixMode & 0o170000) === LINK)
    return `${name} holds a link to another file. Put the file itself into it.`
  if (!METHODS.includes(entry.compressionMethod))
    return `${name} is packed in a way that is not read here. Pack the files as an ordinary zip.`
  return undefined
}

export function withPassword(name: string): string {
  return `${name} is locked with a password. Send it without one: the agreed connection keeps it safe.`
}

/** Throws `Unfit` where the bytes are not those that the archive says it holds. */
async function* unpack(zip: ZipFile, entry: Entry, name: string): AsyncGenerator<Buffer> {
  let sum = 0
  try {
    for await (const part of Readable.from(await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      sum = crc32(part, sum)
      yield part
    }
  } catch (error) {
    if (isOfTheMachine(error)) throw error
    throw damaged(name, entry)
  }
  if (sum !== entry.crc32) throw damaged(name, entry)
}

function damaged(name: string, entry: Entry): Unfit {
  return new Unfit(
    `${posix.basename(entry.fileName)} in ${name} cannot be unpacked: it is damaged. Pack the files again and send it again.`,
  )
}

/** A disk that fails is no fault of the archive. */
function isOfTheMachine(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
