/**
 * The people who work with families, taken on as families need them: each worker's id is the same in the register and
 * in the feed that names them.
 */

import { startAreaWorkers } from './area-workers.ts'
import { isoDay } from './days.ts'
import type { CultureName } from './names.ts'
import { drawCulture, drawFamily, drawGiven } from './names.ts'
import type { District } from './places.ts'
import type { Random } from './random.ts'
import { randomFor } from './random.ts'
import type { School } from './schools.ts'
import { schoolPartner } from './schools.ts'
import { startSocialCareWorkers } from './social-care-workers.ts'
import { landline, mobile } from './telephones.ts'

export interface Practitioner {
  partner: string
  workerId: string
  name: string
  email: string
  role: string
  team: string
  phone: string
  trainingValidTo: string
  from: string
  to: string
}

export interface Team {
  partner: string
  /** Of the team's e-mail address. */
  domain: string
  id: string
  name: string
  parentId: string
  parentName: string
  phone: string
  dutyPhone: string
}

/** A worker whom the social-care tables name. */
export interface CaseWorker {
  /** The key in `ssd_professionals`; the worker id of the register is its `prof_staff_id`. */
  professionalId: string
  staffId: string
  name: string
  title: string
  team: Team
}

/** A worker whom a feed names with a telephone number. */
export interface AreaWorker {
  workerId: string
  name: string
  phone: string
}

export interface HealthVisitor {
  workerId: string
  name: string
  teamPhone: string
}

export type Area = District['area']

export interface Workforce {
  practitioners: Practitioner[]
  caseWorkers: CaseWorker[]
  teams: Team[]
  healthVisitors: (district: District, families: number) => HealthVisitor[]
  /** One for each district. */
  schoolNurse: (district: District) => HealthVisitor
  /** The social worker of the area who has room for these children; one for a family. */
  socialWorker: (area: Area, children: number) => CaseWorker
  /** One of the area's social workers so far, for a case that comes later and takes nobody else's room. */
  laterSocialWorker: (area: Area, random: Random) => CaseWorker
  /** The same for early help; children whose help has ended take no room. */
  earlyHelpWorker: (area: Area, children: number) => CaseWorker
  laterEarlyHelpWorker: (area: Area, random: Random) => CaseWorker
  youthJustice: (area: Area) => readonly AreaWorker[]
  familySafeguarding: (area: Area) => readonly AreaWorker[]
  mash: CaseWorker
  joanneKay: CaseWorker
  leavingCareAdviser: (area: Area, children: number) => CaseWorker
  safeguardingLead: (school: School) => Practitioner
  takeOn: (practitioner: Omit<Practitioner, 'trainingValidTo' | 'from' | 'to'>) => Practitioner
}

/** Those who sign in to the demonstration: nobody else bears their names. */
const DEMONSTRATION_NAMES = new Set(
  'Asha Patel,Joanne Kay,Ruth Holden,Robert Shaw,Daniel Okafor,Helen Rushton,Sunita Desai,Mark Whittle,Grace Mensah,Tom Ainscough,Eleanor Crabtree,Katie Bannister,Claire Duxbury,Priya Nair,Farida Lodhi,Paul Hesketh,Marjorie Kemp,Owen Bradley,Sandra Whitlam,Jill Catterall,Nadia Rehman,Kevin Entwistle'.split(
    ',',
  ),
)

const CHILDREN_TO_A_HEALTH_VISITOR = 130
/** Children under five for each family, as the county's births make them. */
const UNDER_FIVES_IN_A_FAMILY = 0.66

function withoutTitle(name: string): string {
  return name.replace(/^(Ms|Mr|Mrs|Miss|PC|Dr|Rev) /, '')
}

/** The address part of a person's name: `asha.patel`. */
export function subjectOf(name: string): string {
  return withoutTitle(name)
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z]+/g, '.')
}

