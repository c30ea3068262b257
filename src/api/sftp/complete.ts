/** Which deliveries in a drop are whole: marked by `<name>.done`, or listed by a `delivery.json` that is fulfilled. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { type Manifest, parseManifest } from '../../feeds/readers/manifest.ts'
import type { Root } from './root.ts'

const NOTE = 'delivery.json'
const DONE = '.done'
const LARGEST_NOTE_BYTES = 1_048_576

/** A delivery to be taken: `name` is that of its receipt, `files` are its data, the note of `delivery.json` last. */
export type Complete = { name: string; files: string[]; marker: string | undefined }

/** Told to the partner where a listed file is there and is not the one that was meant: it is waited for. */
export type Waiting = { name: string; reason: string }

/** What a file belongs to is not whole while that file is being sent again. */
export async function findComplete(
  root: Root,
): Promise<{ complete: Complete | undefined; waiting: Waiting[] }> {
  const { busy } = root
  const names = (await root.list('in')).map(entry => entry.name)
  const note = names.includes(NOTE) && !busy.has(NOTE) ? await readNote(root) : undefined
  for (const marker of names.filter(name => name.endsWith(DONE) && !busy.has(name))) {
    const files = markedBy(marker, names)
    if (files.length === 0 || files.some(name => busy.has(name))) continue
    const name = marker.slice(0, -DONE.length)
    return { complete: { name, files: withNote(files, note), marker }, waiting: [] }
  }
  return note === undefined ? { complete: undefined, waiting: [] } : await byNote(root, note, names)
}

/** `contacts.csv.done` marks `contacts.csv`; `contacts.done` marks whatever is called `contacts.` and something. */
function markedBy(marker: string, names: string[]): string[] {
  const name = marker.slice(0, -DONE.length)
  if (names.includes(name)) return [name]
  return names.filter(other => other.startsWith(`${name}.`) && !other.endsWith(DONE))
}

type Note = { says: Manifest } | { broken: true }

async function readNote(root: Root): Promise<Note> {
  const about = await root.find({ folder: 'in', name: NOTE })
  if (about === undefined || about.bytes > LARGEST_NOTE_BYTES) return { broken: true }
  const text = await readFile(root.pathOf({ folder: 'in', name: NOTE }), 'utf8')
  const read = parseManifest(text.replace(/^\uFEFF/, ''))
  return 'refused' in read ? { broken: true } : { says: read.manifest }
}

/** A note belongs to marked files where it lists none, or only these. */
function withNote(files: string[], note: Note | undefined): string[] {
  if (note === undefined || 'broken' in note || files.includes(NOTE)) return files
  const listed = listedIn(note.says)
  return listed.every(name => files.includes(name)) ? [...files, NOTE] : files
}

function listedIn({ files, sha256 }: Manifest): string[] {
  return files ?? Object.keys(sha256 ?? {})
}

/** A note that cannot be understood is taken by itself, so that the partner hears of it. */
async function byNote(root: Root, note: Note, names: string[]) {
  const alone = { complete: { name: 'delivery', files: [NOTE], marker: undefined }, waiting: [] }
  if ('broken' in note) return alone
  const listed = listedIn(note.says)
  const isThere = listed.length > 0 && listed.every(name => names.includes(name) && !root.busy.has(name))
  if (!isThere) return { complete: undefined, waiting: [] }
  for (const name of listed) {
    const expected = note.says.sha256?.[name]?.toLowerCase()
    if (expected === undefined || (await sha256Of(root, name)) === expected) continue
    const reason = `${name} is not the file that ${NOTE} names by its sha256. Send it again, or correct ${NOTE}.`
    return { complete: undefined, waiting: [{ name: 'delivery', reason }] }
  }
  const files = [...listed.filter(name => name !== NOTE), NOTE]
  return { complete: { name: 'delivery', files, marker: undefined }, waiting: [] }
}

async function sha256Of(root: Root, name: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(root.pathOf({ folder: 'in', name })))
    hash.update(piece as Buffer)
  return hash.digest('hex')
}
