import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { Fault } from '../kit/faults.ts'
import { EXIT } from './exit-codes.ts'
import { action, confirmed, type Run, withDatabase } from './run.ts'

/** What the service keeps in its data folder. Anything else there belongs to somebody else. */
const OURS = [
  'postgres',
  'postgres-password',
  'county',
  'county-unfinished',
  'uploads',
  'interface-uploads',
  'drop',
  'keys',
]

export function addReset(program: Command): void {
  program
    .command('reset')
    .summary('delete all data of the data folder')
    .description(
      'Deletes the embedded database and the demonstration’s files. The next start makes new ones.',
    )
    .option('--yes', 'do it without asking')
    .option('--dry-run', 'say what would be deleted')
    .action(action(reset))
}

async function reset(run: Run): Promise<number> {
  const { dataFolder, database } = run.config
  if (database) {
    run.terminal.complain(
      new Error('DATABASE_URL is set: reset deletes only the data folder, not that database.'),
    )
    return EXIT.usage
  }
  if (run.dryRun) {
    run.terminal.data(OURS.map(name => join(dataFolder, name)).join('\n'))
    return EXIT.ok
  }
  if (!(await confirmed(run, `All data in ${dataFolder} will be deleted.`, 'reset'))) return EXIT.notPermitted
  await withDatabase(run, service => service.claimAlone()).catch(error => {
    // A database that does not start any more is a reason to reset it; one that is being served is not.
    if (!(error instanceof Fault) || error.code === 'already-running') throw error
    run.terminal.say(error.message)
  })
  for (const name of OURS) await rm(join(dataFolder, name), { recursive: true, force: true })
  run.terminal.say(`Deleted the data in ${dataFolder}`)
  return EXIT.ok
}
