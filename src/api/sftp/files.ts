/** The requests of one SFTP session (draft-ietf-secsh-filexfer-02), over the two folders of one system and no more. */

import { constants } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import ssh2, { type FileEntry, type SFTPWrapper } from 'ssh2'
import { type Answers, answersOf } from './answers.ts'
import { attributesOf, listingOf } from './listing.ts'
import { answerTo, noSuchFile, notHere, Refusal } from './refusal.ts'
import { type Entry, type Place, placeOf, type Root } from './root.ts'
import { beginSending, dropSending, finishSending, type Sending, writePiece } from './sending.ts'

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp
const MOST_HANDLES = 64
/** A client that sends on without waiting for answers is cut off before it fills the memory. */
const MOST_UNWRITTEN_BYTES = 64 * 1024 ** 2
/** Pieces that are being read for a client; they become answers, which `answersOf` counts. */
const MOST_READING_BYTES = 16 * 1024 ** 2
const LONGEST_READ = 65_536
/** Clients have some dozens of requests under way at once; each of ours may wait for the database. */
const MOST_REQUESTS = 2048
const NAMES_AT_ONCE = 100

export type FilesOptions = {
  root: Root
  /** Whether the key that opened the session is still good: asked whenever something is opened. */
  isLive(): Promise<boolean>
  /** Something in `in` may be whole that was not. */
  onChange(): void
  /** Bytes that went to the client and that it has not read. */
  unread(): number
  /** Ends the connection at once. */
  cutOff(): void
}

type Handle =
  | { kind: 'sending'; sending: Sending }
  | { kind: 'receipt'; file: FileHandle; entry: Entry }
  | { kind: 'list'; names: FileEntry[] }

type Session = FilesOptions & {
  sftp: Answers
  handles: Map<number, Handle>
  opened: number
  unwritten: number
  reading: number
}

/** Answers the requests of a session until it ends; what is half sent then is dropped. */
export function serveFiles(sftp: SFTPWrapper, options: FilesOptions): void {
  const answers = answersOf(sftp, options.unread, options.cutOff)
  const session: Session = {
    ...options,
    sftp: answers,
    handles: new Map(),
    opened: 0,
    unwritten: 0,
    reading: 0,
  }
  let underWay = 0
  const answer = (request: number, work: Promise<void>) => {
    if (++underWay > MOST_REQUESTS) options.cutOff()
    void work
      .catch(error => {
        const { code, says } = answerTo(error)
        answers.status(request, code, says)
      })
      .finally(() => void underWay--)
  }
  sftp.on('OPEN', (request, path, flags) => answer(request, openFile(session, request, path, flags)))
  sftp.on('WRITE', (request, id, at, piece) => answer(request, write(session, request, id, at, piece)))
  sftp.on('READ', (request, id, at, length) => answer(request, read(session, request, id, at, length)))
  sftp.on('CLOSE', (request, id) => answer(request, close(session, request, id)))
  sftp.on('OPENDIR', (request, path) => answer(request, openFolder(session, request, path)))
  sftp.on('READDIR', (request, id) => answer(request, readFolder(session, request, id)))
  sftp.on('STAT', (request, path) => answer(request, describe(session, request, path)))
  sftp.on('LSTAT', (request, path) => answer(request, describe(session, request, path)))
  sftp.on('FSTAT', (request, id) => answer(request, describeOpen(session, request, id)))
  sftp.on('REALPATH', (request, path) => answer(request, resolvePath(session, request, path)))
  sftp.on('REMOVE', (request, path) => answer(request, remove(session, request, path)))
  sftp.on('RENAME', (request, from, to) => answer(request, move(session, request, from, to)))
  // Clients set times and rights after sending; nothing here depends on them. Whatever else there is, is unsupported.
  for (const event of ['SETSTAT', 'FSETSTAT'] as const)
    sftp.on(event as 'SETSTAT', request => answers.status(request, STATUS_CODE.OK))
  // A client that has said its last word waits for ours.
  sftp.on('end', () => sftp.end())
  sftp.on('close', () => void dropAll(session))
}

async function dropAll({ root, handles, onChange }: Session): Promise<void> {
  const left = [...handles.values()]
  handles.clear()
  for (const handle of left) {
    if (handle.kind === 'sending') await dropSending(root, handle.sending)
    if (handle.kind === 'receipt') await handle.file.close().catch(() => {})
  }
  onChange()
}

async function openFile(session: Session, request: number, path: string, flags: number): Promise<void> {
  const place = fileAt(path)
  await requireLive(session)
  if (session.handles.size >= MOST_HANDLES) throw new Refusal('Too many files are open. Close some first.')
  if ((flags & OPEN_MODE.WRITE) === 0) return await openReceipt(session, request, place)
  if (place.folder !== 'in') throw notHere()
  const isThere = (await session.root.find(place)) !== undefined
  if (flags & OPEN_MODE.APPEND || (isThere && !(flags & OPEN_MODE.TRUNC)))
    throw new Refusal('A file is sent whole: going on with a part of one is not offered.')
  if (isThere && flags & OPEN_MODE.EXCL) throw new Refusal(`${place.name} is there already.`)
  if (!isThere && !(flags & OPEN_MODE.CREAT)) throw noSuchFile()
  keep(session, request, { kind: 'sending', sending: await beginSending(session.root, place.name) })
}

/** What was put into `in` is not read back: whoever steals a key learns nothing from files that wait. */
async function openReceipt(session: Session, request: number, place: FilePlace): Promise<void> {
  const entry = await session.root.find(place)
  if (place.folder !== 'receipts') throw notHere()
  if (entry === undefined) throw noSuchFile()
  const file = await open(session.root.pathOf(place), constants.O_RDONLY | constants.O_NOFOLLOW)
  keep(session, request, { kind: 'receipt', file, entry })
}

