import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { levelIn } from '../../src/linkage/compare/comparisons.ts'
import type { Linked } from '../../src/linkage/judge-pairs.ts'
import { linkFiles } from '../../src/linkage/link-files.ts'
import { readModelFile } from '../../src/linkage/model-file.ts'
import { wordOf } from '../../src/linkage/rows/dictionary.ts'
import { SOURCE } from '../../src/linkage/rows/row-layout.ts'
import { HEADER, personOf, type Row, TODAY } from './oracle-person.ts'
import { pairOf, type ScoredPair, scoreAllPairs, settle } from './oracle-score.ts'

const folder = mkdtempSync(join(tmpdir(), 'family-hub-oracle-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const MODEL = readModelFile(
  JSON.stringify({
    columns: {
      id: 'id',
      source: 'source',
      given: 'given',
      middle: 'middle',
      family: 'family',
      formerFamily: 'former',
      knownAs: 'known',
      birthDate: 'born',
      sex: 'sex',
      stage: 'stage',
      addressLine: 'address',
      postcode: 'postcode',
      uprn: 'uprn',
      phone: 'phone',
      email: 'email',
      identifiers: ['number'],
      text: ['work'],
      relatives: ['child', 'child2'],
      sealGroup: 'seal',
    },
    adultsBornBefore: '2008-09-01',
  }),
  'model.json',
)

const words = (text: string): string[] => text.split('|')

/** Values as files of people have them: good ones, several ways of writing one, and such as stand for none. */
const POOLS: Record<Exclude<keyof Row, 'id'>, string[]> = {
  source: words('school|care|health|'),
  given: words(
    'Aisha|Ayesha|AISHA|Zoë|Zoe|Mary Ann|Mary-Ann|M|Robert|Bob|Muhammad|Mohammed|Khan|Łukasz|李|Baby|Unknown|Dr John|Jon|Johnathan|Wolfeschlegelsteinhausenbergerdorff|Al|Ali|Hassan|Hussain|Na|Test|Infant| |',
  ),
  middle: words('Rose|R|Ann|Anne|Jay Lee|Baby|NA||||'),
  family: words(
    "Khan|Kahn|O'Brien|OBrien|Smith-Jones|Smith|Jones|Jones-Smith|Nowak|Nowack|Müller|Mueller|van der Berg|Aisha|Iqbal|Lee|Unknown|Li|",
  ),
  former: words('Smith|Khan|Patel||||||'),
  born: words(
    '2015-04-23|23/04/2015|23.4.15|20150423|23 April 2015|23rd April 2015|April 23, 2015|Thu 23 Apr 2015|20150423 00:00|20150423101500|15-04-23|15-04-28|85-11-02|02-11-85|27.3.15|04/23/2015|2015-04-28|2015-02-31|2015-03-04|04/03/2015|3/4/2015|1985-11-02|02111985|2nd Nov 1985|1985-02-11|1985-11-02T00:00:00|1900-01-01|2014-05-23|1999-12-31|unknown||31/13/2001|1789-07-14',
  ),
  known: words('Bob|Ayesha|Seun|Robert|Baby|||||||'),
  stage: words('child|Adult|Pupil|Carer|contact|C|a|none||||'),
  child: words('Zara 2015-04-23|zara 20150423|Adam 2019-01-02||||||'),
  child2: words('Adam 2019-01-02|Noor 2020-02-03|||||||'),
  sex: words('M|F|male|Female|1|2|9|X|boy|girl|missing|Mujer|withheld|'),
  address: words(
    '12 High Street|12, high st.|12a High Street|Flat 3, 12 High Street|14 Mill Lane|14 Mill Ln|Rose Cottage, Mill Lane|Rose Cotage Mill Lane|"The Elms"\n9 Park Road|9 Park Rd|',
  ),
  postcode: words('PR1 2AB|pr12ab|PR1 2AD|PR1 9ZZ|PR02 1AA|PR2 1AA|EC1A 1BB|2605|2650|26050|D02 X285|ZZ|'),
  uprn: words('100010001234|0100010001234|100010001235|12|||||'),
  phone: words('07700 900123|+44 7700 900123|(01632) 960 456|01632 960789|0000000000|ext 12||||'),
  email: words(
    'sara77@example.org|SARA77@example.org|sara77@example.com|aisha.khan@example.org|quiet.river@example.org|quietriver@example.net|no-mail|@|||',
  ),
  number: words(
    '9434765870|943 476 5870|9434765919|9434756870|943476587|9435765870|9434767580|9434765780|9344765870|AB 12|ab12|||||',
  ),
  work: words('Baker|baker|Bakers|Tree surgeon|Tree-surgeon|Joiner||||'),
  seal: words('||||||||||||adopted-1|adopted-2'),
}

const cell = (column: keyof typeof POOLS): fc.Arbitrary<string> => fc.constantFrom(...POOLS[column])
const arbRow = fc.record(
  Object.fromEntries(
    HEADER.filter(column => column !== 'id').map(column => [column, cell(column as 'given')]),
  ),
) as unknown as fc.Arbitrary<Row>

/** People, most of them on several rows: each further row changes some cells, swaps the names or leaves cells out. */
const arbPerson = fc
  .tuple(arbRow, fc.array(fc.tuple(arbRow, fc.infiniteStream(fc.nat(9))), { maxLength: 3 }))
  .map(([first, others]) => [
    first,
    ...others.map(([other, chances]) => slip(first, other, [...chances.take(HEADER.length)])),
  ])

function slip(first: Row, other: Row, chances: number[]): Row {
  const row = Object.fromEntries(
    HEADER.map((column, at) => {
      const chance = chances[at]!
      return [column, chance === 0 ? other[column] : chance === 1 && column !== 'seal' ? '' : first[column]]
    }),
  ) as Row
  row.source = other.source
  return chances[0] === 9 ? { ...row, given: row.family, family: row.given } : row
}

const arbFile = fc
  .array(arbPerson, { minLength: 4, maxLength: 30 })
  .map(people => people.flat().map((row, at) => ({ ...row, id: `r${at}` })))

const quoted = (text: string): string =>
  /[",\n;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
const csvOf = (rows: Row[]): string =>
  [HEADER.join(','), ...rows.map(row => HEADER.map(column => quoted(row[column])).join(','))].join('\n')

/** The engine's pairs as the oracle gives its own. */
function pairsOf({ records, links, pairs, comparisons }: Linked): ScoredPair[] {
  const { people, ids, dictionary } = records
  const named = (row: number): { source: string; id: string } => ({
    source: wordOf(dictionary, people.rows[row * people.layout.stride + SOURCE]!),
    id: Buffer.from(ids.bytes.subarray(ids.starts[row], ids.starts[row]! + ids.lengths[row]!)).toString(),
  })
  return Array.from({ length: links.count }, (_, at) => {
    const pattern = links.patterns[at]!
    const levels = Object.fromEntries(
      comparisons.map(({ name, place, levels }) => [
        name,
        levels[levelIn(pairs.patterns.low[pattern]!, pairs.patterns.high[pattern]!, place) - 1] ?? '',
      ]),
    )
    return { ids: pairOf(named(links.a[at]!), named(links.b[at]!)), bits: links.bits[at]!, levels }
  })
}

const inOrder = (pairs: ScoredPair[]): ScoredPair[] => pairs.toSorted((a, b) => (a.ids < b.ids ? -1 : 1))
const withoutBits = (pairs: ScoredPair[]): object[] => pairs.map(({ ids, levels }) => ({ ids, levels }))

let files = 0
async function bothWays(rows: Row[]): Promise<{ ours: ScoredPair[]; oracles: ScoredPair[] }> {
  const path = join(folder, `${files++}.csv`)
  writeFileSync(path, csvOf(rows))
  const linked = await linkFiles([path], MODEL, { threads: 1, today: TODAY })
  rmSync(path)
  const people = settle(rows.map(personOf))
  return {
    ours: inOrder(pairsOf(linked)),
    oracles: inOrder(scoreAllPairs(people, linked, linked.thresholds.review)),
  }
}

test('the engine finds the pairs, levels and bits that a plain reading of every pair finds', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(arbFile, async rows => {
      const { ours, oracles } = await bothWays(rows)
      assert.deepEqual(withoutBits(ours), withoutBits(oracles))
      for (const [at, { bits, ids }] of ours.entries())
        assert.ok(Math.abs(bits - oracles[at]!.bits) < 1e-6, `${ids}: ${bits} and ${oracles[at]!.bits}`)
      compared += ours.length
    }),
    { numRuns: Number(process.env['PROVE_N'] ?? 1) * 20 },
  )
  assert.ok(compared > 100, `only ${compared} pairs`)
})

test('two neighbours that changed places are one slip anywhere in a long number', async () => {
  const row = (id: string, number: string): Row =>
    ({
      ...Object.fromEntries(HEADER.map(column => [column, ''])),
      id,
      number,
      given: 'Aisha',
      family: 'Khan',
      born: '2015-04-23',
    }) as Row
  for (let at = 0; at < 9; at++) {
    const one = '1234567890'
    const other = one.slice(0, at) + one[at + 1] + one[at] + one.slice(at + 2)
    const { ours, oracles } = await bothWays([row('a', one), row('b', other), row('c', 'AB 12')])
    assert.equal(ours.find(({ ids }) => ids.includes(':b'))?.levels['identifier number'], 'oneSlip', other)
    assert.deepEqual(withoutBits(ours), withoutBits(oracles))
  }
})
