import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

/**
 * Who is using a database now, told by advisory locks on a connection that does nothing else: they end with the
 * process, whatever ends it, so nothing is ever left over that a later start would have to judge.
 */
export type Presence = {
  /** True if nobody else holds this claim; it is then held until `leave`. `'shared'` only keeps out `'alone'`. */
  claim(what: Claim, how: 'alone' | 'shared'): Promise<boolean>
  /** Gives up being present. True if nobody else is, and then nobody else may enter before `end`. */
  leave(): Promise<boolean>
  end(): Promise<void>
}

export type Claim = 'service'

const PRESENT = 4_815_164
const CLAIMS: Record<Claim, number> = { service: 4_815_165 }
/** A process that was killed a moment ago still holds its locks until the server notices. */
const PATIENCE_MS = 2000

/** Enters a database. Fails where the last one to leave is just stopping the server. */
export async function enter(url: string): Promise<Presence> {
  const client = new pg.Client({
    connectionString: url,
    keepAlive: true,
    application_name: 'family-hub presence',
  })
  // The server may be stopped under us; the next statement says so.
  client.on('error', () => {})
  await client.connect()
  const ask = async (call: string, key: number) => {
    const answer = await client.query<{ held: boolean }>(`select ${call}($1) as held`, [key])
    return answer.rows[0]?.held === true
  }
  await ask('pg_advisory_lock_shared', PRESENT)
  return {
    claim: async (what, how) => {
      const call = how === 'alone' ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared'
      for (const deadline = Date.now() + PATIENCE_MS; ; await wait(100)) {
        if (await ask(call, CLAIMS[what])) return true
        if (Date.now() > deadline) return false
      }
    },
    leave: async () => {
      await ask('pg_advisory_unlock_shared', PRESENT)
      return await ask('pg_try_advisory_lock', PRESENT)
    },
    end: async () => {
      await client.end().catch(() => {})
    },
  }
}
