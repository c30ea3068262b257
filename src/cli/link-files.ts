import { type Summary, summarise } from '../linkage/report/summarise.ts'
import { writeReport } from '../linkage/report/write-report.ts'
import { isSplinkModel, readSplinkModel } from '../linkage/splink/read-splink-model.ts'
import { modelOf } from '../linkage/trained/read-model.ts'
import { writeClusters } from '../linkage/write/write-clusters.ts'
import { requirePlace } from '../linkage/write/write-file.ts'
import { writePairs } from '../linkage/write/write-pairs.ts'
import { EXIT } from './exit-codes.ts'
import { linkGivenBySplink } from './link-by-splink.ts'
import { clashOf, jsonAt, linkAtTerminal, type RunOptions, runOptions } from './link-run.ts'
import type { Run } from './run.ts'
import { count } from './terminal.ts'

export type LinkFilesOptions = {
  model?: string
  out?: string
  pairs?: string
  report?: string
  by?: string
} & RunOptions

/** Links files of people without a database, and writes each record's person. */
export async function linkGivenFiles(
  run: Run,
  inputs: string[],
  options: LinkFilesOptions,
): Promise<number | undefined> {
  const { model: modelPath, out, pairs, report, by } = options
  const wrong = faultOf(inputs, options)
  if (wrong !== undefined || modelPath === undefined || out === undefined) {
    run.terminal.complain(new Error(wrong))
    return EXIT.usage
  }
  const json = jsonAt(modelPath)
  if (isSplinkModel(json))
    return await linkGivenBySplink(run, inputs, readSplinkModel(json, modelPath), { ...options, out })
  const model = modelOf(json, modelPath)
  if (by !== undefined && model.columns.truth === undefined) {
    run.terminal.complain(
      new Error(
        `--by compares what was missed and what is wrong, and ${modelPath} names no truth to see that by.`,
      ),
    )
    return EXIT.usage
  }
  if (run.dryRun) {
    run.terminal.say(
      `Would link ${inputs.join(', ')} and write ${[out, pairs, report].filter(Boolean).join(' and ')}`,
    )
    return undefined
  }
  for (const path of [out, pairs, report]) if (path !== undefined) requirePlace(path)
  const started = performance.now()
  const linked = await linkAtTerminal(run, inputs, model, {
    withAsides: report !== undefined,
    ...(by === undefined ? {} : { by }),
    ...runOptions(options),
  })
  writeClusters(out, linked)
  if (pairs !== undefined) writePairs(pairs, linked)
  if (report !== undefined) {
    const day = options.today ?? new Date().toISOString().slice(0, 10)
    writeReport(report, linked, { files: inputs, model: modelPath, day })
  }
  tell(run, summarise(linked), (performance.now() - started) / 1000)
  return undefined
}

function tell(run: Run, summary: Summary, seconds: number): void {
  run.terminal.data(run.json ? JSON.stringify({ ...summary, seconds }) : inWords(summary))
  if (!run.json) for (const note of [summary.stories, ...summary.notes]) run.terminal.say(note)
  run.terminal.say(`Took ${seconds.toFixed(1)} s`)
}

/** What is wrong with how the command was written, in words. */
function faultOf(inputs: string[], { model, out, pairs, report, by }: LinkFilesOptions): string | undefined {
  if (inputs.length === 0) return 'Name the files of people: family-hub link people.csv --model … --out ….'
  if (model === undefined || out === undefined)
    return 'To link files say which columns they have and where the persons go: --model MODEL.json --out clusters.csv.'
  if (report !== undefined && !/\.(html|json)$/.test(report))
    return `A report is a page or data: name it .html or .json, not ${report}.`
  if (by !== undefined && report === undefined)
    return '--by compares groups in a report: name one with --report.'
  return clashOf(
    inputs,
    model,
    [out, pairs, report].filter(path => path !== undefined),
  )
}

function inWords({ records, persons, linkedPairs, pairsCompared, recordsForReview }: Summary): string {
  return `${count(records)} records, ${count(persons)} persons, ${count(linkedPairs)} links of ${count(pairsCompared)} pairs compared, ${count(recordsForReview)} records for review`
}
