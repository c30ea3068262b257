import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Fault } from '../kit/faults.ts'
import type { Linked } from './judge-pairs.ts'
import { type LinkOptions, linkFiles } from './link-files.ts'
import { readModelFile } from './model-file.ts'
import { summarise } from './report/summarise.ts'
import { makeReport, writeReport } from './report/write-report.ts'
import { FLAGS, IS_ADULT, IS_CHILD, IS_FEMALE, IS_MALE } from './rows/row-layout.ts'
import { writeClusters } from './write/write-clusters.ts'

const folder = mkdtempSync(join(tmpdir(), 'family-hub-link-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const MODEL = readModelFile(
  JSON.stringify({
    columns: {
      id: 'id',
      source: 'source',
      given: 'given',
      family: 'family',
      birthDate: 'born',
      sex: 'sex',
      addressLine: 'address',
      postcode: 'postcode',
      identifiers: ['nhs'],
      sealGroup: 'seal',
    },
  }),
  'model.json',
)
const HEADER = 'id,source,given,family,born,sex,address,postcode,nhs,seal'

let files = 0
function fileOf(text: string | Uint8Array): string {
  const path = join(folder, `${files++}.csv`)
  writeFileSync(path, text)
  return path
}

async function link(text: string | Uint8Array, options: Partial<LinkOptions> = {}): Promise<Linked> {
  return await linkFiles([fileOf(text)], MODEL, { threads: 1, ...options })
}

function clustersOf(linked: Linked): string {
  const path = join(folder, 'clusters.csv')
  writeClusters(path, linked)
  return readFileSync(path, 'utf8')
}

/** The person of a record, by id. */
function personOf(clusters: string, id: string): string | undefined {
  return clusters
    .split('\n')
    .find(line => line.split(',')[1] === id)
    ?.split(',')[2]
}

const FIRST =
  'Aisha Oliver Maya Jack Zofia Hamza Freya Noah Imran Ellie Kai Amelia Bilal Grace Leo Sana'.split(' ')
const LAST = 'Khan Ainsworth Nowak Holden Mahmood Pickup Iqbal Bamber Patel Rigby Okafor Entwistle'.split(' ')

/** Rows of people whom two sources hold, every third with a slip; from a fixed sequence of numbers. */
function madeRows(people: number): string[] {
  let state = 7
  const chance = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
  const rows: string[] = []
  for (let person = 0; person < people; person++) {
    const [given, family] = [
      FIRST[chance(FIRST.length)]!,
      `${LAST[chance(LAST.length)]}${'aeiou'[chance(5)]}`,
    ]
    const born = `${1980 + chance(40)}-0${1 + chance(9)}-${10 + chance(18)}`
    const home = `"${1 + chance(90)} Mill Lane, ""The Mews""\nPreston",PR${1 + chance(9)} ${1 + chance(9)}AB`
    const slip = person % 3 === 0 ? family.slice(0, 2) + family.slice(3) : family
    rows.push(`s${person},school,${given},${family},${born},F,${home},,`)
    rows.push(`c${person},care,${given},${slip},${born},F,${home},,`)
  }
  return rows
}

test('the same clusters and the same parameters, bit for bit, for any number of workers, order of rows and cut of the file', async () => {
  const rows = madeRows(400)
  const runs = await Promise.all([
    link([HEADER, ...rows].join('\n'), { threads: 1 }),
    link([HEADER, ...rows].join('\n'), { threads: 2, partBytes: 700 }),
    // Two runs on the caller’s thread take turns and must not meet.
    link([HEADER, ...rows.toReversed()].join('\n'), { threads: 0, partBytes: 900 }),
    link([HEADER, ...rows].join('\n'), { threads: 0, partBytes: 1100 }),
    link([HEADER, ...rows.toReversed()].join('\r\n'), { threads: 4, partBytes: 333 }),
    link(`\ufeff${[HEADER, ...rows.toSorted()].join('\n')}\n`, { threads: 3, partBytes: 5000 }),
  ])
  const [first, ...others] = runs.map(linked => ({
    clusters: clustersOf(linked),
    estimates: linked.estimates,
    weights: linked.weights,
  }))
  assert.equal(first?.clusters.split('\n').length, 802)
  for (const other of others) assert.deepEqual(other, first)
})

test('quotes, doubled quotes and line ends in cells are one with the cell, wherever the file is cut', async () => {
  const rows = madeRows(40)
  const plain = clustersOf(await link([HEADER, ...rows].join('\n'), { partBytes: 1 << 20 }))
  for (const partBytes of [1, 7, 64, 101])
    assert.equal(clustersOf(await link([HEADER, ...rows].join('\n'), { partBytes, threads: 2 })), plain)
})

test('a quote in the middle of a cell stands for itself, and the file is then read in one go', async () => {
  const rows = madeRows(40)
  const stray = rows.concat(
    'x1,school,Mary 5" Ann,Smith,2001-02-03,F,,,,',
    'x2,care,Mary,Smith,2001-02-03,F,,,,',
  )
  const [whole, cut] = await Promise.all([
    link([HEADER, ...stray].join('\n')),
    link([HEADER, ...stray].join('\n'), { partBytes: 90, threads: 2 }),
  ])
  assert.equal(clustersOf(cut), clustersOf(whole))
  assert.equal(whole.records.count, 82)
})

test('two different valid NHS numbers never join, and sealed records never meet others', async () => {
  const same = 'Aisha,Khan,2015-04-23,F,12 High Street,PR1 2AB'
  const text = [
    HEADER,
    ...madeRows(60),
    `a,school,${same},9434765870,`,
    `b,care,${same},9434765919,`,
    `c,health,${same},9434765870,adopted-1`,
    `d,police,${same},,`,
  ].join('\n')
  const linked = await link(text)
  const clusters = clustersOf(linked)
  assert.notEqual(personOf(clusters, 'a'), personOf(clusters, 'b'))
  for (const other of ['a', 'b', 'd']) assert.notEqual(personOf(clusters, 'c'), personOf(clusters, other))
  assert.match(clusters, /health,c,health:c,,no/)
})

const refused = async (text: string | Uint8Array, says: RegExp): Promise<void> => {
  await assert.rejects(link(text), error => error instanceof Fault && says.test(error.message))
}

test('what cannot be linked is refused with what to do, and leaves no file', async () => {
  await refused('', /is empty/)
  await refused(`${HEADER}\n`, /a header and no record/)
  await refused('id,source,name\n1,a,b\n', /no column "given", .*Its header is: id, source, name/)
  await refused(`${HEADER}\n,school,A,B,,,,,,\n`, /1 of 1 rows have no id/)
  await refused(`${HEADER}\na,s,A,B,,,,,,\na,s,C,D,,,,,,\n`, /1 of 2 records repeat the id/)
  await refused(`${HEADER}\na,s,"${'x'.repeat(1_200_000)},B,,,,,,\n`, /quote that is opened and never closed/)
  await refused(Buffer.from('\ufeffid,source\n', 'utf16le'), /UTF-16/)
  const sexAlone = readModelFile('{"columns":{"id":"id","sex":"sex","formerFamily":"family"}}', 'm')
  const some = fileOf(`${HEADER}\na,s,A,B,,M,,,,\n`)
  await assert.rejects(linkFiles([some], sexAlone, { threads: 1 }), /no way to bring records together/)
  await assert.rejects(linkFiles([join(folder, 'none.csv')], MODEL, { threads: 1 }), /ENOENT/)
  const linked = await link(`${HEADER}\na,s,A,B,,,,,,\n`)
  assert.throws(
    () => writeClusters(join(folder, 'no', 'such', 'folder.csv'), linked),
    /no such folder: make it first .*; nothing was written/,
  )
  assert.deepEqual(
    readdirSync(folder).filter(name => name.includes('partial')),
    [],
  )
})

test('all values missing, one value everywhere, and ten thousand Baby Smiths end with few pairs and a note', async () => {
  const empty = await link([HEADER, 'a,s,,,,,,,,', 'b,s,,,,,,,,'].join('\n'))
  assert.equal(summarise(empty).persons, 2)
  const same = Array.from({ length: 3000 }, (_, at) => `r${at},s,Ann,Lee,1990-05-05,F,1 Mill Lane,PR1 1AA,,`)
  const everywhere = summarise(await link([HEADER, ...same].join('\n')))
  assert.match(everywhere.notes.join(), /hold more than/)
  assert.equal(everywhere.pairsCompared, 0)
  const babies = Array.from({ length: 10_000 }, (_, at) => `b${at},s,Baby,Smith,,,,,,`)
  const many = await link([HEADER, ...babies, ...madeRows(50)].join('\n'))
  const { persons, pairsCompared, notes } = summarise(many)
  assert.ok(persons >= 10_050, String(persons))
  assert.ok(pairsCompared < 5000, String(pairsCompared))
  assert.match(notes.join(' '), /10,000 names of s stand for not known \(baby\)/)
})

test('the report measures clusters beside the truth, which linking never reads', async () => {
  const model = readModelFile(JSON.stringify({ columns: { ...MODEL.columns, truth: 'truth' } }), 'model.json')
  const rows = madeRows(200).map(
    row => `${row},${row.slice(1, row.indexOf(','))},${row.startsWith('s1') ? 'one' : 'two'}`,
  )
  const path = fileOf([`${HEADER},truth,culture`, ...rows].join('\n'))
  const linked = await linkFiles([path], model, { threads: 1, withAsides: true, by: 'culture' })
  assert.equal(clustersOf(linked), clustersOf(await linkFiles([path], MODEL, { threads: 2 })))
  const { measured, clusterSizes } = makeReport(linked)
  assert.ok(
    measured && measured.pairs.f1 > 0.95 && measured.bCubed.f1 > 0.95,
    JSON.stringify(measured?.pairs),
  )
  assert.deepEqual(
    measured.byColumn.map(({ group }) => group),
    ['one', 'two'],
  )
  assert.equal(
    clusterSizes.reduce((sum, { records, persons }) => sum + records * persons, 0),
    400,
  )
  const page = join(folder, 'report.html')
  writeReport(page, linked)
  assert.doesNotMatch(readFileSync(page, 'utf8'), /<script|https?:|Khan/)
})

test('stated levels and thresholds take the place of learnt ones; a level that is not there is refused', async () => {
  const path = fileOf([HEADER, ...madeRows(100)].join('\n'))
  const withLevels = async (comparisons: object): Promise<Linked> =>
    linkFiles(
      [path],
      readModelFile(JSON.stringify({ ...MODEL, comparisons, thresholds: { link: 90, review: 0 } }), 'm'),
      {
        threads: 1,
      },
    )
  const linked = await withLevels({ sex: { same: { same: 0.5, household: 0.25, unrelated: 0.125 } } })
  assert.equal(linked.weights.same[4]?.[1], -1)
  assert.equal(summarise(linked).persons, 200)
  await assert.rejects(
    withLevels({ sex: { equal: { same: 0.5, household: 0.5, unrelated: 0.5 } } }),
    /none of same, different/,
  )
  await assert.rejects(
    withLevels({ hair: { same: { same: 1, household: 1, unrelated: 1 } } }),
    /none of given, family/,
  )
})

test('a source’s default date, a date that is none and old encodings are told and count as missing', async () => {
  const rows = madeRows(300).map((row, at) =>
    at % 6 === 0 ? row.replace(/\d{4}-\d\d-\d\d/, '1900-01-01') : row,
  )
  const text = [HEADER, ...rows, 'x,school,Zo\u00eb,Lee,2001-02-31,F,,,,'].join('\n')
  const { notes } = summarise(await link(Buffer.from(text, 'latin1')))
  assert.match(notes.join(' '), /1900-01-01 stands in 100 records of school and counts as missing/)
  assert.match(notes.join(' '), /1 birth dates are no dates/)
  assert.match(notes.join(' '), /1 different values were not UTF-8/)
})

test('of sex and stage whole words count; others are told and count as missing', async () => {
  const stages = readModelFile(JSON.stringify({ columns: { ...MODEL.columns, stage: 'stage' } }), 'm')
  const cells = [
    ['M', 'child'],
    [' Boy ', 'Pupil'],
    ['2', 'CARER'],
    ['missing', 'Carer '],
    ['Mujer', 'contact'],
    ['withheld', 'C'],
    ['blank', 'adolescent'],
    ['9', 'n/a'],
    ['Not known', ''],
    ['-', '?'],
  ]
  const rows = cells.map(([sex, stage], at) => `r${at},s,Ann,Lee,,${sex},,,,,${stage}`)
  const linked = await linkFiles([fileOf([`${HEADER},stage`, ...rows].join('\n'))], stages, { threads: 1 })
  const { rows: packed, layout } = linked.records.people
  const flagsOf = (row: number, ...flags: number[]): number[] =>
    flags.filter(flag => (packed[row * layout.stride + FLAGS]! & flag) !== 0)
  assert.deepEqual(
    cells.map((_, row) => flagsOf(row, IS_MALE, IS_FEMALE, IS_CHILD, IS_ADULT)),
    [
      [IS_MALE, IS_CHILD],
      [IS_MALE, IS_CHILD],
      [IS_FEMALE, IS_ADULT],
      [IS_ADULT],
      [IS_ADULT],
      [],
      [],
      [],
      [],
      [],
    ],
  )
  const { notes } = summarise(linked)
  assert.match(notes.join(' '), /4 sexes are none of the words that are known .* 2 stages are none/)
})

test('a model of more comparisons than a pattern holds is refused, with how many too many', () => {
  const modelOf = (texts: number): string =>
    JSON.stringify({
      columns: {
        id: 'id',
        given: 'given',
        identifiers: ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'],
        text: Array.from({ length: texts }, (_, at) => `t${at}`),
        relatives: ['child'],
      },
    })
  assert.equal(readModelFile(modelOf(4), 'm').columns.text?.length, 4)
  assert.throws(() => readModelFile(modelOf(6), 'm'), /22 ways, and 20 is the most. Name 2 fewer/)
})

test('six identifiers and all roles are linked by rules that fit a run, and the rule left out is told', async () => {
  const numbers = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6']
  const wide = readModelFile(
    JSON.stringify({
      columns: {
        id: 'id',
        given: 'given',
        family: 'family',
        birthDate: 'born',
        addressLine: 'address',
        postcode: 'postcode',
        uprn: 'uprn',
        phone: 'phone',
        email: 'email',
        identifiers: numbers,
      },
    }),
    'm',
  )
  const rows = madeRows(50).map((row, at) => {
    const [id, , given, family, born] = row.split(',')
    return `${id},${given},${family},${born},1 Mill Lane,PR1 1AA,10000${at},0770090${1000 + at},x${at}77@example.org${',A1'.repeat(6)}`
  })
  const header = `id,given,family,born,address,postcode,uprn,phone,email,${numbers.join(',')}`
  const { notes, persons } = summarise(
    await linkFiles([fileOf([header, ...rows].join('\n'))], wide, { threads: 2 }),
  )
  assert.ok(persons < 100, String(persons))
  assert.match(notes.join(' '), /agree only by email were not compared: these columns ask for more rules/)
})
