import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'

const ROOT = new URL('../..', import.meta.url).pathname
const COMMAND = join(ROOT, 'bin/family-hub.mjs')
/** The process that does the work: what the launcher starts. */
const WORK = join(ROOT, 'src/cli/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'family-hub-bad-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const HEADER = 'id,given,family,born,address,nhs'
const columns = {
  id: 'id',
  given: 'given',
  family: 'family',
  birthDate: 'born',
  addressLine: 'address',
  identifiers: ['nhs'],
}
const MODEL = join(folder, 'model.json')
writeFileSync(MODEL, JSON.stringify({ columns }))

type Ran = { code: number | null; said: string; out: string; leftovers: string[] }
type How = {
  /** Words before the command, such as a shell that sets a limit. */
  through?: string[]
  env?: Record<string, string>
  options?: string[]
  model?: string
  /** Called with what was said so far, until it gives a signal to send. */
  interrupt?: (said: string) => NodeJS.Signals | undefined
}

let runs = 0
async function link(content: string | Uint8Array | string[], how: How = {}): Promise<Ran> {
  const place = mkdtempSync(join(folder, `${runs++}-`))
  const paths = Array.isArray(content) ? content : [join(place, 'people.csv')]
  if (!Array.isArray(content)) writeFileSync(paths[0]!, content)
  const out = join(place, 'clusters.csv')
  const program = how.env ? COMMAND : WORK
  const words = [
    ...(how.through ?? []),
    process.execPath,
    program,
    'link',
    ...paths,
    '--model',
    how.model ?? MODEL,
    ...(how.options?.includes('--out') ? [] : ['--out', out]),
    ...(how.options ?? []),
  ]
  // Thirty starts of one program: its files are compiled once.
  const env = { ...process.env, NO_COLOR: '1', NODE_COMPILE_CACHE: join(folder, 'compiled'), ...how.env }
  const child = spawn(words[0]!, words.slice(1), { env })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      said += String(chunk)
      const signal = child.killed ? undefined : how.interrupt?.(said)
      if (signal) child.kill(signal)
    })
  const [code] = (await once(child, 'close')) as [number | null]
  const leftovers = readdirSync(place).filter(name => name !== 'people.csv' && name !== 'clusters.csv')
  return { code, said, out: existsSync(out) ? readFileSync(out, 'utf8') : '', leftovers }
}

const FIRST =
  'Aisha Oliver Maya Jack Zofia Hamza Freya Noah Imran Ellie Kai Amelia Bilal Grace Leo Sana'.split(' ')
const LAST = 'Khan Ainsworth Nowak Holden Mahmood Pickup Iqbal Bamber Patel Rigby Okafor Entwistle'.split(' ')
/** Rows of so many records, two a person, their addresses with quotes, commas and line ends. */
function rowsOf(records: number): string[] {
  return Array.from({ length: records }, (_, at) => {
    const person = at >> 1
    const born = `${1940 + (person % 80)}-0${1 + (person % 9)}-${10 + (person % 19)}`
    const name = `${FIRST[person % 16]},${LAST[(person >> 4) % 12]}${'aeiou'[(person >> 8) % 5]}${'lnrst'[(person >> 11) % 5]}`
    return `r${at},${name},${born},"${person % 90} Mill Lane, ""The Mews""\nPreston",`
  })
}
const fileOf = (rows: string[]): string => [HEADER, ...rows].join('\n')

