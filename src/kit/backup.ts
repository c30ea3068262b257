import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type Part, parseParts } from './backup-format.ts'
import { type Client, inTransaction } from './database.ts'
import { Fault } from './faults.ts'
import { appliedMigrations } from './migrate.ts'

/** Which tables are facts: those of `schemas`, without those that are derived or belong to a session. */
export type BackupPlan = { schemas: readonly string[]; leaveOut: readonly string[] }
export type BackupSummary = { tables: number; rows: number }

type Table = { name: string; columns: string[] }
type Migration = { name: string; sha256: string }
type Header = { format: string; madeAt: string; migrations: Migration[]; tables: Table[] }

const FORMAT = 'family-hub-backup/1'

/**
 * Writes all facts, as they are at one instant, into one compressed file, which appears under its name only when it
 * is whole. Rows are PostgreSQL's own COPY text, each table followed by its row count and SHA-256.
 */
export async function writeBackup(pool: pg.Pool, file: string, plan: BackupPlan): Promise<BackupSummary> {
  const partial = `${file}.partial`
  const summary = { tables: 0, rows: 0 }
  try {
    await inTransaction(pool, async client => {
      await client.query('set transaction isolation level repeatable read, read only')
      const tables = await findTables(client, plan)
      const migrations = await appliedMigrations(client)
      const header: Header = { format: FORMAT, madeAt: new Date().toISOString(), migrations, tables }
      const source = Readable.from(backupChunks(client, header, summary))
      await pipeline(source, createGzip({ level: 6 }), createWriteStream(partial, { mode: 0o600 }))
    })
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw asFileFault(error, file)
  }
  return summary
}

async function* backupChunks(client: Client, header: Header, summary: BackupSummary): AsyncGenerator<Buffer> {
  yield line(header)
  for (const table of header.tables) {
    yield line({ table: table.name })
    const hash = createHash('sha256')
    const copy = client.query(copyTo(`copy ${columnsOf(table)} to stdout`))
    for await (const chunk of copy as AsyncIterable<Buffer>) {
      hash.update(chunk)
      yield chunk
    }
    yield Buffer.from('\\.\n')
    yield line({ rows: copy.rowCount, sha256: hash.digest('hex') })
    summary.tables += 1
    summary.rows += copy.rowCount
  }
  yield line({ end: true })
}

/** Parents before children, so that restoring in this order never meets a missing key. */
async function findTables(client: Client, plan: BackupPlan): Promise<Table[]> {
  // Numbers of transactions mean nothing in another database; there, each row takes that of its restoring.
  const found = await client.query<{ name: string; columns: string[]; parents: string[] }>(
    `select t.oid::regclass::text as name,
       array(select a.attname::text from pg_attribute a
             where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
               and a.atttypid <> 'xid8'::regtype
             order by a.attnum) as columns,
       array(select distinct c.confrelid::regclass::text from pg_constraint c
             where c.conrelid = t.oid and c.contype = 'f' and c.confrelid <> t.oid) as parents
     from pg_class t
     where t.relkind = 'r' and t.relnamespace = any ($1::text[]::regnamespace[]::oid[])
     order by 1`,
    [plan.schemas],
  )
  const left = new Map(
    found.rows.filter(row => !plan.leaveOut.includes(row.name)).map(row => [row.name, row]),
  )
  const ordered: Table[] = []
  while (left.size > 0) {
    const ready = [...left.values()].filter(row => row.parents.every(parent => !left.has(parent)))
    if (ready.length === 0) throw new Error('tables refer to each other in a circle')
    for (const { name, columns } of ready) {
      ordered.push({ name, columns })
      left.delete(name)
    }
  }
  return ordered
}

/** True if the database holds facts of its own. What a first start writes from the register files does not count. */
export async function holdsFacts(pool: pg.Pool, plan: BackupPlan): Promise<boolean> {
  return await inTransaction(pool, async client => {
    const tables = (await findTables(client, plan)).filter(table => !table.name.startsWith('registers.'))
    const tests = tables.map(table => `exists (select from ${table.name})`)
    const found = await client.query<{ held: boolean }>(`select ${tests.join(' or ')} as held`)
    return found.rows[0]?.held === true
  })
}

/**
 * Reads a backup through and compares every count and hash, and its migrations with those of the database, writing
 * nothing. Throws the fault `backup-unusable` with what is wrong.
 */
