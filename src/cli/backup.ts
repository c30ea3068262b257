import { access } from 'node:fs/promises'
import type { Command } from 'commander'
import { type BackupPlan, holdsFacts, restoreBackup, verifyBackup, writeBackup } from '../kit/backup.ts'
import { rebuild } from '../records/rebuild.ts'
import { EXIT } from './exit-codes.ts'
import { action, confirmed, noteCommand, type Run, withDatabase } from './run.ts'
import { count } from './terminal.ts'

/** Facts are exported; what is derived is derived again, and what belongs to a session ends with it. */
export const BACKUP_PLAN: BackupPlan = {
  schemas: ['audit', 'registers', 'feeds', 'records', 'access'],
  leaveOut: [
    'records.current_member',
    'records.search_entry',
    'records.review_pair',
    'records.caseload',
    'records.address_hold',
    'access.search',
    'access.child_reason',
  ],
}

export function addBackup(program: Command): void {
  program
    .command('backup <file>')
    .summary('write all facts to one file')
    .description(
      'Writes all facts, as they are at one instant, to one compressed file. It holds personal data: keep it as you keep the database.',
    )
    .option('--json', 'say what was written as JSON')
    .option('--dry-run', 'say what would be written')
    .addHelpText('before', 'Example:\n  family-hub backup friday.fhb\n')
    .action(action(backup))
  program
    .command('restore <file>')
    .summary('replace all data by those of a backup')
    .description(
      'Checks the file through, then replaces all data by its content in one step, and derives the rest again. The service must not be running.',
    )
    .option('--yes', 'replace the data that are there')
    .option('--dry-run', 'only check the file')
    .addHelpText('before', 'Example:\n  family-hub restore friday.fhb\n')
    .action(action(restore))
}

async function backup(run: Run, file: string): Promise<number> {
  if (
    await access(file).then(
      () => true,
      () => false,
    )
  ) {
    run.terminal.complain(new Error(`${file} exists already. Choose another name.`))
    return EXIT.usage
  }
  return await withDatabase(run, async ({ database }) => {
    if (run.dryRun) {
      run.terminal.say(`Would write all facts to ${file}`)
      return EXIT.ok
    }
    await noteCommand(database, run)
    const summary = await writeBackup(database.owner, file, BACKUP_PLAN)
    const words = `${file}\t${count(summary.rows)} rows of ${summary.tables} tables`
    run.terminal.data(run.json ? JSON.stringify({ file, ...summary }) : words)
    return EXIT.ok
  })
}

async function restore(run: Run, file: string): Promise<number> {
  return await withDatabase(run, async service => {
    const { database } = service
    await service.claimAlone()
    const summary = await verifyBackup(database.owner, file, BACKUP_PLAN)
    run.terminal.say(`The file is whole: ${count(summary.rows)} rows of ${summary.tables} tables`)
    if (run.dryRun) return EXIT.ok
    const question = 'The database holds data, which would be replaced.'
    if ((await holdsFacts(database.owner, BACKUP_PLAN)) && !(await confirmed(run, question, 'restore')))
      return EXIT.notPermitted
    await restoreBackup(database.owner, file, BACKUP_PLAN)
    await noteCommand(database, run)
    run.terminal.say('Deriving the rest')
    const { persons } = await rebuild(database, { onProgress: run.terminal.tell })
    run.terminal.say(`Restored: ${count(persons)} persons`)
    return EXIT.ok
  })
}
