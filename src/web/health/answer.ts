import type { Database } from '../../kit/database.ts'
import { isCurrent } from '../../kit/migrate.ts'
import type { Answer } from '../route.ts'

const MIGRATIONS = new URL('../../../migrations', import.meta.url).pathname

/** The process runs: what restarts a container that hangs. */
export function showLive(): Answer {
  return { body: '{"status":"live"}', type: 'application/json' }
}

/** The database answers and is what this version was written for: what sends people here, or elsewhere. */
export function showReady(database: Database): () => Promise<Answer> {
  return async () => {
    const current = await isCurrent(database.owner, MIGRATIONS).catch(() => undefined)
    if (current === true) return { body: '{"status":"ready"}', type: 'application/json' }
    const why = current === undefined ? 'database' : 'migrations'
    return { body: JSON.stringify({ status: 'not ready', why }), type: 'application/json', status: 503 }
  }
}
