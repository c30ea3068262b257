/**
 * Youth justice and Family Safeguarding as employers: so many workers for each area as its families need.
 */
import { ADULT_SERVICES_PARTNER } from './family-safeguarding.ts'
import type { Random } from './random.ts'
import { landline } from './telephones.ts'
import type { Area, AreaWorker, Workforce } from './workforce.ts'
import { drawName, subjectOf } from './workforce.ts'
import { YOUTH_JUSTICE_PARTNER } from './youth-justice.ts'

interface Kind {
  partner: string
  domain: string
  prefix: string
  role: string
  team: string
  /** Families of the county for each worker. */
  familiesToOne: number
  /** The first, in the central area, has a name in every county. */
  first: string
  phones: number
}

const YOUTH_JUSTICE: Kind = {
  partner: YOUTH_JUSTICE_PARTNER,
  domain: 'youth-justice.example',
  prefix: 'YJ',
  role: 'youth-justice-worker',
  team: 'Youth Justice',
  familiesToOne: 3000,
  first: 'Sadia Lowther',
  phones: 330,
}

const FAMILY_SAFEGUARDING: Kind = {
  partner: ADULT_SERVICES_PARTNER,
  domain: 'safeguarding.example',
  prefix: 'FS',
  role: 'family-safeguarding-worker',
  team: 'Family Safeguarding',
  familiesToOne: 350,
  first: 'Grace Mensah',
  phones: 400,
}

const AREAS: readonly Area[] = ['central', 'north', 'east']

/** Takes on the workers of both services for a county of that many families. */
export function startAreaWorkers(
  random: Random,
  takeOn: Workforce['takeOn'],
  families: number,
): Pick<Workforce, 'youthJustice' | 'familySafeguarding'> {
  const take = (kind: Kind): ((area: Area) => readonly AreaWorker[]) => {
    let count = 0
    const needed = Math.max(1, Math.round(families / AREAS.length / kind.familiesToOne))
    const byArea = new Map<Area, AreaWorker[]>()
    for (const area of AREAS)
      byArea.set(
        area,
        Array.from({ length: needed }, () => {
          const name = ++count === 1 ? kind.first : drawName(random)
          const workerId = `${kind.prefix}${String(count).padStart(3, '0')}`
          const worker = { workerId, name, phone: landline(kind.phones + (count % 60)) }
          const { partner, role, team, domain } = kind
          takeOn({ partner, role, team, ...worker, email: `${subjectOf(name)}@${domain}` })
          return worker
        }),
      )
    return area => byArea.get(area) ?? []
  }
  return { youthJustice: take(YOUTH_JUSTICE), familySafeguarding: take(FAMILY_SAFEGUARDING) }
}
