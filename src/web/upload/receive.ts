/** Reads an upload part by part: the fields first, then each file straight to the disk, never into memory. */

import { createWriteStream } from 'node:fs'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { MultipartFile, MultipartValue } from '@fastify/multipart'
import { plainName } from '../../kit/upload-place.ts'

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
      if (typeof part.value === 'string') fields[part.fieldname] = part.value.replaceAll('\0', '').trim()
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