const refusals: [name: string, content: string | Uint8Array, says: RegExp][] = [
  ['no bytes at all', '', /is empty/],
  ['a byte order mark alone', '\ufeff', /is empty/],
  ['blanks and line ends alone', ' \r\n\n', /is empty/],
  ['a header alone', `${HEADER}\n`, /a header and no record/],
  [
    'a record without an id',
    `${HEADER}\n,Ann,Lee,,,\n2,Bo,Lee,,,\n`,
    /1 of 2 rows have no id. Give every record/,
  ],
  [
    'one id twice',
    `${HEADER}\n1,Ann,Lee,,,\n1,Bo,Lee,,,\n`,
    /repeat the id .* Give each record an id of its own.* two files of one name are one/,
  ],
  ['other columns', 'nr,name\n1,Ann\n', /no column "id", .* Its header is: nr, name/],
  [
    'columns in capital letters',
    `${HEADER.toUpperCase()}\n1,Ann,Lee,,,\n`,
    /header is: ID, GIVEN, .*Small and capital letters count/,
  ],
  [
    'a column twice',
    `${HEADER},given\n1,Ann,Lee,,,,Bo\n`,
    /more than one column "given". Name each differently/,
  ],
  ['UTF-16 with its mark', Buffer.from(`\ufeff${HEADER}\n`, 'utf16le'), /UTF-16. Save it as CSV in UTF-8/],
  ['UTF-16 without', Buffer.from(`${HEADER}\n1,Ann,Lee,,,\n`, 'utf16le'), /UTF-16. Save it as CSV in UTF-8/],
  ['a workbook', Buffer.from('PK\u0003\u0004\u0014\u0000\u0006\u0000rest'), /no text .* Save it as CSV/],
  [
    'a quote never closed in a small file',
    `${HEADER}\n1,"Ann,Lee,,,\n2,Bo,Lee,,,\n`,
    /a quote that is opened and never closed, in the row that begins at byte 33. Close it there/,
  ],
  [
    'a quote never closed',
    `${HEADER}\n1,"${'x,\n'.repeat(700_000)}`,
    /more than 1,048,576 bytes, which begins at byte 33. A quote/,
  ],
  ['a header without end', 'id,'.repeat(400_000), /no line end in its first 1,048,576 bytes/],
]

