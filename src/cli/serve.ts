import { join } from 'node:path'
import type { Command } from 'commander'
import { ROOT } from '../config.ts'
import { action } from './run.ts'

export function addServe(program: Command): void {
  program
    .command('serve')
    .summary('start the service, as npm start does')
    .description('Starts the service. Its settings are in docs/reference/settings.md.')
    .addHelpText('before', 'Example:\n  PORT=8080 family-hub serve\n')
    .action(
      action(async () => {
        // The service takes the place of this process, so that signals and the exit code need no passing on.
        process.execve?.(process.execPath, [process.execPath, join(ROOT, 'src', 'main.ts')], process.env)
        return undefined
      }),
    )
}
