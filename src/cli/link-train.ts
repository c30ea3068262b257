import type { Command } from 'commander'
import { Fault } from '../kit/faults.ts'
import { freeze } from '../linkage/trained/freeze.ts'
import { textOfModel } from '../linkage/trained/trained-model.ts'
import { writeWhole } from '../linkage/write/write-file.ts'
import { EXIT } from './exit-codes.ts'
import { clashOf, linkAtTerminal, modelAt, type RunOptions, runOptions, withRunOptions } from './link-run.ts'
import { action, type Run } from './run.ts'
import { count } from './terminal.ts'

type TrainOptions = { model: string; out: string } & RunOptions

/** A model that is trained once says the same of a pair for ever, in whatever files it stands. */
export function addTrain(program: Command): void {
  const command = program
    .createCommand('link train')
    .argument('<input...>', 'CSV or Parquet files of people')
    .summary('learn from files of people and freeze what was learnt')
    .description('Learns from files of people and writes a model that links other files without learning.')
    .requiredOption('--model <file>', 'which column is what (docs/linkage.md)')
    .requiredOption('--out <file>', 'where the trained model goes, as JSON')
    .option('--json', 'say what came out as JSON')
    .option('--dry-run', 'say what would be read and written')
    .addHelpText(
      'before',
      'Example:\n  family-hub link train people.csv --model model.json --out trained.json\n',
    )
    .action(action(train))
  program.addCommand(withRunOptions(command))
}

async function train(
  run: Run,
  inputs: string[],
  { model: path, out, ...options }: TrainOptions,
): Promise<number | undefined> {
  const clash = clashOf(inputs, path, [out])
  if (clash !== undefined) {
    run.terminal.complain(new Error(clash))
    return EXIT.usage
  }
  const model = modelAt(path)
  if ('kind' in model) throw new Fault('model-unusable', `${path} is trained already.`)
  if (run.dryRun) {
    run.terminal.say(`Would learn from ${inputs.join(', ')} and write ${out}`)
    return undefined
  }
  const trained = freeze(await linkAtTerminal(run, inputs, model, runOptions(options)))
  writeWhole(out, textOfModel(trained))
  const { records, fingerprint } = trained
  run.terminal.data(
    run.json
      ? JSON.stringify({ records, fingerprint })
      : `Learnt from ${count(records)} records. Fingerprint ${fingerprint}`,
  )
  return undefined
}
