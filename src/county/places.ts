/**
 * Lancashire's twelve districts and addresses in them. Outward codes are real, houses are not: UPRNs begin 999,
 * a range that no council has issued.
 */
import type { Random } from './random.ts'

export interface District {
  name: string
  /** Part of the county's families, in thousandths. */
  share: number
  area: 'north' | 'central' | 'east'
  /** Outward code, locality and post town. */
  localities: readonly (readonly [outward: string, locality: string, town: string])[]
  /** The neighbour across the border whose schools some of its children attend. */
  borderSchools?: { lea: '889' | '890'; name: string }
}

export const DISTRICTS: readonly District[] = [
  {
    name: 'Preston',
    share: 125,
    area: 'central',
    localities: [
      ['PR1', 'Deepdale', 'Preston'],
      ['PR2', 'Ribbleton', 'Preston'],
      ['PR2', 'Ashton', 'Preston'],
      ['PR1', 'Plungington', 'Preston'],
      ['PR2', 'Fulwood', 'Preston'],
    ],
    borderSchools: { lea: '889', name: 'Roe Lee Park View' },
  },
  {
    name: 'Burnley',
    share: 80,
    area: 'east',
    localities: [
      ['BB11', 'Stoneyholme', 'Burnley'],
      ['BB10', 'Brunshaw', 'Burnley'],
      ['BB12', 'Padiham', 'Burnley'],
      ['BB10', 'Daneshouse', 'Burnley'],
    ],
  },
  {
    name: 'Lancaster',
    share: 115,
    area: 'north',
    localities: [
      ['LA1', 'Skerton', 'Lancaster'],
      ['LA4', 'West End', 'Morecambe'],
      ['LA3', 'Heysham', 'Morecambe'],
      ['LA5', 'Bolton-le-Sands', 'Carnforth'],
    ],
  },
  {
    name: 'Pendle',
    share: 80,
    area: 'east',
    localities: [
      ['BB9', 'Brierfield', 'Nelson'],
      ['BB8', 'Waterside', 'Colne'],
      ['BB9', 'Whitefield', 'Nelson'],
      ['BB18', 'Barnoldswick', 'Barnoldswick'],
    ],
  },
  {
    name: 'Hyndburn',
    share: 70,
    area: 'east',
    localities: [
      ['BB5', 'Oswaldtwistle', 'Accrington'],
      ['BB5', 'Church', 'Accrington'],
      ['BB6', 'Great Harwood', 'Blackburn'],
    ],
    borderSchools: { lea: '889', name: 'Knuzden Moor' },
  },
  {
    name: 'Chorley',
    share: 95,
    area: 'central',
    localities: [
      ['PR6', 'Adlington', 'Chorley'],
      ['PR7', 'Astley', 'Chorley'],
      ['PR7', 'Coppull', 'Chorley'],
      ['PR6', 'Whittle-le-Woods', 'Chorley'],
    ],
  },
  {
    name: 'South Ribble',
    share: 90,
    area: 'central',
    localities: [
      ['PR25', 'Broadfield', 'Leyland'],
      ['PR5', 'Bamber Bridge', 'Preston'],
      ['PR26', 'Moss Side', 'Leyland'],
      ['PR1', 'Penwortham', 'Preston'],
    ],
  },
  {
    name: 'West Lancashire',
    share: 90,
    area: 'central',
    localities: [
      ['WN8', 'Digmoor', 'Skelmersdale'],
      ['L39', 'Aughton', 'Ormskirk'],
      ['WN8', 'Tanhouse', 'Skelmersdale'],
      ['L40', 'Burscough', 'Ormskirk'],
    ],
  },
  {
    name: 'Wyre',
    share: 85,
    area: 'north',
    localities: [
      ['FY7', 'Pharos', 'Fleetwood'],
      ['FY5', 'Cleveleys', 'Thornton-Cleveleys'],
      ['FY6', 'Carleton', 'Poulton-le-Fylde'],
      ['PR3', 'Garstang', 'Preston'],
    ],
    borderSchools: { lea: '890', name: 'Anchorsholme Bay' },
  },
  {
    name: 'Rossendale',
    share: 60,
    area: 'east',
    localities: [
      ['BB4', 'Haslingden', 'Rossendale'],
      ['OL13', 'Stacksteads', 'Bacup'],
      ['BB4', 'Rawtenstall', 'Rossendale'],
    ],
  },
  {
    name: 'Fylde',
    share: 60,
    area: 'north',
    localities: [
      ['FY8', 'St Annes', 'Lytham St Annes'],
      ['PR4', 'Kirkham', 'Preston'],
      ['FY8', 'Ansdell', 'Lytham St Annes'],
    ],
    borderSchools: { lea: '890', name: 'Stanley Dunes' },
  },
  {
    name: 'Ribble Valley',
    share: 50,
    area: 'east',
    localities: [
      ['BB7', 'Low Moor', 'Clitheroe'],
      ['PR3', 'Longridge', 'Preston'],
      ['BB7', 'Whalley', 'Clitheroe'],
    ],
  },
]

