import type { Command } from 'commander'
import { countRecords } from '../records/counts.ts'
import { rebuild } from '../records/rebuild.ts'
import { type TakeInResult, takeIn } from '../records/take-in.ts'
import { type LinkFilesOptions, linkGivenFiles } from './link-files.ts'
import { threadCount } from './link-run.ts'
import { action, noteCommand, type Run, withDatabase } from './run.ts'
import { count } from './terminal.ts'

/** Two commands with one shape: bring the derived tables to the facts, from where they are or from nothing. */
export function addLink(program: Command): void {
  program
    .command('link [input...]')
    .summary('link files of people, or the records in the database again')
    .description(
      'Links CSV files of people, without a database. Without files: links all records of people that partners have sent; run twice, it changes nothing more.',
    )
    .option('--model <file>', 'which column is what, and how to link (docs/linkage.md)')
    .option('--out <file>', 'where each record’s person goes, as CSV')
    .option('--pairs <file>', 'write each pair near or above the line, with weights and levels')
    .option(
      '--report <file>',
      'write what was learnt, and how well it went if the model names the truth: .html or .json',
    )
    .option('--by <column>', 'compare groups in the report by this column')
    .option('--threads <number>', 'worker threads (as many as there are processors if left out)', threadCount)
    .option('--json', 'say what came out as JSON')
    .option('--dry-run', 'say what is there to be linked')
    .addHelpText('before', 'Example:\n  family-hub link people.csv --model model.json --out clusters.csv\n')
    .action(
      action((run, inputs: string[], options: LinkFilesOptions) =>
        inputs.length > 0 ? linkGivenFiles(run, inputs, options) : derive(run, takeIn),
      ),
    )
  program
    .command('rebuild')
    .summary('derive everything again from the facts')
    .description(
      'Throws away what is derived (search, current membership, pairs in doubt, caseloads) and derives it again from the facts.',
    )
    .option('--json', 'say what came out as JSON')
    .option('--dry-run', 'say what would be derived again')
    .action(action(run => derive(run, rebuild)))
}

async function derive(run: Run, work: typeof takeIn): Promise<undefined> {
  await withDatabase(run, async ({ database }) => {
    if (run.dryRun) {
      const counts = await countRecords(database.owner)
      run.terminal.data(run.json ? JSON.stringify(counts) : inWords(counts))
      return
    }
    await noteCommand(database, run)
    const started = Date.now()
    const result = await work(database, { onProgress: run.terminal.tell })
    run.terminal.data(run.json ? JSON.stringify(result) : resultInWords(result))
    run.terminal.say(`Took ${((Date.now() - started) / 1000).toFixed(1)} s`)
  })
}

function inWords(counts: { identities: number; persons: number; waitingDeliveries: number }): string {
  const { identities, persons, waitingDeliveries } = counts
  return `${count(identities)} records, ${count(persons)} persons, ${waitingDeliveries} deliveries to link`
}

function resultInWords({ identities, persons, changed, reviews }: TakeInResult): string {
  return `${count(identities)} records, ${count(persons)} persons, ${count(changed)} changed, ${count(reviews)} pairs in doubt`
}
