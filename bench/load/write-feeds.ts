/**
 * Writes a file of one feed for the benchmark of the load, in a process of its own, so that its memory is not taken for
 * that of the load. Every person and every fact is another, so that nothing is saved by repetition.
 *
 *   node bench/load/write-feeds.ts health-visiting 300000 folder
 *   node bench/load/write-feeds.ts ctf 60000 folder
 */
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { dayOf } from '../../src/county/days.ts'
import { PLAIN } from '../../src/county/habits.ts'
import { type Address, postcodeAlone } from '../../src/county/places.ts'
import { type ContactEntry, type PupilEntry, writeSchoolFile } from '../../src/county/school-file.ts'
import { CONTACTS_HEADER } from '../../src/feeds/fixtures.ts'
import { nhsCheckDigit, upnCheckLetter } from '../../src/kit/identifiers.ts'

const GIVEN = ['Amelia', 'Muhammad', 'Zoë', 'Oliver', 'Aisha', 'Noah', 'Maryam', 'Łukasz', 'Siân', 'Leo']
const FAMILY = [
  'Khan',
  "O'Brien",
  'Ashworth',
  'Patel',
  'Nowak',
  'Hussain',
  'Whittaker',
  'Begum',
  'Lee',
  'Ward',
]

async function writeContacts(rows: number, path: string): Promise<void> {
  function* lines() {
    yield `${CONTACTS_HEADER}\r\n`
    for (let row = 0; row < rows; row += 2000)
      yield Array.from({ length: Math.min(2000, rows - row) }, (_, i) => contactLine(row + i)).join('')
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
}

function contactLine(row: number): string {
  const nine = String(999_000_000 + (row % 999_999)).slice(0, 9)
  const check = nhsCheckDigit(nine)
  const nhs = row % 10 < 7 && check !== undefined ? nine + check : ''
  const place = `"${(row % 180) + 1} Mill Street, Preston",${postcodeOf(row)},1000${String(row).padStart(8, '0')}`
  const help = `health-visiting,HV${row % 400},Ruth Ashworth,Health visitor,01632 960101`
  return `HVP${row},${nhs},${givenName(row)},${familyName(row)},,${birthDate(row)},F,${place},Z99123,${help},open,2024-03-14,2026-10-02,,2027-01-15,N,2026-11-20T18:00:00Z\r\n`
}

/** One school of the county, with more pupils than any has. */
async function writePupils(pupils: number, folder: string): Promise<void> {
  const asOf = dayOf('2026-11-20')
  const school = { lea: '888', estab: '2001', name: 'Ribbleton Brook Primary School' }
  await writeSchoolFile(
    folder,
    { ...school, phase: 'primary', district: 'Preston', phone: '01632 960102' },
    Array.from({ length: pupils }, (_, at) => pupilAt(at)),
    { asOf, today: asOf },
    PLAIN,
  )
}

function pupilAt(at: number): PupilEntry {
  const twelve = `88820012${String(at).padStart(4, '0').slice(-4)}`
  const number = `888${String(at).padStart(9, '0')}`
  return {
    upn: upnCheckLetter(number) + number,
    formerUpn: at % 20 === 0 ? upnCheckLetter(twelve) + twelve : '',
    surname: familyName(at),
    forename: givenName(at),
    middleNames: at % 3 === 0 ? 'Rose' : '',
    preferredForename: at % 10 === 0 ? 'Millie' : '',
    formerSurname: '',
    born: dayOf(birthDate(at)),
    sex: 'F',
    ethnicity: 'WBRI',
    language: 'ENG',
    address: addressOf(at),
    phone: '',
    inCare: at % 100 === 0,
    freeMeals: at % 5 === 0,
    entered: dayOf('2024-09-03'),
    contacts: [contactOf(at, 1), contactOf(at, 2)],
  }
}

function contactOf(at: number, order: 1 | 2): ContactEntry {
  return {
    order,
    surname: familyName(at + order),
    forename: givenName(at + order),
    sex: order === 1 ? 'F' : 'M',
    relationship: order === 1 ? 'PAM' : 'PAF',
    responsibility: true,
    address: order === 1 ? 'same' : addressOf(at + 1),
    phone: `07700 900${String(at % 1000).padStart(3, '0')}`,
    email: order === 1 ? `parent${at}@example.org` : '',
  }
}

function addressOf(at: number): Address {
  const uprn = `999${String(at).padStart(9, '0')}`
  return {
    ...postcodeAlone(postcodeOf(at)),
    paon: String((at % 180) + 1),
    street: 'Mill Street',
    town: 'Preston',
    uprn,
  }
}

const givenName = (at: number) => GIVEN[at % 10] ?? ''
const familyName = (at: number) => FAMILY[(at >> 3) % 10] ?? ''
const postcodeOf = (at: number) => `PR${(at % 9) + 1} ${at % 10}AB`

function birthDate(at: number): string {
  return `${2008 + (at % 18)}-${String((at % 12) + 1).padStart(2, '0')}-${String((at % 28) + 1).padStart(2, '0')}`
}

const [feed, count = '0', folder = '.'] = process.argv.slice(2)
if (feed === 'ctf') await writePupils(Number(count), folder)
else await writeContacts(Number(count), join(folder, 'contacts.csv'))
