/** What one partner's system sees of the drop: its own `in` and `receipts`, one level deep, and nothing beside them. */

import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { plainName } from '../../kit/upload-place.ts'

export type Folder = 'in' | 'receipts'

/** A path as a client may write it. Whatever leaves the two folders, goes deeper, or is no plain name, is no place. */
export type Place =
  | { kind: 'root' }
  | { kind: 'folder'; folder: Folder }
  | { kind: 'file'; folder: Folder; name: string }

export function placeOf(path: unknown): Place | undefined {
  if (typeof path !== 'string' || path.length > 1000 || path.includes('\0')) return undefined
  const [first, name, ...deeper] = posix.resolve('/', path).split('/').filter(Boolean)
  if (first === undefined) return { kind: 'root' }
  if ((first !== 'in' && first !== 'receipts') || deeper.length > 0) return undefined
  if (name === undefined) return { kind: 'folder', folder: first }
  const isName = plainName(name) === name && (first === 'receipts' || isShort(name))
  return isName ? { kind: 'file', folder: first, name } : undefined
}

/** Leaves room for what the name of its receipt adds. */
function isShort(name: string): boolean {
  return name.length <= 100 && Buffer.byteLength(name) <= 200
}

export type Entry = { name: string; bytes: number; changedAt: Date }

/** The folders of one system. `parts` holds files that are still being sent, `taken` those that are being read. */
export type Root = {
  clientId: string
  pathOf(place: { folder: Folder | 'parts' | 'taken'; name: string }): string
  list(folder: Folder): Promise<Entry[]>
  find(place: { folder: Folder; name: string }): Promise<Entry | undefined>
  /** Names that are being sent now, by any session, and how many bytes of them have come. */
  busy: Set<string>
  sending: { bytes: number }
}

/** At most so much may wait for its `.done`, and in so many files. */
export const MOST_STORED_BYTES = 4 * 1024 ** 3
export const MOST_FILES = 1000
export const LARGEST_FILE_BYTES = 2 * 1024 ** 3

const FOLDERS = ['in', 'receipts', 'parts', 'taken'] as const

/** Opens the folders of a system, and makes them where they are missing. Files half sent by an earlier process go. */
export async function openRoot(drop: string, clientId: string): Promise<Root> {
  const base = join(drop, clientId)
  for (const folder of FOLDERS) await mkdir(join(base, folder), { recursive: true, mode: 0o700 })
  for (const left of await readdir(join(base, 'parts'))) await rm(join(base, 'parts', left), { force: true })
  const root: Root = {
    clientId,
    pathOf: ({ folder, name }) => join(base, folder, name),
    list: async folder => {
      const entries: Entry[] = []
      for (const name of (await readdir(join(base, folder))).toSorted()) {
        const entry = await root.find({ folder, name })
        if (entry) entries.push(entry)
      }
      return entries
    },
    find: async place => {
      const about = await lstat(root.pathOf(place)).catch(() => undefined)
      // A link, a pipe or a folder was put there by somebody else.
      if (!about?.isFile()) return undefined
      return { name: place.name, bytes: about.size, changedAt: about.mtime }
    },
    busy: new Set(),
    sending: { bytes: 0 },
  }
  return root
}

/** Moves a file whose bytes are on the disk to its name, so that neither half of it nor none is ever there. */
export async function moveDurably(from: string, to: string): Promise<void> {
  await rename(from, to)
  const folder = await open(join(to, '..'), constants.O_RDONLY)
  await folder.sync().finally(() => folder.close())
}