describe('a file that cannot be linked is refused with what to do, exit code 3, and leaves no file', {
  concurrency: 2,
}, () => {
  for (const [name, content, says] of refusals)
    test(name, async () => {
      const { code, said, out, leftovers } = await link(content)
      assert.match(said, says)
      assert.deepEqual({ code, out, leftovers }, { code: 3, out: '', leftovers: [] })
    })

  test('a line of more than 64 MB', async () => {
    const { code, said, out } = await link(
      Buffer.concat([Buffer.from(`${HEADER}\n1,`), Buffer.alloc(65 << 20, 'x'), Buffer.from(',Lee,,,\n')]),
    )
    assert.match(said, /row of more than 1,048,576 bytes/)
    assert.deepEqual({ code, out }, { code: 3, out: '' })
  })

  test('no such file, and a folder', async () => {
    const none = await link([join(folder, 'none.csv')])
    assert.match(none.said, /none.csv: there is no such file/)
    const aFolder = await link([folder])
    assert.match(aFolder.said, /is no file. Name the file itself/)
    assert.deepEqual([none.code, aFolder.code], [3, 3])
  })

  const models: [name: string, text: string, says: RegExp][] = [
    ['that is no JSON', '{"columns":', /model.json is not JSON/],
    [
      'with a role that is none',
      JSON.stringify({ columns: { ...columns, givn: 'given' } }),
      /columns has "givn", and the roles are id, source, given, .*truth/,
    ],
    [
      'with one column in two roles',
      JSON.stringify({ columns: { ...columns, middle: 'given' } }),
      /column "given" is named as given and as middle. Name it once/,
    ],
    [
      'with a rule by a column that it does not name',
      JSON.stringify({ columns, blocking: { rules: ['phone'] } }),
      /has "phone", and the model names no column for phone. Name it, or leave the rule out/,
    ],
    [
      'whose id is a name too',
      JSON.stringify({ columns: { ...columns, middle: 'id' } }),
      /column "id" is named as id and as middle. Name it once/,
    ],
    [
      'with a level that is no share',
      JSON.stringify({ columns, comparisons: { given: { exact: 0.9 } } }),
      /comparisons: It must be "auto" or levels such as/,
    ],
    [
      'with a level that there is not',
      JSON.stringify({ columns, comparisons: { sex: { equal: { same: 1, household: 1, unrelated: 1 } } } }),
      /comparisons.sex has "equal", which is none of same, different/,
    ],
    [
      'with a day of adults and no stage',
      JSON.stringify({ columns, adultsBornBefore: '2008-09-01' }),
      /adultsBornBefore, which tells a child from an adult .* Name both columns, or leave it out/,
    ],
    [
      'with one column alone',
      JSON.stringify({ columns: { id: 'id', source: 'source', stage: 'stage', given: 'given' } }),
      /one column by which to know people. Name at least two of .*, identifiers, text, relatives/,
    ],
    [
      'without a column of ids',
      JSON.stringify({ columns: { given: 'given', family: 'family' } }),
      /columns.id: It must name the column of the records’ ids/,
    ],
    [
      'with a review above the line',
      JSON.stringify({ columns, thresholds: { link: 1, review: 2 } }),
      /review must not be above link/,
    ],
  ]
  for (const [name, text, says] of models)
    test(`a model ${name} is a matter of usage`, async () => {
      const model = join(mkdtempSync(join(folder, 'model-')), 'model.json')
      writeFileSync(model, text)
      const { code, said, out } = await link(fileOf(rowsOf(2)), { model })
      assert.match(said, says)
      assert.deepEqual({ code, out }, { code: 2, out: '' })
    })

  test('no model, and one behind the mark that some editors write', async () => {
    const none = await link(fileOf(rowsOf(2)), { model: join(folder, 'none.json') })
    assert.match(none.said, /none.json: there is no such file/)
    assert.equal(none.code, 2)
    const marked = join(folder, 'marked.json')
    writeFileSync(marked, `\ufeff${JSON.stringify({ columns })}`)
    assert.equal((await link(fileOf(rowsOf(2)), { model: marked })).code, 0)
  })

  test('what would be written over what is read, or over itself, or what is named twice', async () => {
    const path = join(mkdtempSync(join(folder, 'own-')), 'people.csv')
    const text = fileOf(rowsOf(2))
    writeFileSync(path, text)
    for (const [inputs, options, says] of [
      [[path], ['--out', path], /people.csv is read and would be written over. Name another file/],
      [[path], ['--out', MODEL], /model.json is read and would be written over/],
      [[path], ['--out', `${path}.out`, '--pairs', `${path}.out`], /people.csv.out is named twice/],
      [[path, path], [], /people.csv is named twice/],
      [[path], ['--out', '-'], /no name for a file/],
      [[path], ['--by', 'given'], /name one with --report/],
      [
        [path],
        ['--by', 'given', '--report', `${path}.html`],
        /--by compares what was missed .* names no truth/,
      ],
      [[], [], /Name the files of people/],
    ] as const) {
      const { code, said } = await link([...inputs], { options: [...options] })
      assert.match(said, says)
      assert.equal(code, 2)
    }
    assert.equal(readFileSync(path, 'utf8'), text)
  })
})

