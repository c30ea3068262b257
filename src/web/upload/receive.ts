/** Reads an upload part by part: the fields first, then each file straight to the disk, never into memory. */

import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { MultipartFile, MultipartValue } from '@fastify/multipart'

type Parts = AsyncIterable<MultipartFile | MultipartValue>

/** What a form says before its files; the whole form where it has none. */
export type Fields = Record<string, string>

export type Received = {
  fields: Fields
  /** Names of the files that are on the disk now; none where they were not wanted. */
  names: string[]
  /** A name that came twice or may not be a name: the delivery would not be what was sent. */
  wrongName: string | undefined
}

/**
 * Stores the files of a form in `folder`. `wanted` is asked once, when the fields are known and before the first
 * byte of a file is kept; where it says no, the files are read past, because a browser that is still sending does
 * not listen.
 */
export async function receiveFiles(
  parts: Parts,
  folder: string,
  wanted: (fields: Fields) => Promise<boolean>,
): Promise<Received> {
  const fields: Fields = {}
  const names: string[] = []
  let isWanted: boolean | undefined
  let wrongName: string | undefined
  for await (const part of parts) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') fields[part.fieldname] = part.value.trim()
      continue
    }
    isWanted ??= await wanted(fields)
    const name = plainName(part.filename)
    const isTwice = names.some(other => other.toLowerCase() === name?.toLowerCase())
    if (!isWanted || name === undefined || isTwice) {
      // A form in which no file was chosen sends one without a name.
      if (part.filename && isWanted) wrongName = basename(part.filename).slice(0, 60)
      part.file.resume()
      continue
    }
    await pipeline(part.file, createWriteStream(join(folder, name), { mode: 0o600 }))
    names.push(name)
  }
  isWanted ??= await wanted(fields)
  return { fields, names, wrongName }
}

/** The name of a file without the folders that some browsers send with it. */
function plainName(sent: string): string | undefined {
  const name = basename(sent.replaceAll('\\', '/'))
  return /^[\p{L}\p{N} _.()+,-]{1,120}$/u.test(name) && !name.startsWith('.') ? name : undefined
}

/** A place for uploads that is emptied when the service starts: what a power cut left there is nobody's delivery. */
export type UploadPlace = { newFolder(): Promise<string>; drop(folder: string): Promise<void> }

export function uploadPlace(dataFolder: string): UploadPlace {
  const place = join(dataFolder, 'uploads')
  const ready = emptied(place)
  // Whoever uploads first is told of a folder that cannot be written to; until then it harms nobody.
  ready.catch(() => {})
  return {
    newFolder: async () => {
      await ready
      return await mkdtemp(join(place, 'upload-'))
    },
    drop: async folder => await rm(folder, { recursive: true, force: true }),
  }
}

async function emptied(place: string): Promise<void> {
  await mkdir(place, { recursive: true, mode: 0o700 })
  for (const left of await readdir(place)) await rm(join(place, left), { recursive: true, force: true })
}
