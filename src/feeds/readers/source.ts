import { createReadStream } from 'node:fs'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../kit/faults.ts'
import { gunzip } from './gzip.ts'
import { openZip } from './zip.ts'

/** One file of a delivery; it may be opened more than once. `path` is where it lies, unless in an archive. */
export type SourceFile = { name: string; path?: string; open: () => AsyncIterable<Buffer> }

/** Files that came together, with what `delivery.json` says of them. `close` lets go of an archive. */
export type DeliverySource = {
  name: string
  files: SourceFile[]
  manifest: Manifest | undefined
  close: () => Promise<void>
}

const PLAIN_NAME = /^[^/\\\0]{1,200}$/

export const manifest = z.object({
  partner: z.string().min(1).max(100).optional(),
  contract: z.string().min(1).max(100).optional(),
  asOf: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
  files: z.array(z.string().regex(PLAIN_NAME)).optional(),
  sha256: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/i)).optional(),
})
export type Manifest = z.infer<typeof manifest>

export type Opened = { source: DeliverySource } | { refused: string }

/** Small enough that the database is never kept waiting while a piece is being read. */
const PIECE = 65_536
const LARGEST_MANIFEST = 1_048_576

/** Opens a delivery: a single file (as it is or as gzip), a folder, or a zip. Follows no link and leaves its folder for nothing. */
export async function openSource(path: string): Promise<Opened> {
  const about = await lstat(path).catch(cause => {
    throw new Fault('file-unreadable', `Path: ${path}`, { cause })
  })
  if (about.isSymbolicLink()) return { refused: 'The path is a link. Send the file or folder itself.' }
  if (about.isDirectory()) return await openFolder(path)
  if (!about.isFile()) return { refused: 'The path is neither a file nor a folder.' }
  if (path.toLowerCase().endsWith('.zip')) return await openArchive(path)
  return { source: sourceOf(basename(path), [fileAt(path, basename(path))], undefined) }
}

async function openFolder(path: string): Promise<Opened> {
  const entries = await readdir(path, { withFileTypes: true })
  const link = entries.find(entry => entry.isSymbolicLink())
  if (link) return { refused: `${link.name} is a link. Send the file itself.` }
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => fileAt(join(path, entry.name), entry.name))
  return await withManifest(basename(path), files, async () => {})
}

async function openArchive(path: string): Promise<Opened> {
  const zip = await openZip(path)
  if ('refused' in zip) return zip
  const opened = await withManifest(basename(path), zip.files, zip.close)
  if ('refused' in opened) await zip.close()
  return opened
}

/** Reads `delivery.json` and keeps to the files that it names. */
async function withManifest(name: string, all: SourceFile[], close: () => Promise<void>): Promise<Opened> {
  const carried = all.filter(file => file.name !== 'delivery.json' && !file.name.startsWith('.'))
  const note = all.find(file => file.name === 'delivery.json')
  if (!note) return { source: sourceOf(name, carried, undefined, close) }
  const read = manifest.safeParse(parseJson(await readSmall(note)))
  if (!read.success) {
    const where = read.error.issues[0]?.path.join('.') ?? ''
    return { refused: `delivery.json cannot be understood${where === '' ? '' : ` at “${where}”`}.` }
  }
  const named = read.data.files ?? carried.map(file => file.name)
  const files: SourceFile[] = []
  for (const wanted of named) {
    const found = carried.find(file => file.name === wanted)
    if (!found) return { refused: `delivery.json names ${wanted}, which is not there.` }
    files.push(found)
  }
  return { source: sourceOf(name, files, read.data, close) }
}

function sourceOf(
  name: string,
  files: SourceFile[],
  said: Manifest | undefined,
  close: () => Promise<void> = async () => {},
): DeliverySource {
  return { name, files, manifest: said, close }
}

function fileAt(path: string, name: string): SourceFile {
  if (/\.gz$/i.test(name))
    return { name: name.replace(/\.gz$/i, ''), path, open: () => gunzip(path, name, PIECE) }
  return { name, path, open: () => createReadStream(path, { highWaterMark: PIECE }) }
}

async function readSmall(file: SourceFile): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of file.open()) {
    size += part.length
    if (size > LARGEST_MANIFEST) return ''
    parts.push(part)
  }
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a folder is one delivery by itself. */
export async function hasManifest(folder: string): Promise<boolean> {
  return await readFile(join(folder, 'delivery.json')).then(
    () => true,
    () => false,
  )
}
