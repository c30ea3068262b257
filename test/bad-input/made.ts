import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { constants, crc32, deflateRawSync } from 'node:zlib'
import { CONTACTS_HEADER, contactRow } from '../../src/feeds/fixtures.ts'
import type { DeliverySource } from '../../src/feeds/readers/source.ts'
import type { Expectation } from './expectation.ts'
import { entryOf, type HandEntry, zipByHand } from './zip-by-hand.ts'

/**
 * Deliveries that are too large for the repository, or cannot be files in it. `make` writes one into a folder and
 * gives its path, or gives a source that makes its bytes as they are read.
 */
export type Made = { name: string; make: (folder: string) => Promise<string | DeliverySource> } & Expectation

const MB = 1024 ** 2
const GB = 1024 ** 3
const PIECE = Buffer.alloc(65_536, 'x')

type Part = string | number | (() => Iterable<string>)

/** A file of the parts in turn; a number is so many bytes of one long word. */
function stream(name: string, parts: readonly Part[]): DeliverySource {
  const open = async function* () {
    for (const part of parts) {
      if (typeof part === 'number') for (let left = part; left > 0; left -= PIECE.length) yield PIECE
      else if (typeof part === 'string') yield Buffer.from(part)
      else for (const text of part()) yield Buffer.from(text)
    }
  }
  return { name, files: [{ name, open }], manifest: undefined, close: async () => {} }
}

function* repeated(text: string, times: number): Generator<string> {
  const many = Math.max(1, Math.floor(65_536 / text.length))
  const block = text.repeat(many)
  for (let left = times; left > 0; left -= many) yield left >= many ? block : text.repeat(left)
}

function* numbered(count: number, textOf: (n: number) => string): Generator<string> {
  for (let n = 0; n < count; n += 1000)
    yield Array.from({ length: Math.min(1000, count - n) }, (_, i) => textOf(n + i)).join('')
}

function elements(first: number, count: number): string {
  return Array.from({ length: count }, (_, i) => `<E${first + i}/>`).join('')
}

/** So many zeros as a deflated stream: one block of them, repeated. A thousandth of their number. */
function zeros(bytes: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(16 * MB), { level: 9, finishFlush: constants.Z_FULL_FLUSH })
  const blocks = Array.from({ length: Math.ceil(bytes / (16 * MB)) }, () => block)
  return Buffer.concat([...blocks, deflateRawSync(Buffer.alloc(0))])
}

const bomb = (name: string, bytes: number, claims = bytes): HandEntry => ({
  name,
  packed: zeros(bytes),
  bytes: claims,
})

async function written(folder: string, name: string, bytes: Buffer): Promise<string> {
  await writeFile(join(folder, name), bytes)
  return join(folder, name)
}

const CSC = { partner: 'lancs-csc', asOf: '2026-11-20' }
const HEALTH = { partner: 'lancs-health-visiting' }
const SCHOOL = { partner: 'school-8882001' }
const PERSONS = 'pers_person_id,pers_forename,pers_surname,pers_dob\n'
const refused = (because: string) => ({ outcome: 'refused' as const, because })
const HEAD =
  '<CTfile><Header><DateTime>2026-11-20T17:30:00</DateTime><SourceSchool><LEA>888</LEA><Estab>2001</Estab></SourceSchool></Header><CTFpupilData>'
const PUPIL = '<Pupil><Surname>Ashton</Surname><Forename>Asha</Forename></Pupil>'
const TAIL = '</CTFpupilData></CTfile>'
const ctf = (...parts: Part[]) => stream('school.xml', [HEAD, ...parts, TAIL])

