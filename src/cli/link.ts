import type { Command } from 'commander'
import { type LinkFilesOptions, linkGivenFiles } from './link-files.ts'
import { threadCount } from './link-run.ts'
import { action, type Run } from './run.ts'

/** Two commands with one shape: bring the derived tables to the facts, from where they are or from nothing. */
export function addLink(program: Command): void {
  program
    .command('link [input...]')
    .summary('link files of people, or the records in the database again')
    .description(
      'Links CSV or Parquet files of people, without a database. Without files: links all records of people that partners have sent; run twice, it changes nothing more.',
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
        inputs.length > 0 || speaksOfFiles(options)
          ? linkGivenFiles(run, inputs, options)
          : deriveAgain(run, 'take in'),
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
    .action(action(run => deriveAgain(run, 'rebuild')))
}

/** Whoever says how files are linked and names none has forgotten them: the database is then left alone. */
const speaksOfFiles = ({ model, out, pairs, report, by, threads }: LinkFilesOptions): boolean =>
  [model, out, pairs, report, by, threads].some(option => option !== undefined)

/** What needs the database is read only where there is one: files are linked without. */
async function deriveAgain(run: Run, how: 'take in' | 'rebuild'): Promise<undefined> {
  const { derive } = await import('./derive.ts')
  await derive(run, how)
}
