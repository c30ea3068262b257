/**
 * Where the county's families live and which schools their children go to. Families are written block by block, a
 * block being one district's neighbourhood of some 240 families with its schools: no more than one block is in memory.
 */
import type { Nursery } from './nurseries.ts'
import { nurseryOf } from './nurseries.ts'
import type { District } from './places.ts'
import { DISTRICTS } from './places.ts'
import { landline } from './telephones.ts'

export interface School {
  lea: string
  estab: string
  name: string
  phase: 'primary' | 'secondary'
  district: string
  phone: string
}

export interface Block {
  district: District
  /** The first of the families' numbers in this block, and how many they are. */
  firstFamily: number
  families: number
  familiesInDistrict: number
  schools: School[]
  borderSchool: School | undefined
  nursery: Nursery
}

/** The schools of the block, with the one over the border where there is one. */
export function schoolsOf(block: Block): School[] {
  return [...block.schools, ...(block.borderSchool === undefined ? [] : [block.borderSchool])]
}

const FAMILIES_IN_A_BLOCK = 240
const FAMILIES_TO_A_SCHOOL = 60
/** A county so small gets fewer districts, so that a district still has enough families for a school. */
const FAMILIES_TO_A_DISTRICT = 120

const WORDS =
  'Brook Moor Park Bridge Mill Meadow Hill Lane Grove Field Spring Heath Bank Ford Wood Vale Cross Green View Rise'.split(
    ' ',
  )
/** Only a county of many thousand families needs these. */
const SECOND_WORDS = ',East,West,North,South,Upper,Lower,Old,New,Great,Little,Long,Far,Near,Broad,Mid'.split(
  ',',
)

/** The school as a partner: `school-8882001`. */
export function schoolPartner(school: { lea: string; estab: string }): string {
  return `school-${school.lea}${school.estab}`
}

/** The county's blocks of families in the order in which they are written; Preston, with the stories, first. */
export function planBlocks(families: number): Block[] {
  const districts = DISTRICTS.slice(
    0,
    Math.min(DISTRICTS.length, Math.max(1, Math.floor(families / FAMILIES_TO_A_DISTRICT))),
  )
  const shares = districts.reduce((sum, district) => sum + district.share, 0)
  const schools = openSchools()
  const blocks: Block[] = []
  let first = 1
  let sharesSoFar = 0
  for (const district of districts) {
    sharesSoFar += district.share
    const last = Math.round((families * sharesSoFar) / shares)
    blocks.push(...planDistrict(district, first, last - first + 1, schools, blocks.length))
    first = last + 1
  }
  return blocks
}

function planDistrict(
  district: District,
  first: number,
  families: number,
  schools: OpenSchool,
  before: number,
): Block[] {
  const count = Math.max(1, Math.round(families / FAMILIES_IN_A_BLOCK))
  return Array.from({ length: count }, (_, at) => {
    const from = first + Math.floor((families * at) / count)
    const until = first + Math.floor((families * (at + 1)) / count)
    const wanted = Math.round((until - from) / FAMILIES_TO_A_SCHOOL)
    const primaries = Math.max(from === 1 ? 2 : 1, wanted - 1)
    return {
      district,
      firstFamily: from,
      families: until - from,
      familiesInDistrict: families,
      schools: [
        ...Array.from({ length: primaries }, () => schools(district, '888', 'primary')),
        schools(district, '888', 'secondary'),
      ],
      borderSchool:
        at === 0 && district.borderSchools !== undefined
          ? schools(district, district.borderSchools.lea, 'primary', district.borderSchools.name)
          : undefined,
      nursery: nurseryOf(before + at + 1, localityOf(district, at), district.name),
    }
  })
}

function localityOf(district: District, nth: number): string {
  return district.localities[nth % district.localities.length]?.[1] ?? district.name
}

type OpenSchool = (district: District, lea: string, phase: School['phase'], name?: string) => School

/** Gives each school its number and name; the first is the school of the stories, Ribbleton Brook Primary. */
function openSchools(): OpenSchool {
  const last = { primary: 2000, secondary: 4000, border: 2100 }
  return (district, lea, phase, name) => {
    const border = lea !== '888'
    const number = border ? ++last.border : ++last[phase]
    const nth = border ? 0 : number - (phase === 'primary' ? 2001 : 4001)
    const locality = localityOf(district, nth + 1)
    const word = WORDS[Math.floor(nth / district.localities.length) % WORDS.length] ?? ''
    const again = Math.floor(nth / (district.localities.length * WORDS.length))
    const title = name ?? [locality, word, SECOND_WORDS[again % SECOND_WORDS.length] ?? ''].join(' ').trim()
    return {
      lea,
      estab: String(number),
      name: `${title} ${phase === 'primary' ? 'Primary' : 'High'} School`,
      phase,
      district: border ? (lea === '889' ? 'Blackburn with Darwen' : 'Blackpool') : district.name,
      phone: landline(number + 37 * Number(lea)),
    }
  }
}
