/**
 * The host's register: the partners, the practitioners, and who signs in to the demonstration.
 */
import type { Delivery } from './delivery-writer.ts'
import { landlordsIn } from './landlords.ts'
import type { Block } from './schools.ts'
import { schoolPartner, schoolsOf } from './schools.ts'
import { freephone, landline } from './telephones.ts'
import type { Workforce } from './workforce.ts'
import { subjectOf } from './workforce.ts'

export const REGISTER_CONTRACT = 'register/1'
export const PARTNERS_HEADER =
  'partner_id,name,kind,district,phone,out_of_hours_phone,controller_role,la_code'
export const PRACTITIONERS_HEADER =
  'partner_id,worker_id,name,email,role,team,phone,training_valid_to,from_date,to_date'

interface Partner {
  id: string
  name: string
  kind: string
  district: string
}

/** Partners of the whole county; landlords, schools and nurseries come with its families. */
const PARTNERS: readonly Partner[] = [
  { id: 'lancs-council', name: 'Lancashire County Council', kind: 'host', district: '' },
  { id: 'lancs-csc', name: "Lancashire Children's Social Care", kind: 'childrens-social-care', district: '' },
  { id: 'lancs-early-help', name: 'Lancashire Family Hubs and Early Help', kind: 'family-hub', district: '' },
  { id: 'lancs-health-visiting', name: 'Lancashire Health Visiting', kind: 'health-visiting', district: '' },
  { id: 'lancs-police', name: 'Lancashire Police', kind: 'police', district: '' },
  { id: 'lancs-youth-justice', name: 'Lancashire Youth Justice', kind: 'youth-justice', district: '' },
  { id: 'lancs-public-health', name: 'Lancashire Public Health', kind: 'public-health', district: '' },
  {
    id: 'lancs-family-safeguarding',
    name: 'Lancashire Family Safeguarding',
    kind: 'adult-services',
    district: '',
  },
  { id: 'ribble-families', name: 'Ribble Families Together', kind: 'voluntary', district: 'Preston' },
  { id: 'preston-leisure', name: 'Preston Leisure', kind: 'leisure', district: 'Preston' },
]

/** Writes `partners.csv`; gives the number of partners. */
export async function writePartners(delivery: Delivery, blocks: Block[]): Promise<number> {
  const table = await delivery.table('partners.csv', PARTNERS_HEADER)
  let partners = 0
  const put = (partner: Partner, phone: string, outOfHours = ''): void => {
    partners++
    table.put({
      partner_id: partner.id,
      name: partner.name,
      kind: partner.kind,
      district: partner.district,
      phone,
      out_of_hours_phone: outOfHours,
      controller_role: 'controller',
      la_code: partner.kind === 'childrens-social-care' ? '888' : '',
    })
  }
  const landlords = landlordsIn(blocks).map(landlord => ({ ...landlord, kind: 'housing' }))
  for (const [nth, partner] of [...PARTNERS, ...landlords].entries())
    put(partner, landline(nth), freephone(nth))
  for (const block of blocks) {
    for (const school of schoolsOf(block)) {
      const { name, district, phone } = school
      put({ id: schoolPartner(school), name, kind: 'school', district }, phone)
    }
    put({ ...block.nursery, kind: 'early-years' }, block.nursery.phone)
  }
  return partners
}

type Fixed = readonly [partner: string, workerId: string, name: string, role: string, team: string]

/** Practitioners whom no family needs but the demonstration does. */
const FIXED: readonly Fixed[] = [
  ['lancs-csc', 'PRD01', 'Priya Nair', 'protected-records-desk', 'Protected-records desk'],
  ['lancs-csc', 'PRD02', 'Denise Aspinall', 'protected-records-desk', 'Protected-records desk'],
  ['lancs-police', 'PC4471', 'PC Robert Shaw', 'police-officer', 'Preston neighbourhood policing'],
  ['lancs-council', 'DS001', 'Tom Ainscough', 'data-steward', 'Information sharing'],
  ['lancs-council', 'IG001', 'Sunita Desai', 'information-governance-officer', 'Information governance'],
  ['lancs-council', 'IG002', 'Mark Whittle', 'information-governance-officer', 'Information governance'],
  ['lancs-council', 'DPO001', 'Eleanor Crabtree', 'data-protection-officer', 'Information governance'],
  ['lancs-council', 'EG001', 'Farida Lodhi', 'ethics-group-member', 'Ethics Group'],
  ['ribble-families', 'RF001', 'Katie Bannister', 'voluntary-sector-worker', 'Family support'],
]

/** Who sends the files of an organisation, for those kinds of partner whose other workers do not. */
const ADMINISTRATORS: readonly (readonly [partner: string, name: string])[] = [
  ['lancs-health-visiting', 'Paul Hesketh'],
  ['lancs-police', 'Marjorie Kemp'],
  ['lancs-youth-justice', 'Owen Bradley'],
  ['preston-housing', 'Sandra Whitlam'],
  ['nursery-ribbleton-acorns', 'Jill Catterall'],
  ['lancs-family-safeguarding', 'Nadia Rehman'],
  // Leisure has signed and has sent nothing yet: whoever tries the service can send its first file.
  ['preston-leisure', 'Kevin Entwistle'],
]