const STREET_FIRST =
  'Fir Ash Oak Beech Elm Rowan Hawthorn Birch Cedar Alder Chapel Church Mill Weavers Spinners Canal Station Albert Victoria Clifton Derby Stanley Brook River Moor Park Spring Garden Cross Bridge School Water Waterloo Nelson Wellington Cotton Loom Shuttle Forge Quarry Meadow Heather Bracken Lark Swallow Kestrel Lune Ribble Hodder Calder Wyre Pendle Bowland Longridge Beacon Winter Summer High Low Queen King Duke Earl Bright Peel Cobden Gladstone'.split(
    ' ',
  )
const STREET_LAST = 'Street Street Street Road Avenue Lane Close Drive Terrace Grove'.split(' ')
const UNIT_LETTERS = 'ABDEFGHJLNPQRSTUWXYZ'

export interface Address {
  saon: string
  paon: string
  street: string
  locality: string
  town: string
  postcode: string
  uprn: string
}

/** Where a family has no fixed place: a Traveller family between sites, a sofa. */
export const NO_FIXED_ADDRESS: Address = {
  saon: '',
  paon: '',
  street: 'No fixed address',
  locality: '',
  town: '',
  postcode: '',
  uprn: '',
}

/** What is known of an address of which only the postcode is known. */
export function postcodeAlone(postcode: string): Address {
  return { ...NO_FIXED_ADDRESS, street: '', postcode }
}

/** The whole address on one line, as lists carry it. */
export function addressLine(address: Address): string {
  const house = [address.saon, [address.paon, address.street].filter(part => part !== '').join(' ')]
  return [...house, address.locality, address.town].filter(part => part !== '').join(', ')
}

/** A house in the district. One street in one locality has one postcode, as neighbours do. */
export function drawAddress(random: Random, district: District): Address {
  const [outward, locality, town] = random.pick(district.localities)
  const first = random.below(STREET_FIRST.length)
  const last = random.below(STREET_LAST.length)
  const house = random.between(1, 120)
  const flat = random.chance(0.07) ? random.between(1, 9) : 0
  const street = first * 10 + last
  const spot =
    (street * 7919 + locality.length * 104_729 + locality.charCodeAt(0) * 31 + outward.charCodeAt(2)) % 4000
  const unit = `${UNIT_LETTERS.charAt(spot % 20)}${UNIT_LETTERS.charAt(Math.floor(spot / 20) % 20)}`
  const place = DISTRICTS.indexOf(district) * 8 + district.localities.findIndex(at => at[1] === locality)
  return {
    saon: flat === 0 ? '' : `Flat ${flat}`,
    paon: String(house),
    street: `${STREET_FIRST[first]} ${STREET_LAST[last]}`,
    locality,
    town,
    postcode: `${outward} ${Math.floor(spot / 400)}${unit}`,
    uprn: `999${String(place).padStart(2, '0')}${String(street).padStart(3, '0')}${String(house).padStart(3, '0')}${flat}`,
  }
}
