import { posix } from 'node:path'
import { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import type { SourceFile } from './source.ts'

export const LARGEST_TOTAL = 2 * 1024 ** 3
const MOST_ENTRIES = 1000
/** Text seldom packs tighter than this; beyond it and above the size, an archive is taken for a bomb. */
export const TIGHTEST_RATIO = 200
export const RATIO_COUNTS_FROM = 20 * 1024 ** 2
const LINK = 0o120000

/** The files of an archive, unpacked as they are read and never to disk; or why it is refused. */
export async function openZip(
  path: string,
): Promise<{ files: SourceFile[]; close: () => Promise<void> } | { refused: string }> {
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(path, { autoClose: false, strictFileNames: true, validateEntrySizes: true })
    const opened = await entriesOf(zip)
    if ('refused' in opened) zip.close()
    return opened
  } catch {
    zip?.close()
    return {
      refused: 'The zip cannot be read: it is damaged, cut off, or holds names that leave its folder.',
    }
  }
}

async function entriesOf(
  zip: ZipFile,
): Promise<{ files: SourceFile[]; close: () => Promise<void> } | { refused: string }> {
  const files: SourceFile[] = []
  let total = 0
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    total += entry.uncompressedSize
    const refused = refusalOf(entry, total, files.length)
    if (refused !== undefined) return { refused }
    files.push({ name: posix.basename(entry.fileName), open: () => unpack(zip, entry) })
  }
  const names = new Set(files.map(file => file.name))
  if (names.size < files.length) return { refused: 'The zip holds two files of one name.' }
  return { files, close: async () => zip.close() }
}

function refusalOf(entry: Entry, total: number, count: number): string | undefined {
  const unixMode = entry.versionMadeBy >> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0
  if (entry.isEncrypted())
    return 'The zip is encrypted. Send it without a password over the agreed connection.'
  if ((unixMode & 0o170000) === LINK) return 'The zip holds a link. Send the file itself.'
  if (count >= MOST_ENTRIES) return `The zip holds more than ${MOST_ENTRIES} files.`
  if (total > LARGEST_TOTAL) return 'The zip unpacks to more than 2 GB. Send it in parts.'
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
  if (ratio > TIGHTEST_RATIO && entry.uncompressedSize > RATIO_COUNTS_FROM)
    return 'The zip unpacks to far more than a table of text would. It was not opened.'
  return undefined
}

async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  yield* Readable.from(await zip.openReadStreamPromise(entry))
}
