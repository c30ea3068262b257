/** What one would write who only wants the rows of a file in a table: no check, no key, nothing that can be taken back. */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { from as copyFrom } from 'pg-copy-streams'
import { SaxesParser } from 'saxes'
import { CONTACTS_HEADER } from '../../src/feeds/fixtures.ts'
import type { Database } from '../../src/kit/database.ts'

const CONTACT = CONTACTS_HEADER.split(',')
const PERSON = [
  'upn',
  'surname',
  'forename',
  'dob',
  'gender',
  'relationship',
  'postcode',
  'phone_no',
  'email',
]
const BATCH = 1000

export async function copyPlainly(database: Database, file: string): Promise<void> {
  await newTable(database, 'copied', CONTACT)
  const client = await database.owner.connect()
  await pipeline(
    createReadStream(file, { highWaterMark: 262_144 }),
    client.query(copyFrom('copy public.copied from stdin (format csv, header true)')),
  )
  client.release()
}

export async function insertContacts(database: Database, file: string): Promise<void> {
  await newTable(database, 'inserted', CONTACT)
  const parser = createReadStream(file).pipe(parse({ from_line: 2, bom: true }))
  let batch: string[][] = []
  for await (const row of parser) {
    batch.push(row)
    if (batch.length === BATCH) {
      await insert(database, 'inserted', CONTACT, batch)
      batch = []
    }
  }
  await insert(database, 'inserted', CONTACT, batch)
}

export async function insertPupils(database: Database, file: string): Promise<void> {
  await newTable(database, 'people', PERSON)
  const people: Record<string, string>[] = []
  const open: Record<string, string>[] = []
  const parser = new SaxesParser()
  let text = ''
  parser.on('opentag', ({ name }) => {
    text = ''
    if (name === 'Pupil' || name === 'Contact') open.push({})
  })
  parser.on('text', said => {
    text += said
  })
  parser.on('closetag', ({ name }) => {
    const person = open.at(-1)
    if (person) person[name.toLowerCase().replace('phoneno', 'phone_no')] ??= text
    if (person && (name === 'Pupil' || name === 'Contact')) people.push(open.pop() ?? {})
  })
  for await (const part of createReadStream(file, { encoding: 'utf8' })) {
    parser.write(part)
    while (people.length >= BATCH) await insertPeople(database, people.splice(0, BATCH))
  }
  await insertPeople(database, people)
}

async function insertPeople(database: Database, people: Record<string, string>[]): Promise<void> {
  const rows = people.map(person => PERSON.map(name => person[name] ?? ''))
  await insert(database, 'people', PERSON, rows)
}

async function newTable(database: Database, table: string, columns: string[]): Promise<void> {
  await database.owner.query(
    `create table public.${table} (${columns.map(name => `${name} text`).join(', ')})`,
  )
}

async function insert(database: Database, table: string, columns: string[], rows: string[][]): Promise<void> {
  if (rows.length === 0) return
  const places = rows.map(
    (_, row) => `(${columns.map((_, column) => `$${row * columns.length + column + 1}`).join(', ')})`,
  )
  await database.owner.query(`insert into public.${table} values ${places.join(', ')}`, rows.flat())
}
