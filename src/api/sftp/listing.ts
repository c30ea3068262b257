/** How files and folders are shown to an SFTP client: as its own, and without anything of our machine. */

import type { Attributes, FileEntry } from 'ssh2'
import type { Entry, Folder, Root } from './root.ts'

const FOLDER_MODE = 0o40700
const FILE_MODE = 0o100600

export function attributesOf(entry: Entry | 'folder'): Attributes {
  const isFolder = entry === 'folder'
  const seconds = isFolder ? 0 : Math.floor(entry.changedAt.getTime() / 1000)
  return {
    mode: isFolder ? FOLDER_MODE : FILE_MODE,
    uid: 0,
    gid: 0,
    size: isFolder ? 0 : entry.bytes,
    atime: seconds,
    mtime: seconds,
  }
}

/** The names in a folder, or the two folders. */
export async function listingOf(root: Root, folder: Folder | undefined): Promise<FileEntry[]> {
  if (folder === undefined) return [lineOf('in', 'folder'), lineOf('receipts', 'folder')]
  return (await root.list(folder)).map(entry => lineOf(entry.name, entry))
}

/** `longname` is what `ls -l` would show; clients print it as it is. */
function lineOf(filename: string, entry: Entry | 'folder'): FileEntry {
  const attrs = attributesOf(entry)
  const kind = entry === 'folder' ? 'drwx------' : '-rw-------'
  const day = new Date(attrs.mtime * 1000).toUTCString().slice(5, 16)
  const longname = `${kind} 1 partner partner ${String(attrs.size).padStart(12)} ${day} ${filename}`
  return { filename, longname, attrs }
}
