/**
 * The people who work with families, taken on as families need them: each worker's id is the same in the register and
 * in the feed that names them.
 */
import { isoDay } from './days.ts'
import type { CultureName } from './names.ts'
import { drawCulture, drawFamily, drawGiven } from './names.ts'
import type { District } from './places.ts'
import type { Random } from './random.ts'
import { randomFor } from './random.ts'
import type { School } from './schools.ts'
import { schoolPartner } from './schools.ts'
import { freephone, landline, mobile } from './telephones.ts'

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
  /** The social worker of the area who has room for these children; one for a family. */
  socialWorker: (area: Area, children: number) => CaseWorker
  earlyHelpWorker: (area: Area) => CaseWorker
  mash: CaseWorker
  joanneKay: CaseWorker
  leaveCare: (area: Area) => CaseWorker
  safeguardingLead: (school: School) => Practitioner
  takeOn: (practitioner: Omit<Practitioner, 'trainingValidTo' | 'from' | 'to'>) => Practitioner
}

const CHILDREN_TO_A_HEALTH_VISITOR = 130
/** Children under five for each hundred families, as the county's births make them. */
const UNDER_FIVES_IN_A_FAMILY = 0.55
const WORKERS_IN_A_TEAM = 6
const AREA_NAMES: Record<Area, string> = { central: 'Central', north: 'North', east: 'East' }

/** The address part of a person's name: `asha.patel`. */
export function subjectOf(name: string): string {
  return name
    .replace(/^(Ms|Mr|Mrs|Miss|PC|Dr|Rev) /, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z]+/g, '.')
}

/** Nobody yet but the teams at the front door and the workers of the stories. */
export function startWorkforce(seed: number, today: number): Workforce {
  const random = randomFor(seed, 'workforce')
  const practitioners: Practitioner[] = []
  const takeOn: Workforce['takeOn'] = about => {
    // A few have let their training lapse; never the fourteen who sign in to the demonstration.
    const lapsed = practitioners.length > 30 && random.chance(0.04)
    const practitioner = {
      ...about,
      trainingValidTo: isoDay(today + (lapsed ? -random.between(5, 200) : random.between(90, 700))),
      from: isoDay(today - random.between(200, 2500)),
      to: '',
    }
    practitioners.push(practitioner)
    return practitioner
  }
  const socialCare = startSocialCare(random, takeOn)
  return {
    practitioners,
    takeOn,
    ...socialCare,
    healthVisitors: startHealthVisiting(random, takeOn),
    safeguardingLead: school => {
      const isStorySchool = school.lea === '888' && school.estab === '2001'
      const name = isStorySchool ? 'Ms Ruth Holden' : drawName(random)
      const email = `${subjectOf(name)}@school-${school.lea}${school.estab}.example`
      const team = 'Safeguarding'
      const role = 'school-safeguarding-lead'
      return takeOn({
        partner: schoolPartner(school),
        workerId: 'DSL001',
        name,
        email,
        role,
        team,
        phone: school.phone,
      })
    },
  }
}

function drawName(random: Random): string {
  const culture: CultureName = random.chance(0.7) ? 'white-british' : drawCulture(random)
  return `${drawGiven(random, culture, random.chance(0.8) ? 'F' : 'M', 'adult')} ${drawFamily(random, culture)}`
}

type Taken = Pick<
  Workforce,
  'caseWorkers' | 'teams' | 'socialWorker' | 'earlyHelpWorker' | 'mash' | 'joanneKay' | 'leaveCare'
>

