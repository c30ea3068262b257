import {
  linkBySplink,
  type SplinkLinked,
  writeSplinkClusters,
  writeSplinkPairs,
} from '../linkage/splink/link-by-splink.ts'
import type { SplinkModel } from '../linkage/splink/read-splink-model.ts'
import { EXIT } from './exit-codes.ts'
import type { LinkFilesOptions } from './link-files.ts'
import type { Run } from './run.ts'
import { count } from './terminal.ts'

/** Links files by a model of Splink's and writes each record's person. */
export async function linkGivenBySplink(
  run: Run,
  inputs: readonly string[],
  model: SplinkModel,
  { out, pairs, report, by }: LinkFilesOptions & { out: string },
): Promise<number | undefined> {
  if (report !== undefined || by !== undefined) {
    run.terminal.complain(
      new Error('Reports are made with models of the engine itself. Leave out --report and --by.'),
    )
    return EXIT.usage
  }
  if (run.dryRun) {
    run.terminal.say(
      `Would link ${inputs.join(', ')} by a model of Splink’s and write ${[out, pairs].filter(Boolean).join(' and ')}`,
    )
    return undefined
  }
  const started = performance.now()
  const progress = run.terminal.progress('Comparing')
  const linked = await linkBySplink(inputs, model, (done, of) => progress.at(done, of))
  progress.end()
  writeSplinkClusters(out, linked)
  if (pairs !== undefined) writeSplinkPairs(pairs, linked)
  const seconds = (performance.now() - started) / 1000
  const { records, persons, links } = linked
  const summary = {
    records: records.count,
    persons,
    linkedPairs: links,
    pairsCompared: linked.pairs.compared,
  }
  run.terminal.data(
    run.json ? JSON.stringify({ ...summary, notes: notesOf(linked), seconds }) : inWords(summary),
  )
  if (!run.json) for (const note of notesOf(linked)) run.terminal.say(note)
  run.terminal.say(`Took ${seconds.toFixed(1)} s`)
  return undefined
}

function inWords(summary: Record<'records' | 'persons' | 'linkedPairs' | 'pairsCompared', number>): string {
  const { records, persons, linkedPairs, pairsCompared } = summary
  return `${count(records)} records, ${count(persons)} persons, ${count(linkedPairs)} links of ${count(pairsCompared)} pairs compared`
}

function notesOf({ model }: SplinkLinked): string[] {
  const { thresholds, untrained } = model
  const said = [
    `Weights, rules and clusters are Splink’s, linked from ${thresholds.link} bits; the engine’s own limits took no part.`,
  ]
  if (untrained.length > 0)
    said.push(
      `${untrained.length} levels were never trained, and Splink’s defaults stand in: ${untrained.slice(0, 5).join('; ')}${untrained.length > 5 ? '; …' : ''}.`,
    )
  return said
}
