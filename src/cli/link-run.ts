import { readFileSync, realpathSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { Fault } from '../kit/faults.ts'
import type { Linked } from '../linkage/judge-pairs.ts'
import { type LinkOptions, linkFiles } from '../linkage/link-files.ts'
import { type ModelFile, parseModel } from '../linkage/model-file.ts'
import { modelOf } from '../linkage/trained/read-model.ts'
import type { TrainedModel } from '../linkage/trained/trained-model.ts'
import type { Run } from './run.ts'
import { count } from './terminal.ts'

const MOST_THREADS = 16

/** What every command that links files may be told of the run itself. */
export type RunOptions = { threads?: number; today?: string }

/** Adds these options to a command. */
export const withRunOptions = (command: Command): Command =>
  command
    .option('--threads <number>', 'worker threads (as many as there are processors if left out)', threadCount)
    .option(
      '--today <day>',
      'the day of the run, as 2026-11-22 (by the clock if left out): years of two digits are read by it',
      day,
    )

/** Those that were given. */
export const runOptions = ({ threads, today }: RunOptions): Partial<LinkOptions> => ({
  ...(threads === undefined ? {} : { threads }),
  ...(today === undefined ? {} : { today }),
})

function day(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('It must be a day such as 2026-11-22.')
  return text
}

/** Links files with progress at the terminal, on as many threads as there are processors. */
export async function linkAtTerminal(
  run: Run,
  inputs: readonly string[],
  model: ModelFile | TrainedModel,
  options: Partial<LinkOptions>,
): Promise<Linked> {
  const progress = run.terminal.progress('Comparing records')
  let records = 0
  const sayStopped = (): void =>
    run.terminal.say('Stopped before anything was written: what was there is as it was. Start it again.')
  for (const signal of INTERRUPTS) process.once(signal, sayStopped)
  try {
    const linked = await linkFiles(inputs, model, {
      isJudgedOnce: options.withAsides !== true,
      ...options,
      threads: options.threads ?? Math.min(MOST_THREADS, availableParallelism()),
      onProgress: (phase, done, of) => {
        if (phase === 'Read') {
          records = of
          run.terminal.tell(`Read ${count(of)} records`)
        } else progress.at(Math.round((records * done) / of), records)
      },
    })
    progress.end()
    return linked
  } finally {
    for (const signal of INTERRUPTS) process.off(signal, sayStopped)
  }
}

const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** What a model file holds, by its path. */
export const jsonAt = (path: string): unknown => parseModel(readText(path), path)

/** Reads a model file by its path. */
export const modelAt = (path: string): ModelFile | TrainedModel => modelOf(jsonAt(path), path)

/** The text of a model file, without the mark that some editors put before it. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const says = CODES[code ?? ''] ?? `the system says ${code}`
    throw new Fault('model-unusable', `${path}: ${says}.`, { cause: error })
  }
}

const CODES: Record<string, string> = {
  ENOENT: 'there is no such file (ENOENT)',
  EACCES: 'you may not read it (EACCES)',
  EISDIR: 'that is a folder; name the file itself (EISDIR)',
}

/**
 * Why these files cannot be read and written in one run, in words: one is named twice, or one that is read would be
 * overwritten. Files are told apart as the system does, through links too.
 */
export function clashOf(
  inputs: readonly string[],
  model: string,
  outputs: readonly string[],
): string | undefined {
  if (outputs.includes('-'))
    return '- is no name for a file. To write to the standard output name /dev/stdout.'
  const read = [...inputs, model].map(placeOf)
  const written = outputs.filter(path => !isDevice(path))
  const overwritten = written.find(path => read.includes(placeOf(path)))
  if (overwritten !== undefined) return `${overwritten} is read and would be written over. Name another file.`
  const twice = [...inputs, ...written].find(
    (path, at, all) => all.findIndex(one => placeOf(one) === placeOf(path)) < at,
  )
  return twice === undefined ? undefined : `${twice} is named twice.`
}

/** Whether bytes that are written there go somewhere else, as to a terminal or a pipe. */
const isDevice = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === false

function placeOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

function threadCount(text: string): number {
  const threads = Number(text)
  if (!Number.isInteger(threads) || threads < 1 || threads > 64)
    throw new InvalidArgumentError('It must be a whole number from 1 to 64.')
  return threads
}
