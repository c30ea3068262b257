import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { makeCompiler } from '../../src/linkage/splink/compile-expression.ts'
import { linkBySplink } from '../../src/linkage/splink/link-by-splink.ts'
import { NotReadable, parseExpression, type Value } from '../../src/linkage/splink/parse-expression.ts'
import { readRecords } from '../../src/linkage/splink/read-records.ts'
import { readSplinkModel } from '../../src/linkage/splink/read-splink-model.ts'
import { scorePairs } from '../../src/linkage/splink/score-pairs.ts'
import {
  damerauLevenshtein,
  jaccard,
  jaro,
  jaroWinkler,
  levenshtein,
} from '../../src/linkage/splink/string-distance.ts'

const ROOT = new URL('../..', import.meta.url).pathname
const REFERENCES = new URL('splink/', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'family-hub-splink-'))
after(() => rmSync(folder, { recursive: true, force: true }))

type Row = Record<string, string>
const rowsOf = (name: string): Row[] => parse(readFileSync(REFERENCES + name), { columns: true }) as Row[]
const savedModel = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`${REFERENCES}${name}.model.json`, 'utf8')) as Record<string, unknown>

for (const [name, by] of [
  ['county', 'Splink 5'],
  ['register', 'Splink 4'],
] as const)
  describe(`the ${name}, as ${by} saved its model`, () => {
    const file = `${REFERENCES}${name}.csv`
    const model = readSplinkModel(savedModel(name), name)

    test('every pair that Splink scores has its match weight within a millionth of a bit, and no other pair is scored', async () => {
      const records = await readRecords([file], model)
      const found = scorePairs(model, records, Number.NEGATIVE_INFINITY)
      const theirs = new Map(
        rowsOf(`${name}.weights.csv`).map(row => [
          `${row['rec_id_l']} ${row['rec_id_r']}`,
          Number(row['match_weight']),
        ]),
      )
      assert.equal(found.bits.length, theirs.size)
      assert.ok(theirs.size > 500)
      for (const [at, bits] of found.bits.entries()) {
        const pair = `${records.ids[found.l[at]!]} ${records.ids[found.r[at]!]}`
        const weight = theirs.get(pair)
        assert.ok(weight !== undefined && Math.abs(weight - bits) < 1e-6, `${pair}: ${bits} and ${weight}`)
      }
    })

    test('its clusters are Splink’s at even odds', async () => {
      const { keyOf, records } = await linkBySplink([file], model)
      const together = (persons: (row: number) => string): string[] => {
        const members = new Map<string, string[]>()
        for (const [row, id] of records.ids.entries()) {
          const person = persons(row)
          members.set(person, [...(members.get(person) ?? []), id])
        }
        return [...members.values()].map(ids => ids.join(' ')).sort()
      }
      const theirs = new Map(rowsOf(`${name}.clusters.csv`).map(row => [row['rec_id'], row['cluster_id']!]))
      assert.deepEqual(
        together(row => String(keyOf[row])),
        together(row => theirs.get(records.ids[row]!)!),
      )
    })
  })

test('distances of words are DuckDB’s, byte by byte', () => {
  for (const { one, other, ...theirs } of rowsOf('distances.csv')) {
    const ours = {
      levenshtein: levenshtein(one!, other!),
      damerau_levenshtein: damerauLevenshtein(one!, other!),
      jaro_similarity: jaro(one!, other!),
      jaro_winkler_similarity: jaroWinkler(one!, other!),
      jaccard: jaccard(one!, other!),
    }
    for (const most of [0, 1, 3])
      assert.equal(levenshtein(one!, other!, most) <= most, ours.levenshtein <= most, `${one} and ${other}`)
    for (const [distance, value] of Object.entries(ours))
      assert.ok(
        Math.abs(value - Number(theirs[distance])) < 1e-12,
        `${distance} of ${one} and ${other}: ${value}`,
      )
  }
})

const record = {
  given: 'Zoë',
  family: null,
  born: '2015-04-23',
  age: '9',
  town: 'Mill Hill',
  hobbies: "['chess', 'choir']",
}
function valueOf(sql: string): Value {
  const columns = new Map(Object.entries(record).map(([name, text]) => [name, [text]]))
  return makeCompiler({ count: 1, columns }).compile(parseExpression(sql, 'suffix'))(0, 0)
}

