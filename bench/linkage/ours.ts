/** The engine as people run it: the command `family-hub link`, and a look at how long its comparing takes. */
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { linkFiles } from '../../src/linkage/link-files.ts'
import { readModelFile } from '../../src/linkage/model-file.ts'
import { type Measured, runMeasured } from './run-measured.ts'
import type { Blocking } from './same-rules.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const MODEL = `${ROOT}examples/models/county-people.json`

/** Writes the model of the county's files of people with these blocking rules. */
export function writeModel(path: string, blocking: Blocking): void {
  const model = JSON.parse(readFileSync(MODEL, 'utf8')) as object
  writeFileSync(path, JSON.stringify({ ...model, blocking }))
}

export type OurRun = Measured & { pairs: number }

export async function runOurs(people: string, model: string, out: string): Promise<OurRun> {
  const command = [`${ROOT}bin/family-hub.mjs`, 'link', people, '--model', model, '--out', out, '--json']
  const measured = await runMeasured(process.execPath, command)
  return { ...measured, pairs: (JSON.parse(measured.output) as { pairsCompared: number }).pairsCompared }
}

/**
 * Pairs compared a second and core, from the end of the first rule, before which the file is read and settled, to the
 * end of the last.
 */
export async function measureRate(people: string, model: string): Promise<number> {
  const threads = availableParallelism()
  const ends: number[] = []
  const { pairs } = await linkFiles([people], readModelFile(readFileSync(model, 'utf8'), model), {
    threads,
    onProgress: phase => {
      if (phase === 'Compared') ends.push(performance.now())
    },
  })
  const counted = pairs.byRule.slice(1).reduce((sum, own) => sum + own, 0)
  return counted / (((ends.at(-1)! - ends[0]!) / 1000) * threads)
}