describe('odd files are linked, and what is odd is told', { concurrency: 2 }, () => {
  test('all values missing', async () => {
    const { code, said } = await link(fileOf(Array.from({ length: 50 }, (_, at) => `${at},,,,,`)))
    assert.match(said, /50 records, 50 persons, 0 links/)
    assert.match(said, /No rule brought two records together.* See whether the model names the right columns/)
    assert.equal(code, 0)
  })

  test('invalid dates, NUL bytes and short rows', async () => {
    const rows = ['1,Ann,Lee,2021-02-30,,', '2,Bo,Lee,99/99/9999,,', '3,\0,Lee,,,', '4,Ann']
    const { code, said } = await link(fileOf(rows))
    assert.match(said, /2 birth dates are no dates/)
    assert.match(said, /1 of 4 rows end before the last column/)
    assert.equal(code, 0)
  })

  test('UTF-8 and Windows-1252 in one file name one person alike', async () => {
    const people = rowsOf(200).join('\n')
    const born = '1990-05-05,12 High Street'
    const { code, said, out } = await link(
      Buffer.concat([
        Buffer.from(`\ufeff${HEADER}\n${people}\nu,Zoë,Łukasz,1971-01-02,,\n`),
        Buffer.from(`w,Zoë,Müller,${born},\n`, 'latin1'),
        Buffer.from(`x,Zoë,Müller,${born},\n`),
      ]),
    )
    assert.match(said, /2 different values were not UTF-8 and were read as Windows-1252/)
    assert.match(out, /people,x,people:w,/)
    assert.equal(code, 0)
  })

  test('one value everywhere and 10,000 Baby Smiths: caps are told, and say the same for any order of rows', async () => {
    const same = Array.from({ length: 3000 }, (_, at) => `s${at},Ann,Lee,,1 Mill Lane,`)
    const babies = Array.from({ length: 10_000 }, (_, at) => `b${at},Baby,Smith,2024-0${1 + (at % 9)}-11,,`)
    const rows = [...same, ...babies, ...rowsOf(200)]
    const [one, other] = await Promise.all([link(fileOf(rows)), link(fileOf(rows.toReversed()))])
    assert.match(
      one.said,
      /1 blocks of given\+family hold more than 12 records each \(3,000 in all\) and gave no pairs/,
    )
    assert.match(one.said, /4 more dates stand in so many records/)
    const notes = (text: string): string[] =>
      text
        .split('\n')
        .filter(line => !/^Comparing|^Took/.test(line))
        .sort()
    assert.equal(other.out, one.out)
    assert.deepEqual(notes(other.said), notes(one.said))
    assert.equal(one.out.split('\n').length, 13_202)
  })

  test('quotes and line ends across the workers’ cut', async () => {
    const text = fileOf(rowsOf(60_000))
    const [alone, together] = await Promise.all([
      link(text, { options: ['--threads', '1'] }),
      link(text, { options: ['--threads', '3'] }),
    ])
    assert.match(together.said, /60,000 records/)
    assert.equal(together.out, alone.out)
  })
})

describe('what a run cannot finish leaves no file that looks whole', { concurrency: 2 }, () => {
  const some = fileOf(rowsOf(3000))

  test('a full disk', async () => {
    const { code, said, leftovers } = await link(some, { options: ['--out', '/dev/full'] })
    assert.match(said, /The disk is full: free some space .*nothing was written/)
    assert.deepEqual({ code, leftovers }, { code: 1, leftovers: [] })
  })

  test('a limit on the size of files', async () => {
    const limited = ['/bin/sh', '-c', 'ulimit -f 20; exec "$@"', 'sh']
    const { code, said, out, leftovers } = await link(some, { through: limited })
    assert.match(said, /larger than this system allows: write it elsewhere/)
    assert.deepEqual({ code, out, leftovers }, { code: 1, out: '', leftovers: [] })
  })

  test('a folder that is not there', async () => {
    const { code, said } = await link(some, { options: ['--out', join(folder, 'none', 'clusters.csv')] })
    assert.match(said, /no such folder: make it first/)
    assert.doesNotMatch(said, /Comparing/, 'before the work, not after')
    assert.equal(code, 1)
  })

  test('no memory', async () => {
    const { code, said, out } = await link(some, { env: { NODE_OPTIONS: '--max-old-space-size=10' } })
    assert.match(said, /memory/)
    assert.notEqual(code, 0)
    assert.equal(out, '')
  })

  for (const [signal, exit] of [
    ['SIGINT', 130],
    ['SIGTERM', 130],
    ['SIGKILL', null],
  ] as const)
    test(`an interruption by ${signal}`, async () => {
      const { code, said, out, leftovers } = await link(fileOf(rowsOf(60_000)), {
        options: ['--verbose'],
        interrupt: heard => (heard.includes('Read 60,000') ? signal : undefined),
      })
      if (exit === 130) assert.match(said, /Stopped before anything was written.*Start it again/)
      assert.deepEqual({ code, out, leftovers }, { code: exit, out: '', leftovers: [] })
    })
})