/** Each with what DuckDB 2.0 answers. */
const ANSWERS: [sql: string, value: Value][] = [
  ["family_l = 'Lee'", null],
  ["family_l = 'Lee' or given_l = 'Zoë'", true],
  ["family_l = 'Lee' and given_l = 'Ann'", false],
  ['not (family_l is null)', false],
  ["family_l is distinct from 'Lee'", true],
  ['coalesce(family_l, given_l)', 'Zoë'],
  ["nullif(given_l, 'Zoë')", null],
  ["concat('a', family_l)", 'a'],
  ["'a' || family_l", null],
  ['greatest(1, null)', 1],
  ['length(given_l)', 3],
  ['substr(given_l, 3, 1)', 'ë'],
  ["substr('abc', 0, 2)", 'a'],
  ["substr('abc', -2)", 'bc'],
  ["left('abc', 2) || right('abc', 1)", 'abc'],
  ["lower('ÀB')", 'àb'],
  ["split_part('a b', ' ', 2)", 'b'],
  ["split_part('a b', ' ', 5)", ''],
  ["strip_accents('Zoë')", 'Zoe'],
  ["regexp_extract('abc', 'z', 0)", ''],
  ["regexp_extract('PR1 2AB', '^([A-Z]+)(\\d)', 2)", '1'],
  ["regexp_replace('a-b-c', '-', '', 'g')", 'abc'],
  ['"town_l" LIKE \'Mill%\' AND "town_r" NOT IN (\'Ashton\')', true],
  ["'10' < '9'", false], // DuckDB compares texts here; files do not tell types, so digits are numbers.
  ['age_l * 2 + 1 between 18 and 19', true],
  ["cast('2.5' as int)", 3],
  ["try_cast('x' as int)", null],
  ['round(-2.5)', -3],
  ['1 / 0', null],
  ["epoch(try_strptime(born_l, '%Y-%m-%d'))", 1_429_747_200],
  ["year(try_strptime('23/04/69', '%d/%m/%y'))", 1969],
  ["try_strptime('2015-02-30', '%Y-%m-%d')", null],
  ["try_strptime(' 2015-4-3 ', '%Y-%m-%d') = date '2015-04-03'", true],
  ["try_strptime('2015-04-03x', '%Y-%m-%d')", null],
  ["date_diff('month', date '2015-01-31', born_l::date)", 3],
  ["array_length(list_intersect(hobbies_l, ['choir', 'sewing']))", 1],
  ['case age_l when 9 then 1 else 2 end', 1],
  ['3 - 2 - 1', 0],
  ['-age_l', -9],
]

test('expressions mean what they mean to DuckDB, the unknown value included', () => {
  for (const [sql, value] of ANSWERS) assert.deepEqual(valueOf(sql), value, sql)
})

const level = (sql: string, more: object = {}): object => ({
  sql_condition: sql,
  m_probability: 0.9,
  u_probability: 0.1,
  ...more,
})
const modelWith = (levels: object[], more: object = {}): object => ({
  ...savedModel('county'),
  comparisons: [{ output_column_name: 'first_name', comparison_levels: levels }],
  ...more,
})

test('what cannot be imported is refused by name', async () => {
  const refused = (json: object, says: RegExp): void =>
    assert.throws(() => readSplinkModel(json, 'model.json'), says)
  const rules = (blocking_rule: string, more: object = {}): object =>
    modelWith([level('ELSE'), level('ELSE')], {
      blocking_rules_to_generate_predictions: [{ blocking_rule, ...more }],
    })
  const lambda = 'list_max(list_transform(first_name_l, x -> x)) > 1'
  refused(
    modelWith([level(lambda), level('ELSE')]),
    /comparison first_name, level "list_max.*"->"|"x" is no column/,
  )
  refused(
    modelWith([level('first_name = 1'), level('ELSE')]),
    /"first_name" is no column that ends in _l or _r/,
  )
  refused(modelWith([level('first_name_l ='), level('ELSE')]), /"the end" stands where a value should/)
  refused({ ...savedModel('county'), sql_dialect: 'spark' }, /only models saved for DuckDB/)
  refused({ ...savedModel('county'), link_type: 'else' }, /link_type/)
  refused(rules('l.a = r.a', { arrays_to_explode: ['a'] }), /rules over the items of lists are not known/)
  refused(
    modelWith([
      level('levenshtein(surname_l, surname_r) < 2', { tf_adjustment_column: 'surname' }),
      level('ELSE'),
    ]),
    /no trained level of exact agreement on surname/,
  )
  const file = `${REFERENCES}county.csv`
  const failing = (json: object, says: RegExp): Promise<void> =>
    assert.rejects(linkBySplink([file], readSplinkModel(json, 'model.json')), says)
  await failing(
    modelWith([level('soundex(first_name_l) = 1'), level('ELSE')]),
    /comparison first_name, level "soundex.*": the function SOUNDEX is not known/,
  )
  await failing(modelWith([level('shoe_size_l = shoe_size_r'), level('ELSE')]), /no column "shoe_size"/)
  await failing(
    modelWith([level('cast(first_name_l as int) = 1'), level('ELSE')]),
    /comparison first_name: a cell cannot be read as INT/,
  )
  await failing(
    modelWith([level('first_name_l = first_name_r'), level('dob_l = dob_r')]),
    /needs one that is ELSE/,
  )
  await failing(rules('l.dob < r.dob'), /names nothing that both records have equal/)
  assert.throws(() => parseExpression('a_l # b_l', 'suffix'), NotReadable)
})

