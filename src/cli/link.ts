import type { Command } from 'commander'
import { countRecords } from '../records/counts.ts'
import { rebuild } from '../records/rebuild.ts'
import { type TakeInResult, takeIn } from '../records/take-in.ts'
import { action, noteCommand, type Run, withDatabase } from './run.ts'
import { count } from './terminal.ts'

/** Two commands with one shape: bring the derived tables to the facts, from where they are or from nothing. */
export function addLink(program: Command): void {
  program
    .command('link')
    .summary('link the records in the database again')
    .description('Links all records of people that partners have sent. Run twice, it changes nothing more.')
    .option('--json', 'say what came out as JSON')
    .option('--dry-run', 'say what is there to be linked')
    .action(action(run => derive(run, takeIn)))
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
