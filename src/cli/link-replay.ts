import type { Command } from 'commander'
import { type ChangedPair, compareRuns, outcomeOf, type Replayed } from '../linkage/replay.ts'
import { EXIT } from './exit-codes.ts'
import { linkAtTerminal, modelAt, type RunOptions, runOptions, withRunOptions } from './link-run.ts'
import { action, type Run } from './run.ts'
import { count } from './terminal.ts'

type ReplayOptions = { model: string[] } & RunOptions

/** Says what another model would change, before it is used. */
export function addReplay(program: Command): void {
  const command = program
    .createCommand('link replay')
    .argument('<input...>', 'CSV or Parquet files of people')
    .summary('say what another model would change: pairs of one person gained and lost')
    .description('Links the files with one model and then with another, and says what the second changes.')
    .requiredOption(
      '--model <file>',
      'a model, trained or not; give it twice: the one in use, then the other',
      (path: string, before: string[]) => [...before, path],
      [] as string[],
    )
    .option('--json', 'say it as JSON')
    .addHelpText(
      'before',
      'Example:\n  family-hub link replay --model trained.json --model newer.json people.csv\n',
    )
    .action(action(replay))
  program.addCommand(withRunOptions(command))
}

async function replay(
  run: Run,
  inputs: string[],
  { model, ...given }: ReplayOptions,
): Promise<number | undefined> {
  const [first, second, third] = model
  if (first === undefined || second === undefined || third !== undefined) {
    run.terminal.complain(new Error('Name two models: --model A.json --model B.json.'))
    return EXIT.usage
  }
  const models = [modelAt(first), modelAt(second)] as const
  const options = runOptions(given)
  const before = outcomeOf(await linkAtTerminal(run, inputs, models[0], options))
  const replayed = compareRuns(before, await linkAtTerminal(run, inputs, models[1], options))
  run.terminal.data(run.json ? JSON.stringify(replayed) : inWords(replayed))
  return undefined
}

function inWords({ records, before, after, gained, lost, personsChanged, examples }: Replayed): string {
  const row = (name: string, one: number, other: number): string =>
    `${name.padEnd(22)}${count(one).padStart(12)}${count(other).padStart(12)}`
  return [
    `${count(records)} records. ${count(gained)} pairs of one person gained, ${count(lost)} lost; ${count(personsChanged)} persons changed.`,
    '',
    `${''.padEnd(22)}${'first'.padStart(12)}${'second'.padStart(12)}`,
    row('Persons', before.persons, after.persons),
    row('Pairs of one person', before.pairsOfOnePerson, after.pairsOfOnePerson),
    row('Records for review', before.review, after.review),
    ...part('Gained, for example:', examples.gained),
    ...part('Lost, for example:', examples.lost),
  ].join('\n')
}

function part(head: string, pairs: ChangedPair[]): string[] {
  if (pairs.length === 0) return []
  const lines = pairs.map(
    ({ one, other, words, bits }) =>
      `  ${one.source}:${one.id} and ${other.source}:${other.id} (${bits.toFixed(1)} bits by the second)\n    ${words.join(' ')}`,
  )
  return ['', head, ...lines]
}
