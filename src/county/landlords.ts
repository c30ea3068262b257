/**
 * Landlords of the county: each district's housing service, and housing associations that let across an area. Each sends
 * its households, and each patch has a housing officer.
 */
import type { Delivery, Table } from './delivery-writer.ts'
import type { District } from './places.ts'
import { DISTRICTS } from './places.ts'
import { randomFor } from './random.ts'
import type { Block } from './schools.ts'
import { landline } from './telephones.ts'
import type { AreaWorker, Workforce } from './workforce.ts'
import { drawName, subjectOf } from './workforce.ts'

export const HOUSING_CONTRACT = 'housing/1'
export const HOUSEHOLDS_HEADER =
  'household_ref,person_ref,given_name,family_name,birth_date,relationship_to_tenant,address_line,postcode,uprn,tenure,temporary_accommodation,notice_seeking_possession,arrears_over_6_weeks,officer_id,officer_name,officer_phone,from_date,to_date'

export interface Landlord {
  id: string
  name: string
  /** Empty for a housing association. */
  district: string
}

/** Invented: none of them is a landlord anywhere. */
const ASSOCIATIONS: Record<District['area'], Landlord> = {
  central: { id: 'loomstead-homes', name: 'Loomstead Homes', district: '' },
  north: { id: 'bracken-bay-homes', name: 'Bracken Bay Homes', district: '' },
  east: { id: 'weavers-gate-housing', name: 'Weavers Gate Housing', district: '' },
}

/** The district's own housing service. */
export function districtLandlord(district: District): Landlord {
  const id = `${district.name.toLowerCase().replaceAll(' ', '-')}-housing`
  return { id, name: `${district.name} Housing Options`, district: district.name }
}

export function associationOf(area: District['area']): Landlord {
  return ASSOCIATIONS[area]
}

/** Every landlord with homes in the districts of these blocks. */
export function landlordsIn(blocks: Block[]): Landlord[] {
  const districts = DISTRICTS.filter(district => blocks.some(block => block.district === district))
  const areas = new Set(districts.map(district => district.area))
  return [...districts.map(districtLandlord), ...[...areas].map(associationOf)]
}

export type HouseholdsTable = Table<typeof HOUSEHOLDS_HEADER>

/** The landlords' files, and who is the officer of a landlord's patch. */
export interface Housing {
  table: (landlord: Landlord) => HouseholdsTable
  /** Called at the beginning of each block, so that officers are the same on every day of the county. */
  openPatch: (block: Block) => void
  officer: (landlord: Landlord) => AreaWorker
}

/** So many blocks of families make one officer's patch. */
const BLOCKS_IN_A_PATCH = 5

/** Opens the landlords' tables in their deliveries. */
export async function startHousing(
  seed: number,
  deliveries: Map<string, Delivery>,
  workforce: Workforce,
): Promise<Housing> {
  const tables = new Map<string, HouseholdsTable>()
  for (const [id, delivery] of deliveries)
    tables.set(id, await delivery.table('households.csv', HOUSEHOLDS_HEADER))
  const random = randomFor(seed, 'housing officers')
  const officers = new Map<string, { officer: AreaWorker; blocks: number; count: number }>()
  const open = (landlord: Landlord): void => {
    const held = officers.get(landlord.id)
    if (held !== undefined && ++held.blocks <= BLOCKS_IN_A_PATCH) return
    const count = (held?.count ?? 0) + 1
    const name = drawName(random)
    const officer = { workerId: `HO${String(count).padStart(3, '0')}`, name, phone: landline(500 + count) }
    officers.set(landlord.id, { officer, blocks: 1, count })
    const email = `${subjectOf(name)}@${landlord.id}.example`
    const team = landlord.district === '' ? 'Neighbourhoods' : 'Housing Options'
    workforce.takeOn({ partner: landlord.id, ...officer, email, role: 'housing-officer', team })
  }
  return {
    table: landlord => found(tables.get(landlord.id)),
    openPatch: block => {
      open(districtLandlord(block.district))
      open(associationOf(block.district.area))
    },
    officer: landlord => found(officers.get(landlord.id)).officer,
  }
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a landlord who is none of this county')
  return value
}
