/**
 * Children's social care and early help as employers: teams, managers, social workers, advisers and key workers.
 */
import type { Random } from './random.ts'
import { EARLY_HELP_PARTNER, SOCIAL_CARE_PARTNER } from './social-care-tables.ts'
import { freephone, landline } from './telephones.ts'
import type { Area, CaseWorker, Team, Workforce } from './workforce.ts'
import { drawName, subjectOf } from './workforce.ts'

type Taken = Pick<
  Workforce,
  | 'caseWorkers'
  | 'teams'
  | 'socialWorker'
  | 'laterSocialWorker'
  | 'earlyHelpWorker'
  | 'laterEarlyHelpWorker'
  | 'mash'
  | 'joanneKay'
  | 'leavingCareAdviser'
>

/** Who employs, and the department to which all of the employer's teams belong. */
type Employer = Pick<Team, 'partner' | 'domain' | 'parentId' | 'parentName'>

const SOCIAL_CARE: Employer = {
  partner: SOCIAL_CARE_PARTNER,
  domain: 'social-care.example',
  parentId: 'T-CSC',
  parentName: "Children's Social Care",
}

const EARLY_HELP: Employer = {
  partner: EARLY_HELP_PARTNER,
  domain: 'early-help.example',
  parentId: 'T-EH',
  parentName: 'Family Hubs and Early Help',
}

/** One kind of worker: who employs them, how their teams are called, and how many children they have. */
interface Kind {
  employer: Employer
  prefix: string
  role: string
  title: string
  team: { id: string; name: string; manager: string | undefined }
  /** The first of the kind, in the central area, has a name in every county and room for so many random children. */
  first: { name: string; room: number }
  children: readonly [least: number, most: number]
}

const SOCIAL_WORKER: Kind = {
  employer: SOCIAL_CARE,
  prefix: 'SW',
  role: 'social-worker',
  title: 'Social worker',
  team: { id: 'T-CIN', name: 'Children in Need team', manager: 'Helen Rushton' },
  // Seven story children are hers already.
  first: { name: 'Joanne Kay', room: 9 },
  children: [14, 19],
}

const EARLY_HELP_WORKER: Kind = {
  employer: EARLY_HELP,
  prefix: 'EH',
  role: 'family-hub-key-worker',
  title: 'Early help key worker',
  team: { id: 'T-EH', name: 'Family Hub team', manager: undefined },
  first: { name: 'Daniel Okafor', room: 30 },
  children: [25, 40],
}

const LEAVING_CARE_ADVISER: Kind = {
  employer: SOCIAL_CARE,
  prefix: 'LC',
  role: 'social-worker',
  title: 'Personal adviser',
  team: { id: 'T-LC', name: 'Leaving Care team', manager: undefined },
  first: { name: 'Moira Hesketh', room: 20 },
  children: [18, 24],
}

const WORKERS_IN_A_TEAM = 6
const AREA_NAMES: Record<Area, string> = { central: 'Central', north: 'North', east: 'East' }

interface Hiring {
  random: Random
  openTeam: (employer: Employer, id: string, name: string) => Team
  employ: (kind: Kind, staffId: string, name: string, of: Team) => CaseWorker
}

/** The front door's teams and worker, and the pools from which families get their workers. */
export function startSocialCareWorkers(random: Random, takeOn: Workforce['takeOn']): Taken {
  const caseWorkers: CaseWorker[] = []
  const teams: Team[] = []
  const openTeam: Hiring['openTeam'] = (employer, id, name) => {
    const phones = { phone: landline(100 + teams.length), dutyPhone: freephone(100 + teams.length) }
    const opened = { ...employer, id, name, ...phones }
    teams.push(opened)
    return opened
  }
  const employ: Hiring['employ'] = (kind, staffId, name, of) => {
    const { role, title } = kind
    const { partner, domain } = kind.employer
    const email = `${subjectOf(name)}@${domain}`
    takeOn({ partner, workerId: staffId, name, email, role, team: of.name, phone: of.phone })
    const worker = { professionalId: `PR-${staffId}`, staffId, name, title, team: of }
    caseWorkers.push(worker)
    return worker
  }
  const hub = openTeam(SOCIAL_CARE, 'T-MASH', 'Multi-Agency Safeguarding Hub')
  openTeam(SOCIAL_CARE, 'T-DUTY', 'Duty and Assessment')
  const front: Kind = { ...SOCIAL_WORKER, role: 'mash-worker', title: 'MASH worker' }
  const mash = employ(front, 'MASH01', 'Priya Nair', hub)
  const hiring: Hiring = { random, openTeam, employ }
  const socialWorkers = startPool(hiring, SOCIAL_WORKER)
  const earlyHelp = startPool(hiring, EARLY_HELP_WORKER)
  const leavingCare = startPool(hiring, LEAVING_CARE_ADVISER)
  return {
    caseWorkers,
    teams,
    mash,
    joanneKay: socialWorkers.first,
    socialWorker: socialWorkers.workerFor,
    laterSocialWorker: socialWorkers.anyFor,
    earlyHelpWorker: earlyHelp.workerFor,
    laterEarlyHelpWorker: earlyHelp.anyFor,
    leavingCareAdviser: leavingCare.workerFor,
  }
}

interface Pool {
  first: CaseWorker
  /** The worker of the area who has room; the next is taken on when the last is full. */
  workerFor: (area: Area, children: number) => CaseWorker
  /** One of those already taken on, in the area if there is one. */
  anyFor: (area: Area, random: Random) => CaseWorker
}

function startPool(hiring: Hiring, kind: Kind): Pool {
  const { random } = hiring
  const current = new Map<Area, { worker: CaseWorker; room: number }>()
  const inArea: Record<Area, number> = { central: 0, north: 0, east: 0 }
  const hired: Record<Area, CaseWorker[]> = { central: [], north: [], east: [] }
  let inKind = 0
  const hire = (area: Area, name: string): CaseWorker => {
    const last = current.get(area)?.worker.team
    const nth = inArea[area]++
    const full = last === undefined || nth % WORKERS_IN_A_TEAM === 0
    const of = full ? openAreaTeam(hiring, kind, area, Math.floor(nth / WORKERS_IN_A_TEAM) + 1) : last
    const worker = hiring.employ(kind, `${kind.prefix}${String(++inKind).padStart(3, '0')}`, name, of)
    hired[area].push(worker)
    return worker
  }
  const first = hire('central', kind.first.name)
  current.set('central', { worker: first, room: kind.first.room })
  return {
    first,
    workerFor: (area, children) => {
      let held = current.get(area)
      if (held === undefined || held.room < 1) {
        held = { worker: hire(area, drawName(random)), room: random.between(...kind.children) }
        current.set(area, held)
      }
      held.room -= children
      return held.worker
    },
    anyFor: (area, random) => random.pick(hired[area].length === 0 ? [first] : hired[area]),
  }
}

/** The next team of the kind in the area, with its manager where such teams have one. */
function openAreaTeam(hiring: Hiring, kind: Kind, area: Area, number: number): Team {
  const letter = AREA_NAMES[area].charAt(0)
  const opened = hiring.openTeam(
    kind.employer,
    `${kind.team.id}-${letter}${number}`,
    `${AREA_NAMES[area]} ${kind.team.name} ${number}`,
  )
  if (kind.team.manager === undefined) return opened
  const name = area === 'central' && number === 1 ? kind.team.manager : drawName(hiring.random)
  const manager: Kind = { ...kind, role: 'team-manager', title: 'Team manager' }
  hiring.employ(manager, `TM-${letter}${String(number).padStart(2, '0')}`, name, opened)
  return opened
}
