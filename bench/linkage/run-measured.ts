/**
 * Runs a command and measures it with all processes that it starts, by what Linux says in /proc.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'

/** `cpuSeconds` are those of user and system; `peakBytes` is the memory of all processes together, a shared page counted once. */
export type Measured = { seconds: number; cpuSeconds: number; peakBytes: number; output: string }

/** A look at the memory map of a large process takes long, and time from it: it may take this part of the whole. */
const LEAST_BETWEEN_LOOKS_MS = 100
const TIMES_A_LOOK = 20

/** Throws with what the command complained of where it fails. */
export async function runMeasured(command: string, args: string[]): Promise<Measured> {
  const before = cpuOfEndedChildren()
  const began = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null }))
  const said = Promise.all([text(child.stdout), text(child.stderr)])
  let peakBytes = 0
  let outcome: { code: number | null } | undefined
  while (outcome === undefined) {
    const looked = performance.now()
    peakBytes = Math.max(peakBytes, memoryOfTree(child.pid!))
    const pause = Math.max(LEAST_BETWEEN_LOOKS_MS, TIMES_A_LOOK * (performance.now() - looked))
    outcome = await Promise.race([ended, setTimeout(pause, undefined, { ref: false })])
  }
  const seconds = (performance.now() - began) / 1000
  const [output, complaint] = await said
  if (outcome.code !== 0) throw new Error(`${command} ${args[0]} ended with ${outcome.code}:\n${complaint}`)
  return { seconds, cpuSeconds: cpuOfEndedChildren() - before, peakBytes, output }
}

const TICKS_A_SECOND = 100

/** What all children that have ended took, and theirs: fields 16 and 17 of proc_pid_stat(5). */
function cpuOfEndedChildren(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[13]) + Number(fields[14])) / TICKS_A_SECOND
}

/**
 * Bytes of a process and all below it now, a shared page split among those who share it (PSS); or the most that one of
 * them has held so far (VmHWM) where that is more, which no look comes too late for.
 */
function memoryOfTree(root: number): number {
  let together = 0
  let alone = 0
  for (const pid of treeOf(root)) {
    together += kilobytesOf('Pss', `/proc/${pid}/smaps_rollup`)
    alone = Math.max(alone, kilobytesOf('VmHWM', `/proc/${pid}/status`))
  }
  return 1024 * Math.max(together, alone)
}

function treeOf(root: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const fields = readOrNothing(`/proc/${name}/stat`)
      .replace(/^.*\) /, '')
      .split(' ')
    parents.set(Number(name), Number(fields[1]))
  }
  const isBelow = (pid: number): boolean => pid === root || (parents.has(pid) && isBelow(parents.get(pid)!))
  return [...parents.keys()].filter(isBelow)
}

const kilobytesOf = (name: string, path: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readOrNothing(path))?.[1] ?? 0)

/** A process may end while one looks. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
