import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '../../src/kit/embedded-postgres.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const SERVICE = join(ROOT, 'src/main.ts')
const COMMAND = join(ROOT, 'bin/family-hub.mjs')

let folder = ''
const children = new Set<ChildProcess>()

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'family-hub-start-'))
})
after(async () => {
  for (const child of children) child.kill('SIGKILL')
  await run([COMMAND, 'reset', '--yes', '--quiet'], {})
  await rm(folder, { recursive: true, force: true })
})

type Running = { child: ChildProcess; said(): string; ended: Promise<number | null> }

function start(program: string[], settings: Record<string, string>): Running {
  const { DATABASE_URL: _, FAMILY_HUB_TEST_URL: __, ...env } = process.env
  const child = spawn(process.execPath, program, {
    env: { ...env, FAMILY_HUB_DATA: folder, FAMILY_HUB_FAMILIES: '40', NO_COLOR: '1', ...settings },
  })
  children.add(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (text += String(chunk)))
  const ended = once(child, 'close').then(([code]) => {
    children.delete(child)
    return code as number | null
  })
  return { child, said: () => text, ended }
}

async function run(program: string[], settings: Record<string, string>) {
  const running = start(program, settings)
  const code = await running.ended
  return { code, said: running.said() }
}

async function until(running: Running, words: string): Promise<void> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await wait(20)) {
    if (running.said().includes(words)) return
    if (running.child.exitCode !== null) break
  }
  assert.fail(`never said "${words}": ${running.said()}`)
}

async function databaseProcess(): Promise<number> {
  const text = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
  return Number(text.split('\n')[0])
}

async function hasEnded(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z ')
  return state.includes(' Z ')
}

test('killed in mid-load, the next start finishes the load; it serves, and leaves no process behind', async () => {
  const port = String(await freePort())
  const first = start([SERVICE], { PORT: port })
  await until(first, 'Wrote a synthetic county')
  await wait(300)
  first.child.kill('SIGKILL')
  await first.ended

  const second = start([SERVICE], { PORT: port })
  await until(second, 'Stop with Ctrl-C')
  assert.match(second.said(), /Asha Patel +Health visitor/)
  const ready = await fetch(`http://localhost:${port}/health/ready`)
  assert.deepEqual([ready.status, await ready.json()], [200, { status: 'ready' }])
  assert.equal((await fetch(`http://localhost:${port}/health/live`)).status, 200)

  await othersBeside(port)

  const database = await databaseProcess()
  assert.ok(database > 0)
  second.child.kill('SIGINT')
  assert.equal(await second.ended, 0)
  assert.ok(Number.isNaN(await databaseProcess()) || (await databaseProcess()) === 0)
  assert.ok(await hasEnded(database), 'the database still runs')
})

/** While the service runs: a second one is refused, and commands join its database. */
async function othersBeside(port: string): Promise<void> {
  const beside = await run([SERVICE], { PORT: String(await freePort()) })
  assert.equal(beside.code, 1)
  assert.match(beside.said, /^The service is running on this data folder\. Stop it first\.$/m)
  const doctor = await run([COMMAND, 'doctor'], { PORT: port })
  assert.equal(doctor.code, 0, doctor.said)
  assert.match(doctor.said, /The service runs on/)
  const reset = await run([COMMAND, 'reset', '--yes'], {})
  assert.equal(reset.code, 1)
  assert.equal((await fetch(`http://localhost:${port}/health/ready`)).status, 200)
}

test('what keeps the service from starting is said in one sentence, and the exit code is not zero', async () => {
  const taken = createServer().listen(0)
  await once(taken, 'listening')
  const address = taken.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const free = String(await freePort())
  const cases: [settings: Record<string, string>, says: RegExp][] = [
    [{ PORT: String(port) }, /^The port is in use\./],
    [{ PORT: 'seven' }, /PORT must be a port/],
    [
      { PORT: free, FAMILY_HUB_DATA: join(ROOT, 'package.json', 'data') },
      /^The data folder cannot be written to\./,
    ],
    [{ PORT: free, DATABASE_URL: 'postgres://hub@127.0.0.1:1/hub' }, /^The database cannot be reached\./],
    [
      { PORT: free, OIDC_ISSUER: 'http://127.0.0.1:1' },
      /^The sign-in provider in OIDC_ISSUER did not answer/,
    ],
  ]
  for (const [settings, says] of cases) {
    const { code, said } = await run([SERVICE], settings)
    assert.match(said, says)
    assert.equal(said.trim().split('\n').length, 1, said)
    assert.ok(code !== 0 && code !== null)
  }
  taken.close()
})

test('the command line says what went wrong by its exit code', async () => {
  const cases: [args: string[], code: number, says: RegExp][] = [
    [['--version'], 0, /^\d+\.\d+\.\d+$/m],
    [['--help'], 0, /^Examples:[\s\S]*Exit codes:/],
    [['laod'], 2, /Did you mean load\?/],
    [['county', '--families', 'x', '--out', 'y'], 2, /must be a whole number/],
    [['reset'], 4, /Add --yes to go on/],
    [['restore', join(ROOT, 'README.md'), '--dry-run'], 3, /backup cannot be used|cannot be read/],
    [['completion'], 0, /complete -o default -F _family_hub family-hub/],
  ]
  for (const [args, code, says] of cases) {
    const ran = await run([COMMAND, ...args], {})
    assert.equal(ran.code, code, `${args.join(' ')}: ${ran.said}`)
    assert.match(ran.said, says)
  }
})
