import { type Database, inTransaction } from '../kit/database.ts'
import { DERIVED, emptySome, restoreSomeMembers } from './derived-store.ts'
import { refreshOnly, type TakeInResult, takeIn } from './take-in.ts'

/** Rows that one transaction writes: well under two seconds, so that nothing else waits for long. */
const CHUNK = 5000
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/**
 * Throws away all that is derived and derives it again from the facts: source records, deliveries, decisions, and
 * the membership history that gives persons their ids. The answer is the same as before (tested). The service shows
 * nobody until it has finished; interrupted, it is run again.
 */
export async function rebuild(
  database: Database,
  options: { onProgress?: (says: string) => void } = {},
): Promise<TakeInResult> {
  for (const table of DERIVED)
    while ((await inTransaction(database.loader, client => emptySome(client, table, CHUNK))) > 0);
  await refreshOnly(database, options)
  let after: string | undefined = BEFORE_ALL
  while (after !== undefined) {
    const from: string = after
    after = await inTransaction(database.loader, client => restoreSomeMembers(client, from, CHUNK))
  }
  return await takeIn(database, options)
}
