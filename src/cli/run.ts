import { userInfo } from 'node:os'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { type Config, readConfig } from '../config.ts'
import type { Database } from '../kit/database.ts'
import { EXIT } from './exit-codes.ts'
import type { JoinedDatabase } from './join-database.ts'
import { openTerminal, type Terminal } from './terminal.ts'

/** What every command has at hand. */
export type Run = {
  command: string
  terminal: Terminal
  config: Config
  /** Who stands at the console, for the audit log. */
  operator: string
  json: boolean
  dryRun: boolean
  yes: boolean
}

type GlobalOptions = {
  quiet?: boolean
  verbose?: boolean
  color?: boolean
  operator?: string
  json?: boolean
  dryRun?: boolean
  yes?: boolean
}

/** Options that every command takes. Secrets are never among them: they come from the environment or a file. */
export function addCommonOptions(command: Command): Command {
  return command
    .option('-q, --quiet', 'say only what went wrong')
    .option('-v, --verbose', 'say more')
    .option('--no-color', 'plain text (NO_COLOR does the same)')
    .option('--operator <name>', 'who runs this, for the audit log (the user of this computer if left out)')
}

/** A commander action around a function that returns the exit code, or nothing for success. */
export function action<A extends unknown[]>(
  work: (run: Run, ...parameters: A) => Promise<number | undefined>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command
    const options = command.optsWithGlobals<GlobalOptions>()
    const run: Run = {
      command: command.name(),
      terminal: terminalOf(options),
      config: readConfig(process.env),
      operator: options.operator ?? userInfo().username,
      json: options.json ?? false,
      dryRun: options.dryRun ?? false,
      yes: options.yes ?? false,
    }
    const parameters = given.slice(0, -1) as A
    process.exitCode = (await work(run, ...parameters)) ?? EXIT.ok
  }
}

export function terminalOf({ quiet, verbose, color }: GlobalOptions): Terminal {
  return openTerminal({ quiet: quiet ?? false, verbose: verbose ?? false, colour: color ?? true })
}

let open: JoinedDatabase | undefined

/** Opens the service's database for the time of `work`: joined where it runs, otherwise started and stopped again. */
export async function withDatabase<T>(run: Run, work: (service: JoinedDatabase) => Promise<T>): Promise<T> {
  const { joinDatabase } = await import('./join-database.ts')
  open = await joinDatabase(run.config, run.terminal.say)
  try {
    return await work(open)
  } finally {
    await closeOpen()
  }
}

/** Lets go of what a command has open, also when it is interrupted. */
export async function closeOpen(): Promise<void> {
  const was = open
  open = undefined
  await was?.close()
}

/** What was done at a console, and by whom, stands in the audit log like everything else. */
export async function noteCommand(
  database: Database,
  run: Run,
  detail: Record<string, unknown> = {},
): Promise<void> {
  const { policyVersion } = await import('../access/decide.ts')
  const { appendEntries } = await import('../audit/append.ts')
  const { inTransaction } = await import('../kit/database.ts')
  await inTransaction(database.reader, client =>
    appendEntries(client, policyVersion, [
      {
        kind: 'service',
        outcome: 'recorded',
        detail: { command: run.command, operator: run.operator, ...detail },
      },
    ]),
  )
}

/** True if the operator means it: `--yes`, or the word typed at a terminal. */
export async function confirmed(run: Run, question: string, word: string): Promise<boolean> {
  if (run.yes) return true
  if (process.stdin.isTTY) {
    const ask = createInterface({ input: process.stdin, output: process.stderr })
    const typed = await ask.question(`${question} Type ${word} to go on: `)
    ask.close()
    if (typed.trim() === word) return true
  }
  run.terminal.complain(new Error(`${question} Nothing was done. Add --yes to go on.`))
  return false
}
