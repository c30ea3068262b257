// Two packages come without types; these are the parts that the feeds use.

declare module 'pg-copy-streams' {
  import type { Writable } from 'node:stream'
  import type { Submittable } from 'pg'
  export function from(statement: string): Submittable & Writable
}

declare module 'yauzl' {
  import type { Readable } from 'node:stream'
  export type Entry = {
    fileName: string
    compressedSize: number
    compressionMethod: number
    crc32: number
    uncompressedSize: number
    externalFileAttributes: number
    versionMadeBy: number
    isEncrypted(): boolean
  }
  export type ZipFile = {
    eachEntry(): AsyncIterable<Entry>
    openReadStreamPromise(entry: Entry): Promise<Readable>
    close(): void
  }
  export function openPromise(
    path: string,
    options: { autoClose: boolean; strictFileNames: boolean; validateEntrySizes: boolean },
  ): Promise<ZipFile>
}
