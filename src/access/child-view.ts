import { CATEGORIES } from '../feeds/sections.ts'
import type { Clock } from '../kit/clock.ts'
import type { Database } from '../kit/database.ts'
import { type Disclosure, disclose } from './disclose.ts'
import { type PersonView, viewPersons } from './person-view.ts'
import type { DisclosureRequest, Who } from './request.ts'

/** What the overview and the family page ask alike: headlines of everything that they may show of one person. */
export function requestAbout(
  who: Who,
  purposeId: string | undefined,
  personId: string,
  reason: string | undefined,
): DisclosureRequest {
  const about = [personId]
  return { who, purposeId, reason, kind: 'disclosure', about, want: CATEGORIES, tier: 'headline' }
}

/** One person's overview: who is helping, since when, how to ring them, and what each service says or does not say. */
export async function discloseChild(
  database: Database,
  who: Who,
  purposeId: string | undefined,
  personId: string,
  reason: string | undefined,
  clock?: Clock,
): Promise<Disclosure<PersonView>> {
  const request = requestAbout(who, purposeId, personId, reason)
  return await disclose(
    database,
    request,
    async reading => {
      const views = await viewPersons(reading, reading.persons)
      const [view] = views.values()
      if (view === undefined) throw new Error('a disclosed child without a view')
      return view
    },
    clock,
  )
}