export async function verifyBackup(pool: pg.Pool, file: string, plan: BackupPlan): Promise<BackupSummary> {
  const here = await inTransaction(pool, async client => ({
    tables: new Map((await findTables(client, plan)).map(table => [table.name, table])),
    migrations: await appliedMigrations(client),
  }))
  const summary = { tables: 0, rows: 0 }
  let hash = createHash('sha256')
  let rows = 0
  for await (const part of readParts(file)) {
    if (part.kind === 'rows') {
      hash.update(part.data)
      rows += part.rows
      continue
    }
    if ('format' in part.value) checkHeader(part.value as Header, here)
    if (!('sha256' in part.value)) continue
    if (part.value['sha256'] !== hash.digest('hex') || part.value['rows'] !== rows)
      throw new Fault('backup-unusable', 'Its content is not what was written: the file is damaged.')
    summary.tables += 1
    summary.rows += rows
    hash = createHash('sha256')
    rows = 0
  }
  return summary
}

function checkHeader(header: Header, here: { tables: Map<string, Table>; migrations: Migration[] }): void {
  if (header.format !== FORMAT) throw new Fault('backup-unusable', `Its format is not ${FORMAT}.`)
  const text = (migrations: Migration[]) => JSON.stringify(migrations.map(m => [m.name, m.sha256]))
  if (text(header.migrations) !== text(here.migrations)) {
    const last = header.migrations.at(-1)?.name
    throw new Fault(
      'backup-unusable',
      `It was made by another version of the service (${last}). Use that one.`,
    )
  }
  const stranger = header.tables.find(table => !here.tables.has(table.name))
  if (stranger) throw new Fault('backup-unusable', `There is no table ${stranger.name} here.`)
}

/** Replaces all content of the plan's schemas, derived rows, sessions and tokens too, in one transaction. Verify before. */
export async function restoreBackup(pool: pg.Pool, file: string, plan: BackupPlan): Promise<void> {
  await inTransaction(pool, async client => {
    await emptyAll(client, plan)
    let tables: Table[] = []
    let copy: ReturnType<typeof beginCopy> | undefined
    for await (const part of readParts(file)) {
      if (part.kind === 'rows') await copy?.write(part.data)
      else if ('format' in part.value) tables = (part.value as Header).tables
      else if ('table' in part.value) {
        const table = tables.find(one => one.name === part.value['table'])
        if (table) copy = beginCopy(client, table)
      } else if ('sha256' in part.value) await copy?.end()
    }
    await continueSequences(client, plan)
  })
}

function beginCopy(client: Client, table: Table) {
  const stream = client.query(copyFrom(`copy ${columnsOf(table)} from stdin`))
  const done = new Promise<void>((resolve, reject) => stream.once('finish', resolve).once('error', reject))
  // The first to wait for it hears of a failure; nobody else must.
  done.catch(() => {})
  return {
    write: async (data: Buffer) => {
      if (stream.write(data)) return
      await Promise.race([new Promise(resolve => stream.once('drain', resolve)), done])
    },
    end: async () => {
      stream.end()
      await done
    },
  }
}

async function emptyAll(client: Client, plan: BackupPlan): Promise<void> {
  const found = await client.query<{ names: string }>(
    `select string_agg(oid::regclass::text, ', ') as names from pg_class
     where relkind = 'r' and relnamespace = any ($1::text[]::regnamespace[]::oid[])`,
    [[...plan.schemas, 'web', 'api']],
  )
  await client.query(`truncate ${found.rows[0]?.names ?? ''}`)
}

/** New rows must take numbers after those that were restored. */
async function continueSequences(client: Client, plan: BackupPlan): Promise<void> {
  const found = await client.query<{ name: string; column: string }>(
    `select a.attrelid::regclass::text as name, a.attname::text as column
     from pg_attribute a join pg_class t on t.oid = a.attrelid
     where a.attidentity <> '' and t.relnamespace = any ($1::text[]::regnamespace[]::oid[])`,
    [plan.schemas],
  )
  for (const { name, column } of found.rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${pg.escapeIdentifier(column)}), 0) + 1, false)
       from ${name}`,
      [name, column],
    )
  }
}

async function* readParts(file: string): AsyncGenerator<Part> {
  const bytes = createReadStream(file).on('error', error => unzipped.destroy(error))
  const unzipped = bytes.pipe(createGunzip())
  try {
    yield* parseParts(unzipped as AsyncIterable<Buffer>)
  } catch (error) {
    throw asFileFault(error, file)
  }
}

function asFileFault(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code.startsWith('Z_'))
    return new Fault('backup-unusable', 'It is damaged or no backup.', { cause: error })
  if (!/^E[A-Z]+$/.test(code)) return error
  return new Fault('file-unreadable', `${file} (${code})`, { cause: error })
}

function columnsOf(table: Table): string {
  return `${table.name} (${table.columns.map(name => pg.escapeIdentifier(name)).join(', ')})`
}

function line(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}
