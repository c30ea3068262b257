/** The body of a delivery, streamed to the upload folder: never in memory, readable by nobody else, and measured. */

import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { plainName } from '../../kit/upload-place.ts'
import type { Problem } from '../problem.ts'
import { checkDigest } from './content-digest.ts'

const LARGEST_BODY = 2 * 1024 ** 3
const MOST_FILES = 50

/** A body that is one file: in words, its name where the sender gives none, and how its name must end. */
type Single = { says: string; name: string; ending?: string }

const SINGLE: Record<string, Single> = {
  'text/csv': { says: 'One CSV file', name: 'delivery.csv' },
  'application/xml': { says: 'One XML file', name: 'delivery.xml' },
  'text/xml': { says: 'One XML file', name: 'delivery.xml' },
  'application/zip': {
    says: 'A zip of files, with or without delivery.json',
    name: 'delivery.zip',
    ending: '.zip',
  },
  'application/gzip': { says: 'One CSV or XML file, packed by gzip', name: 'delivery.gz', ending: '.gz' },
}
const MULTIPART = 'multipart/form-data'

export const FILE_KINDS: Record<string, string> = {
  ...Object.fromEntries(Object.entries(SINGLE).map(([type, { says }]) => [type, says])),
  [MULTIPART]: 'Several files, each a part with a file name; delivery.json may be one of them',
}

/** What lies in the folder now: `path` is what to read, `bodyHash` the SHA-256 of the bytes as they came. */
export type ReceivedBody = { path: string; bodyHash: Buffer }

/** Stores the body in `folder`, or says why not. Whatever it has stored by then is for the caller to drop. */
export async function receiveBody(request: FastifyRequest, folder: string): Promise<ReceivedBody | Problem> {
  const kind = kindOf(request)
  if (kind === undefined) return { problem: 'unsupported-type' }
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return { problem: 'too-large' }
  const digest = request.headers['content-digest']
  const meter = openMeter(String(digest).includes('sha-512'))
  try {
    const path =
      kind === MULTIPART
        ? await receiveParts(request, folder, meter)
        : await receiveOne(request, folder, kind, meter)
    if (typeof path !== 'string') return path
    return checkDigest(digest, meter) ?? { path, bodyHash: meter.sha256() }
  } catch (error) {
    return explain(error)
  }
}

function kindOf({ headers }: FastifyRequest): Single | typeof MULTIPART | undefined {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  const coding = headers['content-encoding'] ?? 'identity'
  if (coding === 'identity') return type === MULTIPART ? MULTIPART : SINGLE[type]
  const isText = SINGLE[type] !== undefined && SINGLE[type].ending === undefined
  return coding === 'gzip' && isText
    ? { ...SINGLE[type], says: '', name: 'delivery.gz', ending: '.gz' }
    : undefined
}

async function receiveOne(
  request: FastifyRequest,
  folder: string,
  { name, ending = '' }: Single,
  meter: Meter,
): Promise<string | Problem> {
  const given = plainName(nameInDisposition(request.headers['content-disposition']) ?? name)
  if (given === undefined) return { problem: 'unsuitable-files' }
  const path = join(folder, given.toLowerCase().endsWith(ending) ? given : `${given}${ending}`)
  const measure = new Transform({
    transform: (piece: Buffer, _coding, done) => done(meter.add(piece), piece),
  })
  await pipeline(request.raw, measure, createWriteStream(path, { mode: 0o600 }))
  return path
}

async function receiveParts(
  request: FastifyRequest,
  folder: string,
  meter: Meter,
): Promise<string | Problem> {
  const { raw } = request
  const names: string[] = []
  let wrong: Problem | undefined
  raw.on('data', (piece: Buffer) => {
    const tooLarge = meter.add(piece)
    if (tooLarge) raw.destroy(tooLarge)
  })
  for await (const part of request.parts({
    limits: { fileSize: LARGEST_BODY, files: MOST_FILES, fields: 0 },
  })) {
    if (part.type === 'field') continue
    const name = plainName(part.filename ?? '')
    const isTwice = names.some(other => other.toLowerCase() === name?.toLowerCase())
    if (name === undefined || isTwice) {
      wrong = { problem: 'unsuitable-files' }
      part.file.resume()
      continue
    }
    await pipeline(part.file, createWriteStream(join(folder, name), { mode: 0o600 }))
    names.push(name)
  }
  raw.resume()
  await finished(raw, { writable: false })
  if (wrong) return wrong
  const archives = names.filter(name => /\.zip$/i.test(name))
  if (archives.length === 0) return folder
  return names.length === 1 ? join(folder, archives[0] ?? '') : { problem: 'unsuitable-files' }
}

/** RFC 6266; the form for other alphabets (`filename*`) first. */
function nameInDisposition(header: string | undefined): string | undefined {
  const encoded = /\bfilename\*=utf-8''([^;]+)/i.exec(header ?? '')?.[1]
  try {
    if (encoded !== undefined) return decodeURIComponent(encoded.trim())
  } catch {
    return ''
  }
  const plain = /\bfilename="([^"]*)"|\bfilename=([^;"\s]+)/i.exec(header ?? '')
  return plain?.[1] ?? plain?.[2]
}

class TooLarge extends Error {}

/** Counts and hashes a body while it passes; `sha512` only where it was wanted from the start. */
export type Meter = { add(piece: Buffer): Error | null; sha256(): Buffer; sha512(): Buffer | undefined }

function openMeter(wantsSha512: boolean): Meter {
  const sha256 = createHash('sha256')
  const sha512 = wantsSha512 ? createHash('sha512') : undefined
  let bytes = 0
  return {
    add: piece => {
      bytes += piece.length
      sha256.update(piece)
      sha512?.update(piece)
      return bytes > LARGEST_BODY ? new TooLarge('too large') : null
    },
    sha256: () => sha256.copy().digest(),
    sha512: () => sha512?.copy().digest(),
  }
}

/** What went wrong while a body came in; a failure of our own disk goes on to the boundary. */
function explain(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof TooLarge || code === 'FST_REQ_FILE_TOO_LARGE') return { problem: 'too-large' }
  if (/^FST_(FILES|PARTS|FIELDS)_LIMIT$/.test(code)) return { problem: 'unsuitable-files' }
  if (code === 'ENOSPC' || code === 'EDQUOT') return { problem: 'no-room' }
  if (/^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE|FST_MP_PREMATURE_CLOSE|ABORT_ERR)$/.test(code))
    return { problem: 'interrupted' }
  if (error instanceof Error && /multipart|boundary|terminated early/i.test(error.message))
    return { problem: 'bad-request', detail: 'The parts of the multipart body cannot be told apart.' }
  throw error
}
