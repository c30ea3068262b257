import { setInterval } from 'node:timers'
import { sweepSearches } from '../access/search-store.ts'
import { type Sessions, sweepSessions } from './session.ts'

const EVERY_MINUTES = 10

/**
 * Now and then deletes sessions that have timed out, and then the searches that they asked: what somebody typed is kept
 * no longer than the session that may go back to it.
 */
export function startSweeping(sessions: Sessions, onError: (error: unknown) => void): { stop(): void } {
  const sweep = async () => {
    await sweepSessions(sessions)
    await sweepSearches(sessions.database)
  }
  const timer = setInterval(() => void sweep().catch(onError), EVERY_MINUTES * 60_000)
  // Nothing to wait for when the rest of the process has ended.
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
