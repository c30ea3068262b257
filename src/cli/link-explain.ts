import type { Command } from 'commander'
import { Fault } from '../kit/faults.ts'
import { type Explanation, explainPair } from '../linkage/explain/explain-pair.ts'
import { findRecord } from '../linkage/rows/find-record.ts'
import { linkAtTerminal, modelAt, type RunOptions, runOptions, withRunOptions } from './link-run.ts'
import { action, type Run } from './run.ts'

type ExplainOptions = { model: string } & RunOptions

/** Says why two records are one person or not, in words first. */
export function addExplain(program: Command): void {
  const command = program
    .createCommand('link explain')
    .argument('<id>', 'a record: its id, or source:id where several sources have that id')
    .argument('<id>', 'another')
    .argument('<input...>', 'the CSV or Parquet files of people that hold them')
    .summary('say why two records are one person or not')
    .description(
      'Links the files and says what agrees and differs between two records, what that weighs, whether they were joined and why, and what would change it.',
    )
    .requiredOption('--model <file>', 'a model, trained or not')
    .option('--json', 'say it as JSON')
    .addHelpText('before', 'Example:\n  family-hub link explain a17 b203 people.csv --model trained.json\n')
    .action(action(explain))
  program.addCommand(withRunOptions(command))
}

async function explain(
  run: Run,
  one: string,
  other: string,
  inputs: string[],
  { model, ...options }: ExplainOptions,
): Promise<undefined> {
  const linked = await linkAtTerminal(run, inputs, modelAt(model), runOptions(options))
  const [a, b] = [findRecord(linked, one), findRecord(linked, other)]
  if (a === b) throw new Fault('record-unknown', `${one} and ${other} are one record. Name two.`)
  const explained = explainPair(linked, a, b)
  if (run.json) run.terminal.data(JSON.stringify(explained ?? { isSealed: true }))
  else if (explained === undefined)
    run.terminal.data('A seal stands between these records: nothing is computed about them.')
  else run.terminal.data(inWords(explained))
}

function inWords(explained: Explanation): string {
  const { words, bits, probability, isJoined, because, whatWouldChange, waterfall } = explained
  const percent = `${(100 * probability).toFixed(probability > 0.999 ? 4 : 1)} %`
  const step = (says: string, own: number, after: number): string =>
    `  ${signed(own).padStart(7)}  ${signed(after).padStart(7)}  ${says}`
  return [
    words.join(' '),
    '',
    `${isJoined ? 'They were joined.' : 'They were not joined.'} ${because.join(' ')}`,
    '',
    `Weight: ${signed(bits)} bits, so one person with a probability of ${percent}.`,
    '    Bits    Total',
    step('Any two records, before anything is compared.', waterfall.start, waterfall.start),
    ...waterfall.steps.map(({ says, bits: own, after }) => step(says, own, after)),
    ...(whatWouldChange.length === 0
      ? []
      : ['', 'What would change it:', ...whatWouldChange.map(says => `  ${says}`)]),
  ].join('\n')
}

const signed = (bits: number): string => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1)}`
