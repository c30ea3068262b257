/** The command line: `npx family-hub …`. Each command has a file; this one gathers them and keeps the exit codes. */

import { Command, CommanderError } from 'commander'
import { readVersion } from '../config.ts'
import { EXIT, EXIT_MEANINGS, exitCodeOf } from './exit-codes.ts'
import { addCommonOptions, closeOpen, terminalOf } from './run.ts'

const EXAMPLES = `Examples:
  family-hub serve                           start the service
  family-hub county --families 500 --out county
  family-hub load county                     load partners’ files
  family-hub backup friday.fhb               write all facts to one file
  family-hub doctor                          find out why it does not start
`

type Add = (program: Command) => void

/**
 * The commands by their first word, a file each. Only the file that is asked for is read, so that linking files does not
 * wait for what the service needs.
 */
const COMMANDS: [words: string[], load: () => Promise<Add>][] = [
  [['serve'], async () => (await import('./serve.ts')).addServe],
  [['county'], async () => (await import('./county.ts')).addCounty],
  [['load'], async () => (await import('./load.ts')).addLoad],
  [['link', 'rebuild'], async () => (await import('./link.ts')).addLink],
  [['link'], async () => (await import('./link-train.ts')).addTrain],
  [['link'], async () => (await import('./link-explain.ts')).addExplain],
  [['link'], async () => (await import('./link-replay.ts')).addReplay],
  [['model'], async () => (await import('./model.ts')).addModel],
  [['credential'], async () => (await import('./credential.ts')).addCredential],
  [['backup', 'restore'], async () => (await import('./backup.ts')).addBackup],
  [['reset'], async () => (await import('./reset.ts')).addReset],
  [['doctor'], async () => (await import('./doctor.ts')).addDoctor],
  [['completion'], async () => (await import('./completion.ts')).addCompletion],
]

const program = await buildProgram()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void closeOpen().finally(() => process.exit(EXIT.interrupted)))
}
// Whoever reads the output may have seen enough: `family-hub --help | head`.
for (const output of [process.stdout, process.stderr])
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
await main()

async function buildProgram(): Promise<Command> {
  const made = new Command('family-hub')
  const exits = EXIT_MEANINGS.map(([code, says]) => `  ${String(code).padEnd(4)} ${says}`).join('\n')
  addCommonOptions(made)
    .description('Family Hubs Information Sharing Service, at the console.')
    .version(readVersion(), '-V, --version', 'the version')
    .addHelpText('before', EXAMPLES)
    .addHelpText(
      'after',
      `\nExit codes:\n${exits}\n\nSettings come from the environment: docs/reference/settings.md`,
    )
    .showHelpAfterError('(family-hub --help says more)')
    .exitOverride()
  for (const add of await commandsFor(process.argv[2])) add(made)
  for (const command of made.commands) command.copyInheritedSettings(made)
  return made
}

/** The commands that a first word may mean; all of them for a word that is none, such as --help. */
async function commandsFor(word = ''): Promise<Add[]> {
  const meant = COMMANDS.filter(([words]) => words.includes(word) && word !== 'completion')
  return await Promise.all((meant.length > 0 ? meant : COMMANDS).map(([, load]) => load()))
}

/** A command of two words, such as `link train`, is one command with options of its own. */
function joinTwoWords(given: string[]): string[] {
  const names = new Set(program.commands.map(command => command.name()))
  const at = given.findIndex((word, place) => names.has(`${word} ${given[place + 1]}`))
  return at < 0 ? given : given.toSpliced(at, 2, `${given[at]} ${given[at + 1]}`)
}

async function main(): Promise<void> {
  try {
    await program.parseAsync(joinTwoWords(process.argv))
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage
      return
    }
    terminalOf(program.opts()).complain(error)
    process.exitCode = exitCodeOf(error)
  }
}
