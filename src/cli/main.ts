/** The command line: `npx family-hub …`. Each command has a file; this one gathers them and keeps the exit codes. */

import { Command, CommanderError } from 'commander'
import { readVersion } from '../config.ts'
import { addBackup } from './backup.ts'
import { addCompletion } from './completion.ts'
import { addCounty } from './county.ts'
import { addCredential } from './credential.ts'
import { addDoctor } from './doctor.ts'
import { EXIT, EXIT_MEANINGS, exitCodeOf } from './exit-codes.ts'
import { addLink } from './link.ts'
import { addTrain } from './link-train.ts'
import { addLoad } from './load.ts'
import { addReset } from './reset.ts'
import { addCommonOptions, closeOpen, terminalOf } from './run.ts'
import { addServe } from './serve.ts'

const EXAMPLES = `Examples:
  family-hub serve                           start the service
  family-hub county --families 500 --out county
  family-hub load county                     load partners’ files
  family-hub backup friday.fhb               write all facts to one file
  family-hub doctor                          find out why it does not start
`

const COMMANDS = [
  addServe,
  addCounty,
  addLoad,
  addLink,
  addTrain,
  addCredential,
  addBackup,
  addReset,
  addDoctor,
  addCompletion,
]

const program = buildProgram()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void closeOpen().finally(() => process.exit(EXIT.interrupted)))
}
await main()

function buildProgram(): Command {
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
  for (const add of COMMANDS) add(made)
  for (const command of made.commands) command.copyInheritedSettings(made)
  return made
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
