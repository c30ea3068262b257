import { type Command, InvalidArgumentError } from 'commander'
import { countySummaryText, writeCounty } from '../county/county.ts'
import { EXIT } from './exit-codes.ts'
import { action } from './run.ts'

type Options = {
  families: number
  seed: number
  out?: string
  people?: string
  today?: string
  days: number
  variety: number
}

export function addCounty(program: Command): void {
  program
    .command('county')
    .summary('write a synthetic county: partners’ files, and apart from them the truth')
    .description(
      'Writes partners’ files about families who do not exist, and apart from them the truth. The same seed and day give the same bytes.',
    )
    .option('--families <number>', 'how many families', wholeNumber, 2000)
    .option('--seed <number>', 'what chance starts from', wholeNumber, 1)
    .option('--today <day>', 'the day on which ages are right, as 2026-11-22 (today if left out)', day)
    .option('--out <folder>', 'where to write; an earlier county there is replaced')
    .option(
      '--people <file>',
      'write every record of a person as one row, with the person behind it; with --out or alone',
    )
    .option('--days <number>', 'how many days the county has lived on since then', wholeNumber, 0)
    .option(
      '--variety <percent>',
      'how many partners in a hundred have systems with ways of their own: versions, columns, line ends, encodings',
      wholeNumber,
      30,
    )
    .option('--json', 'say what was written as JSON')
    .option('--dry-run', 'say what would be written')
    .addHelpText('before', 'Example:\n  family-hub county --families 5000 --seed 42 --out county\n')
    .action(
      action(async (run, options: Options) => {
        const { families, seed, out, people, today, days, variety } = options
        const to = [out, people].filter(path => path !== undefined).join(' and ')
        if (to === '') {
          run.terminal.complain(new Error('Say where to write: --out FOLDER, --people FILE or both.'))
          return EXIT.usage
        }
        if (run.dryRun) {
          run.terminal.say(`Would write ${families} families (seed ${seed}) to ${to}`)
          return undefined
        }
        const progress = run.terminal.progress('Writing families')
        const onProgress = (done: number, of: number) => progress.at(done, of)
        const summary = await writeCounty({
          families,
          seed,
          out,
          people,
          today,
          days,
          variety: variety / 100,
          onProgress,
        })
        progress.end()
        run.terminal.data(run.json ? JSON.stringify(summary) : countySummaryText(summary))
        return undefined
      }),
    )
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0)
    throw new InvalidArgumentError('It must be a whole number.')
  return number
}

function day(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('It must be a day such as 2026-11-22.')
  return text
}
