import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Config, ROOT } from '../config.ts'
import { type Database, openDatabase } from '../kit/database.ts'
import { startEmbeddedPostgres } from '../kit/embedded-postgres.ts'
import { Fault } from '../kit/faults.ts'
import { migrate } from '../kit/migrate.ts'
import { enter, type Presence } from '../kit/presence.ts'

const PATIENCE_MS = 3000
export const MIGRATIONS = join(ROOT, 'migrations')

/** The database of the service, joined where it runs and otherwise started for as long as it is needed. */
export type JoinedDatabase = {
  database: Database
  embedded: boolean
  /** Keeps this process the only one that serves or replaces this database. Throws the fault `already-running`. */
  claimAlone(): Promise<void>
  /** Keeps out only those that need it alone: several servers may share one ordinary database. */
  claimShared(): Promise<void>
  close(): Promise<void>
}

/** Opens the database that the settings name, brought to the newest migration. */
export async function joinDatabase(
  config: Config,
  say: (text: string) => void = () => {},
): Promise<JoinedDatabase> {
  const embedded = config.database ? undefined : await startEmbeddedPostgres(config.dataFolder)
  let presence: Presence | undefined
  try {
    const url = config.database?.url ?? embedded?.url ?? ''
    const applied = await migrate(url, MIGRATIONS)
    if (applied.length > 0) say(`Database brought up to date: ${applied.length} migrations`)
    const here = await enter(url)
    presence = here
    const database = openDatabase(url, config.database)
    return {
      database,
      embedded: embedded !== undefined,
      claimAlone: () => claim(here, 'alone'),
      claimShared: () => claim(here, 'shared'),
      close: async () => {
        // Work that is cut off in the middle may hold a connection; the end of the process takes it back.
        await Promise.race([database.close(), wait(PATIENCE_MS)])
        await here.end()
        await embedded?.stop()
      },
    }
  } catch (error) {
    await presence?.end()
    await embedded?.stop()
    throw error
  }
}

async function claim(presence: Presence, how: 'alone' | 'shared'): Promise<void> {
  if (!(await presence.claim('service', how))) throw new Fault('already-running')
}