export const MADE: readonly Made[] = [
  {
    name: 'zip-bomb',
    says: 'Ten gigabytes in a zip of ten megabytes, as it says itself',
    ...CSC,
    make: folder => written(folder, 'delivery.zip', zipByHand([bomb('ssd_person.csv', 10 * GB)])),
    ...refused('unpacks to more than 2 GB'),
  },
  {
    name: 'zip-bomb-that-lies',
    says: 'Ten gigabytes in a zip that claims to hold four thousand bytes',
    ...CSC,
    make: folder => written(folder, 'delivery.zip', zipByHand([bomb('ssd_person.csv', 10 * GB, 4000)])),
    ...refused('cannot be unpacked: it is damaged'),
  },
  {
    name: 'zip-bomb-of-many',
    says: 'A zip of a thousand files, each of them small enough',
    ...CSC,
    make: async folder => {
      const data = Buffer.alloc(2 * MB)
      const one = { packed: deflateRawSync(data), bytes: data.length, sum: crc32(data) }
      const entries = Array.from({ length: 900 }, (_, i) => ({ ...one, name: `ssd_person_${i}.csv` }))
      return await written(folder, 'delivery.zip', zipByHand(entries))
    },
    ...refused('would unpack to far more than a table of text does'),
  },
  {
    name: 'zip-of-many-files',
    says: 'A zip of more than a thousand files',
    ...CSC,
    make: async folder => {
      const entries = Array.from({ length: 1500 }, (_, i) => entryOf(`ssd_person_${i}.csv`, PERSONS))
      return await written(folder, 'delivery.zip', zipByHand(entries))
    },
    ...refused('holds more than 1000 files'),
  },
  {
    name: 'gzip-bomb',
    says: 'Ten gigabytes in a gzip file of ten megabytes',
    ...CSC,
    make: folder => {
      const head = Buffer.from('1f8b08000000000000ff', 'hex')
      return written(folder, 'ssd_person.csv.gz', Buffer.concat([head, zeros(10 * GB), Buffer.alloc(8)]))
    },
    ...refused('would unpack to far more than a table of text does'),
  },
  {
    name: 'two-gigabytes-in-the-first-line',
    says: 'Two gigabytes without a line end',
    ...CSC,
    make: async () => stream('ssd_person.csv', [2 * GB]),
    ...refused('does not begin with the agreed column names'),
  },
  {
    name: 'two-gigabytes-in-a-row',
    says: 'Two gigabytes in one row: the row is left out and the next ones are taken',
    ...CSC,
    make: async () =>
      stream('ssd_person.csv', [`${PERSONS}11,Asha,`, 2 * GB, '\n12,Ben,Barlow,2016-02-02\n13,Cy,Crook,\n']),
    outcome: 'published',
    accepted: 2,
    rejected: 1,
    rules: { 'row-too-long': 1 },
    shows: ['Barlow', 'Crook'],
  },
  {
    name: 'a-quote-that-is-never-closed',
    says: 'A quote mark that is never closed, and a quarter of a gigabyte behind it',
    ...CSC,
    make: async () =>
      stream('ssd_person.csv', [`${PERSONS}12,Ben,Barlow,2016-02-02\n13,Cy,Crook,\n11,"`, GB / 4, '\n']),
    outcome: 'published',
    accepted: 2,
    rejected: 1,
    rules: { 'open-quote': 1 },
    shows: ['Barlow', 'Crook'],
  },
  {
    name: 'a-megabyte-in-a-field',
    says: 'A megabyte in one field: the field is left out, and its row is taken',
    ...HEALTH,
    make: async () =>
      stream('contacts.csv', [
        `${CONTACTS_HEADER}\n${contactRow({ address_line: 'x'.repeat(1_000_000) })}\n`,
      ]),
    outcome: 'published',
    accepted: 1,
    rejected: 0,
    rules: { 'over-long-text': 1 },
    shows: ['Khan'],
  },
  {
    name: 'a-million-identical-rows',
    says: 'One row a million times is one fact',
    ...HEALTH,
    make: async () =>
      stream('contacts.csv', [`${CONTACTS_HEADER}\n`, () => repeated(`${contactRow({})}\n`, 1_000_000)]),
    outcome: 'published',
    accepted: 1_000_000,
    rejected: 0,
    live: 1,
  },
  {
    name: 'a-hundred-thousand-columns',
    says: 'A hundred thousand columns that nobody agreed',
    ...CSC,
    make: async () =>
      stream('ssd_person.csv', [
        `${PERSONS.trim()}${Array.from({ length: 100_000 }, (_, i) => `,p${i}`).join('')}\n`,
        `12,Ben,Barlow,2016-02-02${','.repeat(100_000)}\n`,
      ]),
    outcome: 'published',
    accepted: 1,
    rejected: 0,
    shows: ['Barlow'],
  },
  {
    name: 'ten-thousand-levels',
    says: 'Elements that nest ten thousand times',
    ...SCHOOL,
    make: async () => ctf('<Pupil>', '<a>'.repeat(10_000)),
    ...refused('nested too deeply'),
  },
  {
    name: 'two-gigabytes-in-an-element',
    says: 'Two gigabytes of text in one element',
    ...SCHOOL,
    make: async () => ctf('<Pupil><Surname>', 2 * GB),
    ...refused('a text in it is far too long'),
  },
  {
    name: 'gigabytes-in-an-attribute',
    says: 'A quarter of a gigabyte of text in one attribute',
    ...SCHOOL,
    make: async () => ctf('<Pupil a="', GB / 4),
    ...refused('a text in it is far too long'),
  },
  {
    name: 'gigabytes-in-a-name',
    says: 'A quarter of a gigabyte in the name of an element',
    ...SCHOOL,
    make: async () => ctf('<', GB / 4),
    ...refused('a text in it is far too long'),
  },
  {
    name: 'gigabytes-in-a-comment',
    says: 'A quarter of a gigabyte in a comment before the root element',
    ...SCHOOL,
    make: async () => stream('school.xml', ['<!--', GB / 4]),
    ...refused('is of no kind that is known here'),
  },
  {
    name: 'a-pupil-without-end',
    says: 'One pupil with ten million contacts',
    ...SCHOOL,
    make: async () =>
      ctf('<Pupil><Surname>Ashton</Surname><Contacts>', () => repeated('<Contact/>', 10_000_000)),
    ...refused('one record in it is far too long'),
  },
  {
    name: 'a-pupil-with-very-many',
    says: 'One pupil with as many contacts as fit into a record: a long list is no deep one, and is not compared with itself',
    ...SCHOOL,
    make: async () =>
      ctf(
        '<Pupil><Surname>Ashton</Surname><Contacts>',
        () => repeated('<Contact><Surname>Ash</Surname></Contact>', 150_000),
        '</Contacts></Pupil>',
      ),
    outcome: 'published',
    accepted: 1,
    rejected: 0,
    live: 300_001,
  },
  {
    name: 'a-million-unknown-elements',
    says: 'A million elements that nobody agreed, each with a name of its own: only so many names are kept',
    ...SCHOOL,
    make: async () =>
      ctf(PUPIL, () =>
        numbered(20_000, n => `<Pupil><Surname>Crook</Surname>${elements(n * 50, 50)}</Pupil>`),
      ),
    outcome: 'published',
    accepted: 20_001,
    rejected: 0,
    shows: ['Ashton'],
    dropped: ['others', ...Array.from({ length: 500 }, (_, n) => `Pupil/E${n}`)],
  },
  {
    name: 'a-link-in-a-folder',
    says: 'A folder that holds a link to a file of this machine',
    ...CSC,
    make: async folder => {
      await symlink('/etc/hostname', join(folder, 'ssd_person.csv'))
      return folder
    },
    ...refused('is a link to another file'),
  },
  {
    name: 'a-link-in-place-of-a-folder',
    says: 'A link in place of a folder',
    ...CSC,
    make: async folder => {
      await mkdir(join(folder, 'real'))
      await symlink(join(folder, 'real'), join(folder, 'link'))
      return join(folder, 'link')
    },
    ...refused('The path is a link'),
  },
  {
    name: 'a-control-character-in-a-file-name',
    says: 'A file whose name holds a control character',
    ...CSC,
    make: folder => written(folder, 'ssd_person\u0007.csv', Buffer.from(PERSONS)),
    ...refused('characters in it that cannot be seen'),
  },
  {
    name: 'a-direction-mark-in-a-file-name',
    says: 'A file whose name turns what stands behind it, so that it reads as another',
    ...CSC,
    make: folder => written(folder, 'ssd_person\u202evsc.exe', Buffer.from(PERSONS)),
    ...refused('characters in it that cannot be seen'),
  },
]
