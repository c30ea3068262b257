/**
 * Partners' files as they are written: rows into a buffer, the buffer to disk at each flush, and beside the files
 * the `delivery.json` that says who sends what, as of when, with the hash of every file.
 */
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Habits } from './habits.ts'
import { EXTRA_VALUE, fitsWindows1252, PLAIN } from './habits.ts'

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
  /** How the sender's system writes its files; plainly if left out. */
  habits?: Habits
}

export interface Delivery {
  file: (name: string) => Promise<TextFile>
  table: <Header extends string>(name: string, header: Header) => Promise<Table<Header>>
  flush: () => Promise<void>
  /** Closes all files and writes `delivery.json`; gives the bytes written. Who has no row to send sends nothing. */
  close: () => Promise<number>
}

const BYTE_ORDER_MARK = '\ufeff'

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

async function openTextFile(folder: string | undefined, name: string, habits: Habits): Promise<TextFile> {
  if (folder === undefined) return openNowhere(name)
  const handle: FileHandle = await open(join(folder, name), 'w')
  const hash = createHash('sha256')
  let waiting: string[] = []
  let bytes = 0
  let encoding: 'utf8' | 'latin1' | undefined
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return
    const text = waiting.join('')
    waiting = []
    encoding ??= habits.windows1252 && fitsWindows1252(text) ? 'latin1' : 'utf8'
    if (encoding === 'latin1' && !fitsWindows1252(text))
      throw new Error(`${name} began in Windows-1252 and cannot go on`)
    const mark = bytes === 0 && encoding === 'utf8' && habits.byteOrderMark ? BYTE_ORDER_MARK : ''
    const chunk = Buffer.from(mark + text, encoding)
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
  habits = PLAIN,
): Promise<Table<Header> & { file: TextFile }> {
  const file = await openTextFile(folder, name, habits)
  const columns = header.split(',') as ColumnsOf<Header>[]
  if (folder === undefined) return { put: () => undefined, file }
  const { newline, extraColumns } = habits
  const extra = extraColumns.map(() => `,${csvField(EXTRA_VALUE)}`).join('')
  file.write([header, ...extraColumns].join(',') + newline)
  const put = (row: RowOf<Header>): void => {
    file.write(columns.map(column => csvField(row[column] ?? '')).join(',') + extra + newline)
  }
  return { put, file }
}

/** Begins a delivery in the folder, which is made if it is not there; without a folder it is written nowhere. */
export async function openDelivery(
  folder: string | undefined,
  { habits = PLAIN, ...sender }: DeliverySender,
): Promise<Delivery> {
  if (folder !== undefined) await mkdir(folder, { recursive: true })
  const files: TextFile[] = []
  let isEmpty = true
  return {
    file: async name => {
      isEmpty = false
      const file = await openTextFile(folder, name, habits)
      files.push(file)
      return file
    },
    table: async (name, header) => {
      const table = await openTable(folder, name, header, habits)
      files.push(table.file)
      const put: typeof table.put = row => {
        isEmpty = false
        table.put(row)
      }
      return { put }
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
      if (isEmpty) {
        await rm(folder, { recursive: true })
        return 0
      }
      const about = { ...sender, files: files.map(file => file.name), sha256 }
      await writeFile(join(folder, 'delivery.json'), `${JSON.stringify(about, null, 2)}\n`)
      return bytes
    },
  }
}