test('who is left and right in a pair is decided by number where all ids are numbers, as Splink does', async () => {
  const path = join(folder, 'numbers.csv')
  const model = readSplinkModel(
    {
      ...modelWith([level("first_name_l = 'ann'"), level('ELSE')], {
        blocking_rules_to_generate_predictions: [{ blocking_rule: 'l.surname = r.surname' }],
      }),
      unique_id_column_name: 'id',
    },
    'm',
  )
  for (const [ids, left] of [
    [['9', '10'], '9'],
    [['r9', 'r10'], 'r10'],
  ] as const) {
    writeFileSync(path, `id,first_name,surname\n${ids[0]},ann,lee\n${ids[1]},bob,lee\n`)
    const records = await readRecords([path], model)
    const { l } = scorePairs(model, records, Number.NEGATIVE_INFINITY)
    assert.equal(records.ids[l[0]!], left)
  }
})

test('a model that learnt of two lists links across them only', async () => {
  const rows = rowsOf('county.csv')
  const paths = ['one', 'two'].map((name, half) => {
    const path = join(folder, `${name}.csv`)
    const own = rows
      .filter((_, at) => at % 2 === half)
      .map(row =>
        Object.values(row)
          .map(cell => `"${cell}"`)
          .join(','),
      )
    writeFileSync(path, [Object.keys(rows[0]!).join(','), ...own].join('\n'))
    return path
  })
  const { pairs, records } = await linkBySplink(
    paths,
    readSplinkModel({ ...savedModel('county'), link_type: 'link_only' }, 'm'),
  )
  assert.ok(pairs.bits.length > 20)
  for (const [at, l] of pairs.l.entries())
    assert.deepEqual([records.sources[l], records.sources[pairs.r[at]!]], ['one', 'two'])
})

test('the command knows Splink’s JSON, writes clusters and pairs, and refuses with exit code 2', () => {
  const out = join(folder, 'clusters.csv')
  const run = (model: string, ...more: string[]): { status: number | null; said: string } => {
    const words = [
      'src/cli/main.ts',
      'link',
      `${REFERENCES}county.csv`,
      '--model',
      model,
      '--out',
      out,
      ...more,
    ]
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' })
    return { status, said: stdout + stderr }
  }
  const spark = join(folder, 'spark.json')
  writeFileSync(spark, JSON.stringify({ ...savedModel('county'), sql_dialect: 'spark' }))
  const refused = run(spark)
  assert.match(refused.said, /only models saved for DuckDB/)
  assert.deepEqual([refused.status, existsSync(out)], [2, false])
  const trained = ['src/cli/main.ts', 'link', 'train', `${REFERENCES}county.csv`, '--out', out]
  const training = spawnSync(process.execPath, [...trained, '--model', `${REFERENCES}county.model.json`], {
    cwd: ROOT,
  })
  assert.match(String(training.stderr), /is a model of Splink’s. It links files as it is/)
  const pairs = join(folder, 'pairs.csv')
  const { status, said } = run(`${REFERENCES}county.model.json`, '--pairs', pairs)
  assert.equal(status, 0, said)
  assert.match(said, /288 records, \d+ persons, \d+ links of 790 pairs compared/)
  assert.match(said, /levels were never trained, and Splink’s defaults stand in/)
  assert.match(
    readFileSync(out, 'utf8'),
    /^source,record_id,person_id,link_weight,review\ncounty,p000,county:p000,/,
  )
  assert.match(readFileSync(pairs, 'utf8'), /^source_1,.*,probability,first_name,surname,middle_name,dob,/)
})
