import { type Clock, systemClock } from '../kit/clock.ts'
import type { Database } from '../kit/database.ts'
import { inTransaction } from '../kit/database.ts'
import { goldenRecord } from '../records/golden-record.ts'
import { type Disclosure, disclose } from './disclose.ts'
import { workerOf } from './gather-facts.ts'
import { findCaseload } from './person-facts-store.ts'
import { type PersonSummary, summarise } from './person-view.ts'
import { findPolicy } from './policy-store.ts'
import type { Who } from './request.ts'

export type CaseloadView = { people: PersonSummary[]; more: boolean }

/** As many as one page can bear; a larger roll is found by search. */
const LARGEST_LIST = 200

/**
 * The people whom a practitioner works with, by records of the practitioner's own partner: an existence-tier
 * disclosure, decided one by one with the same `decide` as a single page (promise 3).
 */
export async function listCaseload(
  database: Database,
  who: Who,
  purposeId: string | undefined,
  clock: Clock = systemClock,
): Promise<Disclosure<CaseloadView>> {
  const about = await inTransaction(database.reader, async client => {
    const row = await findPolicy(client, who.roleId, purposeId)
    return await findCaseload(client, workerOf({ who, row }), LARGEST_LIST + 1)
  })
  const want = ['identity', 'address'] as const
  const request = {
    who,
    purposeId,
    kind: 'list',
    about: about.slice(0, LARGEST_LIST),
    want,
    tier: 'existence',
  } as const
  const load: Parameters<typeof disclose<CaseloadView>>[2] = async reading => {
    const shown = reading.persons.filter(id => reading.allowed(id, 'identity'))
    const records = Map.groupBy(await reading.records(shown), record => record.personId)
    const people = shown.map(id => summarise(reading, id, goldenRecord(records.get(id) ?? [])))
    return { people: people.toSorted(byAge), more: about.length > LARGEST_LIST }
  }
  return await disclose(database, request, load, clock)
}

function byAge(a: PersonSummary, b: PersonSummary): number {
  return (b.birthDate ?? '').localeCompare(a.birthDate ?? '') || a.name.localeCompare(b.name)
}
