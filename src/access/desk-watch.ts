import { type Client, type Database, inTransaction } from '../kit/database.ts'
import { findCandidates } from './candidate-store.ts'
import {
  addProtectedSearch,
  findShielded,
  findUnwatchedSearches,
  markWatched,
  type UnwatchedSearch,
} from './desk-store.ts'
import { matchQuery } from './match-query.ts'

/**
 * Looks at every stored search once, after it was answered, with the loader’s eyes: one that would have met a protected
 * child is put before the protected-records desk, which rings back. Every search is treated alike and answered before
 * it is looked at, so neither its answer nor its time tells the searcher anything (rule 4 of the nine).
 */
export async function watchSearches(
  database: Database,
  onUnseen: (searches: number) => void = () => {},
): Promise<number> {
  return await inTransaction(database.loader, async client => {
    const searches = await findUnwatchedSearches(client, 50)
    let met = 0
    let unseen = 0
    for (const search of searches) {
      // One search that cannot be looked at must not keep the desk from the others.
      await client.query('savepoint one_search')
      try {
        met += await watchSearch(client, search)
      } catch {
        await client.query('rollback to savepoint one_search')
        unseen++
      }
    }
    await markWatched(
      client,
      searches.map(search => search.searchId),
    )
    if (unseen > 0) onUnseen(unseen)
    return met
  })
}

async function watchSearch(client: Client, search: UnwatchedSearch): Promise<number> {
  const candidates = Map.groupBy(await findCandidates(client, search.query, 60, 'desk'), row => row.personId)
  const shielded = await findShielded(client, [...candidates.keys()], search.roleId)
  let met = 0
  for (const personId of shielded) {
    const rows = candidates.get(personId) ?? []
    const match = matchQuery(search.query, {
      names: [...new Set(rows.flatMap(row => row.names.split(' ')))],
      birthDates: rows.flatMap(row => row.birthDate ?? []),
      postcodes: rows.flatMap(row => row.postcode ?? []),
      identifiers: rows.flatMap(row => row.identifiers),
    })
    if (match === undefined || match.band === 'weak') continue
    await addProtectedSearch(client, search, personId)
    met++
  }
  return met
}

/** Watches every two seconds until stopped: the desk is to know within five. */
export function startDeskWatch(
  database: Database,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running
      .then(async () => {
        await watchSearches(database, count =>
          onError(new Error(`${count} searches could not be looked at for the desk`)),
        )
      })
      .catch(onError)
  }, 2000)
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
