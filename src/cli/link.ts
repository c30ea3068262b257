import type { Command } from 'commander'
import { type LinkFilesOptions, linkGivenFiles } from './link-files.ts'
import { withRunOptions } from './link-run.ts'
import { action, type Run } from './run.ts'

/**
 * `link` links files of people without a database, or the database's own records as they are; `rebuild` derives those
 * anew from nothing. What else is done with files (train, explain, replay) has commands of its own.
 */
export function addLink(program: Command): void {
  withRunOptions(
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
      .option('--json', 'say what came out as JSON')
      .option('--dry-run', 'say what is there to be linked')
      .addHelpText('before', 'Example:\n  family-hub link people.csv --model model.json --out clusters.csv\n')
      .addHelpText('after', '\n' + OF_FILES),
  ).action(
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

const OF_FILES = `Of files of people, each with a page of its own (family-hub link train --help):
  family-hub link train    learn from files and freeze what was learnt
  family-hub link explain  say why two records are one person or not
  family-hub link replay   say what another model would change
`

/** Whoever says how files are linked and names none has forgotten them: the database is then left alone. */
const speaksOfFiles = ({ model, out, pairs, report, by, threads, today }: LinkFilesOptions): boolean =>
  [model, out, pairs, report, by, threads, today].some(option => option !== undefined)

/** What needs the database is read only where there is one: files are linked without. */
async function deriveAgain(run: Run, how: 'take in' | 'rebuild'): Promise<undefined> {
  const { derive } = await import('./derive.ts')
  await derive(run, how)
}
