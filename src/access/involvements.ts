import { INVOLVEMENT_CATEGORIES, type Involvement, ON_ROLL_CATEGORIES } from '../feeds/sections.ts'
import { addDays } from '../kit/clock.ts'
import type { PersonRecord } from '../records/person-record.ts'

/** What a service is called where its kind is not told. */
const UNNAMED: Record<string, string> = {
  'adult-services': 'A service for adults',
  'sensitive-services': 'A sensitive service',
}

/** Who helps a person, how to ring them, and how fresh that is. */
export type PersonHelping = {
  personId: string
  category: string
  service: string
  organisation: string
  partnerId: string
  workerName: string | undefined
  workerRole: string | undefined
  team: string | undefined
  phone: string | undefined
  outOfHoursPhone: string | undefined
  from: string | undefined
  to: string | undefined
  lastContact: string | undefined
  nextDue: string | undefined
  current: boolean
  lead: boolean
  /** The last contact is long ago, or the source does not say when it was. */
  contactIsOld: boolean
  asOf: Date
}

/** After this long a contact may be out of date, and the page says so. */
const OLD_CONTACT_DAYS = 90

type Partners = ReadonlyMap<
  string,
  { name: string; phone: string | null; outOfHours: string | null; lead: string | null }
>

/** The involvements in a person's records, current ones first. Pure. */
export function peopleHelping(
  records: readonly PersonRecord[],
  partners: Partners,
  day: string,
): PersonHelping[] {
  const found = records.flatMap(record =>
    INVOLVEMENT_CATEGORIES.flatMap(category => {
      const involvement = record.content[category]
      return involvement === undefined ? [] : [helpingFrom(record, category, involvement, partners, day)]
    }),
  )
  return withoutRepeats(found).toSorted(
    (a, b) =>
      Number(b.current) - Number(a.current) ||
      Number(b.lead) - Number(a.lead) ||
      (b.from ?? '').localeCompare(a.from ?? '') ||
      a.organisation.localeCompare(b.organisation),
  )
}

function helpingFrom(
  record: PersonRecord,
  category: string,
  involvement: Involvement,
  partners: Partners,
  day: string,
): PersonHelping {
  const partner = partners.get(record.partnerId)
  const { from, to, lastContact, nextDue, team } = involvement
  const service = (involvement as Partial<Involvement>).service ?? UNNAMED[category] ?? 'A service'
  const begun = from === undefined || from <= day
  const current = involvement.status === 'current' && begun && (to === undefined || to >= day)
  const isSchool = category === 'school'
  return {
    personId: record.personId,
    category,
    service,
    organisation: involvement.organisation ?? partner?.name ?? service,
    partnerId: record.partnerId,
    workerName: involvement.workerName ?? (isSchool ? (partner?.lead ?? undefined) : undefined),
    workerRole: involvement.workerRole ?? (isSchool && partner?.lead ? 'Safeguarding lead' : undefined),
    team,
    phone: involvement.phone ?? partner?.phone ?? undefined,
    outOfHoursPhone: partner?.outOfHours ?? undefined,
    from,
    to,
    lastContact,
    nextDue,
    current,
    lead: current && category === 'childrens-social-care' && involvement.workerName !== undefined,
    contactIsOld:
      current &&
      !ON_ROLL_CATEGORIES.includes(category) &&
      (lastContact ?? from ?? '') < addDays(day, -OLD_CONTACT_DAYS),
    asOf: record.asOf,
  }
}

/** An episode and its worker’s involvement come as two records: the one that names nobody adds nothing. */
function withoutRepeats(found: PersonHelping[]): PersonHelping[] {
  const seen = new Set<string>()
  return found.filter(one => {
    const named = found.some(
      other =>
        other !== one &&
        other.personId === one.personId &&
        other.category === one.category &&
        other.partnerId === one.partnerId &&
        other.current === one.current &&
        other.workerName !== undefined,
    )
    if (one.workerName === undefined && named) return false
    const { personId, category, partnerId, workerName, workerRole, team, current } = one
    const key = [personId, category, partnerId, workerName, workerRole, team, current].join('|')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
