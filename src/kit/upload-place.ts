/** Where files that are being handed in lie until they have been read: nobody else's to read, and never for long. */

import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** A place for uploads that is emptied when the service starts: what a power cut left there is nobody's delivery. */
export type UploadPlace = { newFolder(): Promise<string>; drop(folder: string): Promise<void> }

/** Opens the place `name` in the data folder. */
export function uploadPlace(dataFolder: string, name = 'uploads'): UploadPlace {
  const place = join(dataFolder, name)
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

/** A name of a file in a folder: no path, and nothing that cannot be written down or turns the text around it. */
export const PLAIN_NAME = /^[^/\\\p{Cc}\p{Bidi_Control}]{1,200}$/u
/** With an ending of our own behind it, a name must still be one to the disk. */
const MOST_BYTES = 230

/** The name of a file without the folders that some senders put before it; `undefined` where it may not be a name. */
export function plainName(sent: string): string | undefined {
  const name = basename(sent.replaceAll('\\', '/'))
  const isPlain = PLAIN_NAME.test(name) && Buffer.byteLength(name) <= MOST_BYTES && !name.startsWith('.')
  return isPlain ? name : undefined
}