/** Children's social care: front door, teams of the three areas, leaving care, and early help as its system names it. */
function startSocialCare(random: Random, takeOn: Workforce['takeOn']): Taken {
  const caseWorkers: CaseWorker[] = []
  const teams: Team[] = []
  const team = (id: string, name: string, phone: number): Team => {
    const opened = {
      id,
      name,
      parentId: 'T-CSC',
      parentName: "Children's Social Care",
      phone: landline(phone),
      dutyPhone: freephone(phone),
    }
    teams.push(opened)
    return opened
  }
  const employ = (
    partner: string,
    staffId: string,
    name: string,
    role: string,
    title: string,
    of: Team,
  ): CaseWorker => {
    const domain = partner === 'lancs-early-help' ? 'early-help.example' : 'social-care.example'
    takeOn({
      partner,
      workerId: staffId,
      name,
      email: `${subjectOf(name)}@${domain}`,
      role,
      team: of.name,
      phone: of.phone,
    })
    const worker = { professionalId: `PR-${staffId}`, staffId, name, title, team: of }
    caseWorkers.push(worker)
    return worker
  }
  const mashTeam = team('T-MASH', 'Multi-Agency Safeguarding Hub', 1)
  const mash = employ('lancs-csc', 'MASH01', 'Priya Nair', 'mash-worker', 'MASH worker', mashTeam)
  team('T-DUTY', 'Duty and Assessment', 2)
  const csc = startAreas(random, team, employ)
  const once = new Map<string, CaseWorker>()
  const oneFor = (key: string, make: () => CaseWorker): CaseWorker => {
    const worker = once.get(key) ?? make()
    once.set(key, worker)
    return worker
  }
  const earlyHelp = {
    central: ['EH001', 'Daniel Okafor'],
    north: ['EH002', 'Lorna Birtwistle'],
    east: ['EH003', 'Nadia Rehman'],
  } as const
  const leaving = {
    central: ['LC001', 'Moira Hesketh'],
    north: ['LC002', 'Dean Threlfall'],
    east: ['LC003', 'Parveen Malik'],
  } as const
  for (const area of ['central', 'north', 'east'] as const) {
    oneFor(`eh-${area}`, () => {
      const [staffId, name] = earlyHelp[area]
      const of = team(
        `T-EH-${area.charAt(0).toUpperCase()}1`,
        `${AREA_NAMES[area]} Family Hub and Early Help`,
        40 + teams.length,
      )
      return employ('lancs-early-help', staffId, name, 'family-hub-key-worker', 'Early help key worker', of)
    })
    oneFor(`lc-${area}`, () => {
      const [staffId, name] = leaving[area]
      const of = team(
        `T-LC-${area.charAt(0).toUpperCase()}1`,
        `${AREA_NAMES[area]} Leaving Care`,
        40 + teams.length,
      )
      return employ('lancs-csc', staffId, name, 'social-worker', 'Personal adviser', of)
    })
  }
  const held = (key: string): CaseWorker => oneFor(key, () => mash)
  return {
    caseWorkers,
    teams,
    mash,
    joanneKay: csc.joanneKay,
    socialWorker: csc.socialWorker,
    earlyHelpWorker: area => held(`eh-${area}`),
    leaveCare: area => held(`lc-${area}`),
  }
}

type OpenTeam = (id: string, name: string, phone: number) => Team
type Employ = (
  partner: string,
  staffId: string,
  name: string,
  role: string,
  title: string,
  of: Team,
) => CaseWorker

/** Social workers of the three areas, each filled to between 14 and 20 children before the next is taken on. */
function startAreas(
  random: Random,
  team: OpenTeam,
  employ: Employ,
): Pick<Workforce, 'joanneKay' | 'socialWorker'> {
  const current = new Map<Area, { worker: CaseWorker; room: number }>()
  const workersOf: Record<Area, number> = { central: 0, north: 0, east: 0 }
  let workers = 0
  let team_: Partial<Record<Area, Team>> = {}
  const take = (area: Area): CaseWorker => {
    const nth = workersOf[area]++
    if (nth % WORKERS_IN_A_TEAM === 0) {
      const number = nth / WORKERS_IN_A_TEAM + 1
      const opened = team(
        `T-CIN-${area.charAt(0).toUpperCase()}${number}`,
        `${AREA_NAMES[area]} Children in Need team ${number}`,
        100 + workers,
      )
      team_ = { ...team_, [area]: opened }
      const manager = area === 'central' && number === 1 ? 'Helen Rushton' : drawName(random)
      const id = `TM-${area.charAt(0).toUpperCase()}${String(number).padStart(2, '0')}`
      employ('lancs-csc', id, manager, 'team-manager', 'Team manager', opened)
    }
    const of = team_[area]
    if (of === undefined) throw new Error(`the ${area} area has no team`)
    const name = workers === 0 ? 'Joanne Kay' : drawName(random)
    return employ(
      'lancs-csc',
      `SW${String(++workers).padStart(3, '0')}`,
      name,
      'social-worker',
      'Social worker',
      of,
    )
  }
  const joanneKay = take('central')
  current.set('central', { worker: joanneKay, room: 9 })
  return {
    joanneKay,
    socialWorker: (area, children) => {
      let held = current.get(area)
      if (held === undefined || held.room < 1) {
        held = { worker: take(area), room: random.between(14, 19) }
        current.set(area, held)
      }
      held.room -= children
      return held.worker
    },
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
