/** One file on its way in: unseen under its name until every byte of it is on the disk. */

import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { Refusal } from './refusal.ts'
import { LARGEST_FILE_BYTES, MOST_FILES, MOST_STORED_BYTES, moveDurably, type Root } from './root.ts'

export type Sending = {
  name: string
  part: string
  file: FileHandle
  bytes: number
  /** What this and all other files on their way may still take together. */
  room: number
  pending: Set<Promise<void>>
  isBroken: boolean
}

/** Begins a file; `root.busy` has its name until it is done or dropped. */
export async function beginSending(root: Root, name: string): Promise<Sending> {
  if (root.busy.has(name)) throw new Refusal(`${name} is being sent already.`)
  const entries = await root.list('in')
  if (entries.length + root.busy.size >= MOST_FILES) throw new Refusal('Too many files are waiting in /in.')
  const stored = entries.reduce((bytes, entry) => bytes + entry.bytes, 0)
  const part = root.pathOf({ folder: 'parts', name: randomUUID() })
  root.busy.add(name)
  try {
    const file = await open(part, 'wx', 0o600)
    const room = MOST_STORED_BYTES - stored
    return { name, part, file, bytes: 0, room, pending: new Set(), isBroken: false }
  } catch (error) {
    root.busy.delete(name)
    throw error
  }
}

/** Writes a piece at its place. After a failure the file is never completed. */
export async function writePiece(root: Root, sending: Sending, at: number, piece: Buffer): Promise<void> {
  const bytes = Math.max(sending.bytes, at + piece.length)
  const growth = bytes - sending.bytes
  const isTooLarge = !Number.isSafeInteger(at) || at < 0 || bytes > LARGEST_FILE_BYTES
  if (isTooLarge || root.sending.bytes + growth > sending.room) {
    sending.isBroken = true
    throw new Refusal(
      isTooLarge
        ? 'A file may have 2 GB at most. Send a zip, or several files.'
        : 'Too much is waiting in /in.',
    )
  }
  sending.bytes = bytes
  root.sending.bytes += growth
  const written = writeAll(sending.file, piece, at)
  sending.pending.add(written)
  await written
    .catch(error => {
      sending.isBroken = true
      throw error
    })
    .finally(() => sending.pending.delete(written))
}

async function writeAll(file: FileHandle, piece: Buffer, at: number): Promise<void> {
  for (let done = 0; done < piece.length; ) {
    const { bytesWritten } = await file.write(piece, done, piece.length - done, at + done)
    done += bytesWritten
  }
}

/** Gives the file its name, now that it is whole. */
export async function finishSending(root: Root, sending: Sending): Promise<void> {
  await Promise.allSettled(sending.pending)
  if (sending.isBroken) {
    await dropSending(root, sending)
    throw new Refusal('A part of the file did not arrive. Send it again.')
  }
  try {
    await sending.file.sync()
    await sending.file.close()
    await moveDurably(sending.part, root.pathOf({ folder: 'in', name: sending.name }))
  } finally {
    forget(root, sending)
  }
}

/** Drops a file whose sender went away. */
export async function dropSending(root: Root, sending: Sending): Promise<void> {
  await Promise.allSettled(sending.pending)
  await sending.file.close().catch(() => {})
  await rm(sending.part, { force: true })
  forget(root, sending)
}

function forget(root: Root, { name, bytes }: Sending): void {
  root.busy.delete(name)
  root.sending.bytes -= bytes
}
