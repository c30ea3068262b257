/**
 * Partners' files as they are written: rows into a buffer, the buffer to disk at each flush, and beside the files
 * the `delivery.json` that says who sends what, as of when, with the hash of every file.
 */
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The columns named by a header line such as `partner_id,name`. */
export type ColumnsOf<Header extends string> = Header extends `${infer First},${infer Rest}`
  ? First | ColumnsOf<Rest>
  : Header

/** A row by column name; a column left out is written empty. */
export type RowOf<Header extends string> = Partial<Record<ColumnsOf<Header>, string>>

export interface TextFile {
  name: string
  write: (text: string) => void
  /** Waits until what was written stands in the file: the writer never runs ahead of the disk. */
  flush: () => Promise<void>
  close: () => Promise<{ sha256: string; bytes: number }>
}

export interface Table<Header extends string> {
  put: (row: RowOf<Header>) => void
}

export interface DeliverySender {
  partner: string
  contract: string
  /** Instant of the data, ISO 8601 with zone. */
  asOf: string
}

export interface Delivery {
  file: (name: string) => Promise<TextFile>
  table: <Header extends string>(name: string, header: Header) => Promise<Table<Header>>
  flush: () => Promise<void>
  /** Closes all files and writes `delivery.json`; gives the bytes written. */
  close: () => Promise<number>
}

/** One value as RFC 4180 carries it. */
function csvField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

/** A file of no folder: what is written to it stands nowhere. */
function openNowhere(name: string): TextFile {
  return {
    name,
    write: () => undefined,
    flush: async () => undefined,
    close: async () => ({ sha256: '', bytes: 0 }),
  }
}

async function openTextFile(folder: string | undefined, name: string): Promise<TextFile> {
  if (folder === undefined) return openNowhere(name)
  const handle: FileHandle = await open(join(folder, name), 'w')
  const hash = createHash('sha256')
  let waiting: string[] = []
  let bytes = 0
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return
    const chunk = Buffer.from(waiting.join(''), 'utf8')
    waiting = []
    hash.update(chunk)
    bytes += chunk.length
    await handle.writeFile(chunk)
  }
  return {
    name,
    write: text => {
      waiting.push(text)
    },
    flush,
    close: async () => {
      await flush()
      await handle.close()
      return { sha256: hash.digest('hex'), bytes }
    },
  }
}

/** A table in a folder, or in none; used by deliveries and by the truth beside them. */
export async function openTable<Header extends string>(
  folder: string | undefined,
  name: string,
  header: Header,
): Promise<Table<Header> & { file: TextFile }> {
  const file = await openTextFile(folder, name)
  const columns = header.split(',') as ColumnsOf<Header>[]
  if (folder === undefined) return { put: () => undefined, file }
  file.write(`${header}\r\n`)
  const put = (row: RowOf<Header>): void => {
    file.write(`${columns.map(column => csvField(row[column] ?? '')).join(',')}\r\n`)
  }
  return { put, file }
}

/** Begins a delivery in the folder, which is made if it is not there; without a folder it is written nowhere. */
export async function openDelivery(folder: string | undefined, sender: DeliverySender): Promise<Delivery> {
  if (folder !== undefined) await mkdir(folder, { recursive: true })
  const files: TextFile[] = []
  return {
    file: async name => {
      const file = await openTextFile(folder, name)
      files.push(file)
      return file
    },
    table: async (name, header) => {
      const table = await openTable(folder, name, header)
      files.push(table.file)
      return table
    },
    flush: async () => {
      for (const file of files) await file.flush()
    },
    close: async () => {
      const sha256: Record<string, string> = {}
      let bytes = 0
      for (const file of files) {
        const closed = await file.close()
        sha256[file.name] = closed.sha256
        bytes += closed.bytes
      }
      if (folder === undefined) return 0
      const about = { ...sender, files: files.map(file => file.name), sha256 }
      await writeFile(join(folder, 'delivery.json'), `${JSON.stringify(about, null, 2)}\n`)
      return bytes
    },
  }
}
