import { createReadStream } from 'node:fs'
import { lstat, open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Fault } from '../../kit/faults.ts'
import { PLAIN_NAME } from '../../kit/upload-place.ts'
import { readText } from './inspect.ts'
import { isZip } from './kind.ts'
import { type Manifest, parseManifest } from './manifest.ts'
import { Unfit } from './packed.ts'
import { openZip } from './zip.ts'

export type { Manifest }

/** One file of a delivery; it may be opened more than once. */
export type SourceFile = {
  /** Of a file that comes as gzip, the name without `.gz`. */
  name: string
  /** The name under which it came, where that is another. */
  sentAs?: string
  /** Where it lies, unless in an archive. */
  path?: string
  /** It comes out of an archive. */
  isUnpacked?: true
  /** The bytes as they came. */
  open: () => AsyncIterable<Buffer>
}

/** Files that came together, with what `delivery.json` says of them. `close` lets go of an archive. */
export type DeliverySource = {
  name: string
  files: SourceFile[]
  manifest: Manifest | undefined
  /** Files that the note does not name, and entries of the note that mean nothing: told, so that none is missed. */
  passedOver?: readonly string[]
  close: () => Promise<void>
}

export type Opened = { source: DeliverySource } | { refused: string }

/** Some milliseconds of reading, so that neither a page nor the database waits long meanwhile. */
const PIECE = 131_072
const LARGEST_MANIFEST = 1_048_576

/** Opens a delivery: a single file (as it is or as gzip), a folder, or a zip. Follows no link and leaves its folder for nothing. */
export async function openSource(path: string): Promise<Opened> {
  const about = await lstat(path).catch(cause => {
    throw new Fault('file-unreadable', `Path: ${path}`, { cause })
  })
  if (about.isSymbolicLink()) return { refused: 'The path is a link. Send the file or folder itself.' }
  if (about.isDirectory()) return await openFolder(path)
  if (!about.isFile()) return { refused: 'The path is neither a file nor a folder.' }
  if (path.toLowerCase().endsWith('.zip') || isZip(await beginning(path))) return await openArchive(path)
  const file = fileAt(path, basename(path))
  if (!PLAIN_NAME.test(file.name)) return { refused: UNNAMEABLE }
  return { source: { name: file.name, files: [file], manifest: undefined, close: async () => {} } }
}

const UNNAMEABLE =
  'A file has a name that is too long, or has characters in it that cannot be seen. Give it a plain name.'

/** A zip may be called anything: it is known by how it begins. */
async function beginning(path: string): Promise<Buffer> {
  const file = await open(path).catch(cause => {
    throw new Fault('file-unreadable', `File: ${basename(path)}`, { cause })
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function openFolder(path: string): Promise<Opened> {
  const entries = await readdir(path, { withFileTypes: true })
  const link = entries.find(entry => entry.isSymbolicLink())
  if (link) return { refused: `${link.name} is a link to another file. Send the file itself.` }
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

/** Hidden files, and those that an office program keeps beside a file while it is open. */
const NOBODYS = /^(\.|~\$)/

/** Reads `delivery.json` and keeps to the files that it names. */
async function withManifest(name: string, all: SourceFile[], close: () => Promise<void>): Promise<Opened> {
  if (all.some(file => !PLAIN_NAME.test(file.name))) return { refused: UNNAMEABLE }
  const carried = all.filter(file => file.name !== 'delivery.json' && !NOBODYS.test(file.name))
  const twin = carried.find((file, at) =>
    carried.some((other, before) => before < at && other.name === file.name),
  )
  if (twin) return { refused: `There are two files that are called ${twin.name}. Send one of them.` }
  const note = all.find(file => file.name === 'delivery.json')
  if (!note) return { source: { name, files: carried, manifest: undefined, close } }
  const text = await readNote(note)
  if (text === undefined)
    return {
      refused:
        'delivery.json is no note about a delivery. Write it anew, or leave it out and say whose the files are.',
    }
  const read = parseManifest(text)
  if ('refused' in read) return read
  const named = read.manifest.files ?? carried.map(file => file.name)
  const wrong = whyNotNamed(named, carried, read.manifest)
  if (wrong !== undefined) return { refused: wrong }
  const files = named.flatMap(wanted => carried.find(file => isCalled(file, wanted)) ?? [])
  const passedOver = [
    ...carried.filter(file => !files.includes(file)).map(file => file.sentAs ?? file.name),
    ...read.strange.map(key => `delivery.json ${key}`),
  ]
  return { source: { name, files, manifest: read.manifest, passedOver, close } }
}

function whyNotNamed(named: string[], carried: SourceFile[], { sha256 }: Manifest): string | undefined {
  const missing = [...named, ...Object.keys(sha256 ?? {})].find(
    name => !carried.some(file => isCalled(file, name)),
  )
  if (missing !== undefined)
    return `delivery.json names ${missing}, which is not there. Send it too, or take its name out.`
  const twice = named.find((name, at) => named.indexOf(name) !== at)
  return twice && `delivery.json names ${twice} twice. Name each file once.`
}

export function isCalled(file: SourceFile, name: string): boolean {
  return file.name === name || file.sentAs === name
}

function fileAt(path: string, sentAs: string): SourceFile {
  const name = sentAs.replace(/(?<=.)\.gz$/i, '')
  return { name, sentAs, path, open: () => readFrom(path) }
}

/** A stream asks for the memory of a whole piece at each read: for thousands of small files that must be cleared away. */
async function* readFrom(path: string): AsyncGenerator<Buffer> {
  const { size } = await stat(path)
  yield* createReadStream(path, { highWaterMark: Math.min(PIECE, size + 1) }) as AsyncIterable<Buffer>
}

async function readNote(file: SourceFile): Promise<string | undefined> {
  try {
    return await readText(file, LARGEST_MANIFEST)
  } catch (error) {
    if (error instanceof Unfit) return undefined
    throw error
  }
}

/** Whether a folder is one delivery by itself. */
export async function hasManifest(folder: string): Promise<boolean> {
  return await readFile(join(folder, 'delivery.json')).then(
    () => true,
    () => false,
  )
}
