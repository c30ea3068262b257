import type { Command } from 'commander'
import type { DeliveryOutcome } from '../feeds/delivery-outcome.ts'
import { type Loaded, loadPaths } from '../feeds/load.ts'
import { NO_AGREEMENT } from '../feeds/publish.ts'
import { estimateMatches } from '../records/estimate-matches.ts'
import { takeIn } from '../records/take-in.ts'
import { EXIT } from './exit-codes.ts'
import { action, noteCommand, type Run, withDatabase } from './run.ts'
import { count } from './terminal.ts'

type Options = { partner?: string; contract?: string; asOf?: string; link: boolean }

export function addLoad(program: Command): void {
  program
    .command('load <path...>')
    .summary('load partners’ files: files, folders or zips')
    .description(
      'Loads deliveries: stored unseen, checked, and made visible all at once; then linked. The same bytes again change nothing. Ends with 3 where a delivery was refused or held, and with 4 where none was but for want of a sharing agreement.',
    )
    .option('--partner <id>', 'whose files these are, where they do not say so')
    .option('--contract <id>', 'in which format, where they do not say so')
    .option('--as-of <instant>', 'as of when they speak, where they do not say so')
    .option('--no-link', 'leave linking to a later command')
    .option('--json', 'say what became of each delivery as JSON')
    .option('--dry-run', 'read and check everything, write nothing')
    .addHelpText('before', 'Examples:\n  family-hub load county\n  family-hub load --dry-run contacts.csv\n')
    .action(action(load))
}

async function load(run: Run, paths: string[], options: Options): Promise<number> {
  return await withDatabase(run, async ({ database }) => {
    if (!run.dryRun) await noteCommand(database, run)
    const { partner, contract, asOf } = options
    const progress = run.terminal.progress('Loading, rows')
    let before = 0
    const loaded = await loadPaths(database, paths, {
      ...(partner ? { partner } : {}),
      ...(contract ? { contract } : {}),
      ...(asOf ? { asOf } : {}),
      sentBy: run.operator,
      estimateMatches: estimateMatches(database),
      dryRun: run.dryRun,
      onProgress: ({ rows }) => progress.at(before + rows),
      onOutcome: ({ outcome }) => {
        if ('rowsRead' in outcome) before += outcome.rowsRead
      },
    })
    progress.end()
    run.terminal.data(run.json ? JSON.stringify(loaded) : loaded.map(inWords).join('\n'))
    if (loaded.some(({ outcome }) => outcome.outcome === 'published') && options.link) {
      const linked = await takeIn(database, { onProgress: run.terminal.tell })
      run.terminal.say(`Linked: ${count(linked.identities)} records, ${count(linked.persons)} persons`)
    }
    if (loaded.length === 0) run.terminal.complain(new Error('There is no delivery at this path.'))
    return loaded.length === 0 ? EXIT.problemsFound : exitOf(loaded.map(({ outcome }) => outcome))
  })
}

/** A script does something else about an agreement that has ended than about a file that is to be mended. */
export function exitOf(outcomes: readonly DeliveryOutcome[]): number {
  const unwell = outcomes.filter(one => one.outcome === 'refused' || one.outcome === 'held')
  if (unwell.length === 0) return EXIT.ok
  const isForbidden = unwell.every(one => one.outcome === 'refused' && one.reason === NO_AGREEMENT)
  return isForbidden ? EXIT.notPermitted : EXIT.problemsFound
}

/** A line for what became of a delivery, and one for each thing that its page says should be known. */
export function inWords({ path, outcome }: Loaded): string {
  switch (outcome.outcome) {
    case 'published':
    case 'checked':
      return [
        `${path}\t${outcome.outcome}\t${count(outcome.rowsAccepted)} of ${count(outcome.rowsRead)} rows accepted`,
        ...outcome.notes.map(note => `${path}\tto know\t${note}`),
      ].join('\n')
    case 'held':
    case 'refused':
      return `${path}\t${outcome.outcome}\t${outcome.reason}`
    case 'alreadyReceived':
      return `${path}\talready received\tdelivery ${outcome.deliveryId}`
  }
}