const DOMAINS: Record<string, string> = {
  'lancs-csc': 'social-care.example',
  'lancs-police': 'police.example',
  'ribble-families': 'ribble-families.example',
}

/** Takes on those whom the demonstration needs beside the workers that families bring. */
export function takeOnFixed(workforce: Workforce): void {
  for (const [partner, workerId, name, role, team] of FIXED) {
    const phone = landline(700 + workforce.practitioners.length)
    const known = workforce.practitioners.find(each => each.partner === partner && each.name === name)
    const email = `${subjectOf(name)}@${DOMAINS[partner] ?? 'council.example'}`
    const taken = workforce.takeOn({ partner, workerId, name, email, role, team, phone })
    // Somebody with two roles has one mailbox.
    if (known !== undefined) taken.email = known.email
  }
}

/** Comes last of all, so that nobody else's data depends on how many administrators there are. */
export function takeOnAdministrators(workforce: Workforce): void {
  for (const [partner, name] of ADMINISTRATORS) {
    const about = { partner, workerId: 'FA001', name, role: 'feed-administrator', team: 'Administration' }
    const phone = landline(900 + workforce.practitioners.length)
    workforce.takeOn({ ...about, phone, email: `${subjectOf(name)}@${partner}.example` })
  }
}

/** Writes `practitioners.csv`, when everyone has been taken on. */
export async function writePractitioners(delivery: Delivery, workforce: Workforce): Promise<void> {
  const table = await delivery.table('practitioners.csv', PRACTITIONERS_HEADER)
  for (const practitioner of workforce.practitioners) {
    table.put({
      partner_id: practitioner.partner,
      worker_id: practitioner.workerId,
      name: practitioner.name,
      email: practitioner.email,
      role: practitioner.role,
      team: practitioner.team,
      phone: practitioner.phone,
      training_valid_to: practitioner.trainingValidTo,
      from_date: practitioner.from,
      to_date: practitioner.to,
    })
  }
}

export interface SignIn {
  subject: string
  name: string
  email: string
  says: string
  practitioners: string[]
}

/** Who signs in to the demonstration: the same in every county. */
const SIGN_INS: readonly (readonly [says: string, ...practitioners: string[]])[] = [
  [
    "MASH worker and protected-records desk, Lancashire Children's Social Care",
    'lancs-csc/MASH01',
    'lancs-csc/PRD01',
  ],
  ["Social worker, Lancashire Children's Social Care", 'lancs-csc/SW001'],
  ['Health visitor, Lancashire Health Visiting', 'lancs-health-visiting/HV001'],
  ['School safeguarding lead, Ribbleton Brook Primary School', 'school-8882001/DSL001'],
  ['Police officer, Lancashire Police', 'lancs-police/PC4471'],
  ['Family hub key worker, Lancashire Family Hubs and Early Help', 'lancs-early-help/EH001'],
  ['Family Safeguarding worker, Lancashire Family Safeguarding', 'lancs-family-safeguarding/FS001'],
  ['Data steward, Lancashire County Council', 'lancs-council/DS001'],
  ["Team manager, Lancashire Children's Social Care", 'lancs-csc/TM-C01'],
  ['Information-governance officer, Lancashire County Council', 'lancs-council/IG001'],
  ['Information-governance officer (second), Lancashire County Council', 'lancs-council/IG002'],
  ['Data protection officer, Lancashire County Council', 'lancs-council/DPO001'],
  ['Ethics Group member, Lancashire County Council', 'lancs-council/EG001'],
  ['Voluntary-sector worker, Ribble Families Together', 'ribble-families/RF001'],
  ['Feed administrator, Lancashire Health Visiting', 'lancs-health-visiting/FA001'],
  ['Feed administrator, Lancashire Police', 'lancs-police/FA001'],
  ['Feed administrator, Lancashire Youth Justice', 'lancs-youth-justice/FA001'],
  ['Feed administrator, Preston Housing Options', 'preston-housing/FA001'],
  ['Feed administrator, Ribbleton Acorns Nursery', 'nursery-ribbleton-acorns/FA001'],
  ['Feed administrator, Lancashire Family Safeguarding', 'lancs-family-safeguarding/FA001'],
  ['Feed administrator, Preston Leisure', 'preston-leisure/FA001'],
]

/** The demonstration's sign-ins, each bound to practitioners of the register. */
export function signInsOf(workforce: Workforce): SignIn[] {
  return SIGN_INS.map(([says, ...practitioners]) => {
    const found = workforce.practitioners.find(
      each => `${each.partner}/${each.workerId}` === practitioners[0],
    )
    if (found === undefined) throw new Error(`sign-in without a practitioner: ${practitioners[0]}`)
    return { subject: subjectOf(found.name), name: found.name, email: found.email, says, practitioners }
  })
}
