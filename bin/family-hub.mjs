#!/usr/bin/env node
// Starts the command line on the Node that the lock file pins, whatever Node (18 or newer) this runs on.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const node = join(root, 'node_modules', '.bin', 'node')
if (!existsSync(node)) {
  process.stderr.write('The packages are not installed yet. Run: npm run setup\n')
  process.exit(5)
}

const command = join(root, 'src', 'cli', 'main.ts')
// What was compiled once need not be compiled at every start; without the folder it merely is.
const NODE_COMPILE_CACHE = join(root, 'node_modules', '.cache', 'node')
// Linking files keeps its numbers outside the heap: a small young heap is enough for the rest, and holds 60 MB less.
const isLinking = process.argv[2] === 'link' && process.argv.includes('--model')
const flags = isLinking ? ['--max-semi-space-size=4'] : []
// Blocks of a megabyte go back to the system when they are let go, where glibc would keep them for later: mallopt(3).
const memory = isLinking ? { MALLOC_MMAP_THRESHOLD_: '1048576' } : {}
const env = { NODE_COMPILE_CACHE, ...memory, ...process.env }
const args = [...flags, command, ...process.argv.slice(2)]
// A Node that can gives its process to the pinned one: nothing waits beside it, and a signal reaches it whatever it is.
if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...args], env)

const child = spawn(node, args, { stdio: 'inherit', env })
// Ctrl-C reaches the child by itself, through the terminal; other senders know only this process.
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(signal, () => child.kill(signal))
child.on('error', error => {
  process.stderr.write(`The pinned Node could not be started: ${error.message}\n`)
  process.exit(5)
})
// The system ends a process that has no memory left before it can say so.
const OUT_OF_MEMORY = ['SIGABRT', 'SIGBUS', 'SIGILL', 'SIGKILL', 'SIGSEGV', 'SIGTRAP']
child.on('exit', (code, signal) => {
  if (OUT_OF_MEMORY.includes(signal))
    process.stderr.write(
      `The system ended the command (${signal}), for instance because memory ran out. No output was finished. Close other programs, or give it less to do at once: fewer --threads, fewer files.\n`,
    )
  process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal])
})
