import { type Database, inTransaction } from '../kit/database.ts'
import { emptyDerived, restoreCurrentMembers } from './derived-store.ts'
import { refreshOnly, type TakeInResult, takeIn } from './take-in.ts'

/**
 * Throws away all that is derived and derives it again from the facts: source records, deliveries, decisions, and
 * the membership history that gives persons their ids. The answer is the same as before (tested).
 */
export async function rebuild(
  database: Database,
  options: { onProgress?: (says: string) => void } = {},
): Promise<TakeInResult> {
  await inTransaction(database.loader, emptyDerived)
  await refreshOnly(database, options)
  await inTransaction(database.loader, restoreCurrentMembers)
  return await takeIn(database, options)
}