async function write(
  session: Session,
  request: number,
  id: Buffer,
  at: number,
  piece: Buffer,
): Promise<void> {
  const handle = handleOf(session, id)
  if (handle.kind !== 'sending') throw new Refusal('This handle is not for writing.')
  session.unwritten += piece.length
  if (session.unwritten > MOST_UNWRITTEN_BYTES) session.cutOff()
  try {
    await writePiece(session.root, handle.sending, at, piece)
  } finally {
    session.unwritten -= piece.length
  }
  session.sftp.status(request, STATUS_CODE.OK)
}

async function read(
  session: Session,
  request: number,
  id: Buffer,
  at: number,
  length: number,
): Promise<void> {
  const handle = handleOf(session, id)
  if (handle.kind !== 'receipt' || !Number.isSafeInteger(at)) throw new Refusal('This cannot be read.')
  const size = Math.min(length, LONGEST_READ)
  session.reading += size
  if (session.reading > MOST_READING_BYTES) return session.cutOff()
  const buffer = Buffer.alloc(size)
  const { bytesRead } = await handle.file
    .read(buffer, 0, size, at)
    .finally(() => void (session.reading -= size))
  if (bytesRead === 0) return session.sftp.status(request, STATUS_CODE.EOF)
  session.sftp.data(request, buffer.subarray(0, bytesRead))
}

async function close(session: Session, request: number, id: Buffer): Promise<void> {
  const handle = handleOf(session, id)
  session.handles.delete(id.readUInt32BE())
  if (handle.kind === 'sending') {
    await finishSending(session.root, handle.sending)
    session.onChange()
  }
  if (handle.kind === 'receipt') await handle.file.close()
  session.sftp.status(request, STATUS_CODE.OK)
}

async function openFolder(session: Session, request: number, path: string): Promise<void> {
  const place = placeOf(path)
  await requireLive(session)
  if (place === undefined || place.kind === 'file') throw noSuchFile()
  if (session.handles.size >= MOST_HANDLES) throw new Refusal('Too many files are open. Close some first.')
  const names = await listingOf(session.root, place.kind === 'folder' ? place.folder : undefined)
  keep(session, request, { kind: 'list', names })
}

async function readFolder(session: Session, request: number, id: Buffer): Promise<void> {
  const handle = handleOf(session, id)
  if (handle.kind !== 'list') throw new Refusal('This handle is no folder.')
  const next = handle.names.splice(0, NAMES_AT_ONCE)
  if (next.length === 0) return session.sftp.status(request, STATUS_CODE.EOF)
  session.sftp.name(request, next)
}

async function describe({ root, sftp }: Session, request: number, path: string): Promise<void> {
  const place = placeOf(path)
  const entry = place?.kind === 'file' ? await root.find(place) : place && ('folder' as const)
  if (entry === undefined) throw noSuchFile()
  sftp.attrs(request, attributesOf(entry))
}

async function describeOpen(session: Session, request: number, id: Buffer): Promise<void> {
  const handle = handleOf(session, id)
  if (handle.kind === 'list') return session.sftp.attrs(request, attributesOf('folder'))
  const entry =
    handle.kind === 'receipt'
      ? handle.entry
      : { name: '', bytes: handle.sending.bytes, changedAt: new Date() }
  session.sftp.attrs(request, attributesOf(entry))
}

/** Clients ask where they are before anything else. */
async function resolvePath({ sftp }: Session, request: number, path: string): Promise<void> {
  const place = placeOf(path)
  if (place === undefined) throw noSuchFile()
  const parts = [...('folder' in place ? [place.folder] : []), ...('name' in place ? [place.name] : [])]
  const filename = `/${parts.join('/')}`
  sftp.name(request, [{ filename, longname: filename, attrs: attributesOf('folder') }])
}

async function remove({ root, sftp }: Session, request: number, path: string): Promise<void> {
  const place = fileAt(path)
  if ((await root.find(place)) === undefined) throw noSuchFile()
  await rm(root.pathOf(place))
  sftp.status(request, STATUS_CODE.OK)
}

/** Within `in` only: clients send under a name for the time being, and give the right one at the end. */
async function move(
  { root, sftp, onChange }: Session,
  request: number,
  from: string,
  to: string,
): Promise<void> {
  const [old, next] = [fileAt(from), fileAt(to)]
  if (old.folder !== 'in' || next.folder !== 'in') throw notHere()
  if ((await root.find(old)) === undefined) throw noSuchFile()
  if ((await root.find(next)) !== undefined || root.busy.has(next.name))
    throw new Refusal(`${next.name} is there already.`)
  await rename(root.pathOf(old), root.pathOf(next))
  sftp.status(request, STATUS_CODE.OK)
  onChange()
}

type FilePlace = Extract<Place, { kind: 'file' }>

function fileAt(path: string): FilePlace {
  const place = placeOf(path)
  if (place?.kind !== 'file') throw notHere()
  return place
}

async function requireLive({ isLive, cutOff }: Session): Promise<void> {
  if (await isLive()) return
  cutOff()
  throw new Refusal('The key of this system has ended.', STATUS_CODE.PERMISSION_DENIED)
}

function keep(session: Session, request: number, handle: Handle): void {
  const id = Buffer.alloc(4)
  id.writeUInt32BE(++session.opened)
  session.handles.set(session.opened, handle)
  session.sftp.handle(request, id)
}

function handleOf({ handles }: Session, id: Buffer): Handle {
  const handle = id.length === 4 ? handles.get(id.readUInt32BE()) : undefined
  if (handle === undefined) throw new Refusal('This handle is not open.')
  return handle
}
