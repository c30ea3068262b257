import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { InvalidArgumentError } from 'commander'
import { Fault } from '../kit/faults.ts'
import type { Linked } from '../linkage/judge-pairs.ts'
import { type LinkOptions, linkFiles } from '../linkage/link-files.ts'
import type { ModelFile } from '../linkage/model-file.ts'
import { readModel } from '../linkage/trained/read-model.ts'
import type { TrainedModel } from '../linkage/trained/trained-model.ts'
import type { Run } from './run.ts'
import { count } from './terminal.ts'

const MOST_THREADS = 16

/** Links files with progress at the terminal, on as many threads as there are processors. */
export async function linkAtTerminal(
  run: Run,
  inputs: readonly string[],
  model: ModelFile | TrainedModel,
  options: Partial<LinkOptions>,
): Promise<Linked> {
  const progress = run.terminal.progress('Comparing')
  const linked = await linkFiles(inputs, model, {
    ...options,
    threads: options.threads ?? Math.min(MOST_THREADS, availableParallelism()),
    onProgress: (phase, done, of) => {
      if (phase === 'Read') run.terminal.tell(`Read ${count(of)} records`)
      else progress.at(done, of)
    },
  })
  progress.end()
  return linked
}

/** Reads a model file by its path. */
export const modelAt = (path: string): ModelFile | TrainedModel => readModel(readText(path), path)

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Fault('file-unreadable', `${path}: ${(error as NodeJS.ErrnoException).code}.`, { cause: error })
  }
}

export function threadCount(text: string): number {
  const threads = Number(text)
  if (!Number.isInteger(threads) || threads < 1 || threads > 64)
    throw new InvalidArgumentError('It must be a whole number from 1 to 64.')
  return threads
}