/** Nobody yet but the teams at the front door and the workers of the stories. */
export function startWorkforce(seed: number, today: number, families: number): Workforce {
  const random = randomFor(seed, 'workforce')
  const practitioners: Practitioner[] = []
  const own = startMailAddresses()
  const takeOn: Workforce['takeOn'] = about => {
    // A few have let their training lapse; never those who sign in to the demonstration.
    const lapsed = random.chance(0.04) && !DEMONSTRATION_NAMES.has(withoutTitle(about.name))
    const practitioner = {
      ...about,
      email: own(about.email),
      trainingValidTo: isoDay(today + (lapsed ? -random.between(5, 200) : random.between(90, 700))),
      from: isoDay(today - random.between(200, 2500)),
      to: '',
    }
    practitioners.push(practitioner)
    return practitioner
  }
  const socialCare = startSocialCareWorkers(random, takeOn)
  const areas = startAreaWorkers(random, takeOn, families)
  return {
    practitioners,
    takeOn,
    ...socialCare,
    ...areas,
    healthVisitors: startHealthVisiting(random, takeOn),
    schoolNurse: startSchoolNursing(random, takeOn),
    safeguardingLead: school => takeOnLead(random, school, takeOn),
  }
}

function takeOnLead(random: Random, school: School, takeOn: Workforce['takeOn']): Practitioner {
  const isStorySchool = school.lea === '888' && school.estab === '2001'
  const name = isStorySchool ? 'Ms Ruth Holden' : drawName(random)
  const partner = schoolPartner(school)
  const email = `${subjectOf(name)}@${partner}.example`
  const role = 'school-safeguarding-lead'
  return takeOn({ partner, workerId: 'DSL001', name, email, role, team: 'Safeguarding', phone: school.phone })
}

/** Two workers of one name have two addresses, as mail systems give them. */
function startMailAddresses(): (email: string) => string {
  const given = new Map<string, number>()
  return email => {
    const nth = (given.get(email) ?? 0) + 1
    given.set(email, nth)
    return nth === 1 ? email : email.replace('@', `${nth}@`)
  }
}

/** A worker's name, never that of somebody who signs in to the demonstration. */
export function drawName(random: Random): string {
  for (;;) {
    const culture: CultureName = random.chance(0.7) ? 'white-british' : drawCulture(random)
    const sex = random.chance(0.8) ? 'F' : 'M'
    const name = `${drawGiven(random, culture, sex, 'adult')} ${drawFamily(random, culture)}`
    if (!DEMONSTRATION_NAMES.has(name)) return name
  }
}

/** Health visitors of a district share its families evenly; Preston always has two, for the stories need both. */
function startHealthVisiting(random: Random, takeOn: Workforce['takeOn']): Workforce['healthVisitors'] {
  const byDistrict = new Map<string, HealthVisitor[]>()
  let count = 0
  const take = (district: District): HealthVisitor => {
    const nth = ++count
    const name = nth === 1 ? 'Asha Patel' : nth === 2 ? 'Claire Duxbury' : drawName(random)
    const workerId = `HV${String(nth).padStart(3, '0')}`
    const teamPhone = landline(200 + district.name.length * 7 + district.share)
    const email = `${subjectOf(name)}@health.example`
    const team = `${district.name} health visiting`
    takeOn({
      partner: 'lancs-health-visiting',
      workerId,
      name,
      email,
      role: 'health-visitor',
      team,
      phone: mobile(nth),
    })
    return { workerId, name, teamPhone }
  }
  return (district, families) => {
    const known = byDistrict.get(district.name)
    if (known !== undefined) return known
    const least = district.name === 'Preston' ? 2 : 1
    const needed = Math.max(
      least,
      Math.round((families * UNDER_FIVES_IN_A_FAMILY) / CHILDREN_TO_A_HEALTH_VISITOR),
    )
    const taken = Array.from({ length: needed }, () => take(district))
    byDistrict.set(district.name, taken)
    return taken
  }
}

function startSchoolNursing(random: Random, takeOn: Workforce['takeOn']): Workforce['schoolNurse'] {
  const byDistrict = new Map<string, HealthVisitor>()
  return district => {
    const known = byDistrict.get(district.name)
    if (known !== undefined) return known
    const name = drawName(random)
    const workerId = `SN${String(byDistrict.size + 1).padStart(3, '0')}`
    const teamPhone = landline(300 + district.name.length * 7 + district.share)
    const about = { workerId, name, email: `${subjectOf(name)}@health.example`, role: 'school-nurse' }
    const team = `${district.name} school nursing`
    takeOn({ partner: 'lancs-health-visiting', ...about, team, phone: teamPhone })
    const nurse = { workerId, name, teamPhone }
    byDistrict.set(district.name, nurse)
    return nurse
  }
}
