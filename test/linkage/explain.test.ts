import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { explainPair } from '../../src/linkage/explain/explain-pair.ts'
import { linkFiles } from '../../src/linkage/link-files.ts'
import { compareRuns, outcomeOf } from '../../src/linkage/replay.ts'
import { findRecord } from '../../src/linkage/rows/find-record.ts'
import { recordNamer } from '../../src/linkage/rows/name-records.ts'
import { freeze } from '../../src/linkage/trained/freeze.ts'
import { textOfModel } from '../../src/linkage/trained/trained-model.ts'
import { fileOf, folder, linesOf, MODEL, MODEL_PATH, peopleOf } from './people.ts'

const people = await peopleOf(300)
const [header = '', ...lines] = linesOf(people)
const trained = freeze(await linkFiles([people], MODEL, { threads: 2 }))

const HOME = '"12 High Street, Preston",PR1 2AB,,,'
const STORIES = [
  `h1,health,Aisha,,Khan,,2015-04-23,F,${HOME},9434765870,,,,,x1,`,
  `s1,school,Aisha,,Kahn,,2015-04-23,F,${HOME},9434765870,,,,,x1,`,
  `s2,school,Omar,,Khan,,2017-09-01,M,${HOME},,,,,,x2,`,
  `c2,care,Aisha,,Khan,,2015-04-23,F,${HOME},9434765919,,,,,x3,`,
  `far,police,Zofia,,Nowak,,1990-01-07,F,"3 Mill Lane, Burnley",BB10 1AA,,,,,,,,,x4,`,
  `sealed,care,Aisha,,Khan,,2015-04-23,F,${HOME},,,,,adopted-1,x5,`,
  'same,care,Mary,,Holden,,1980-05-05,F,,,,,,,,,,,x6,',
  'same,school,Mary,,Holden,,1980-05-05,F,,,,,,,,,,,x6,',
]
const file = fileOf([header, ...lines, ...STORIES])
const run = await linkFiles([file], trained, { threads: 2 })
const explain = (one: string, other: string): NonNullable<ReturnType<typeof explainPair>> => {
  const explained = explainPair(run, findRecord(run, one), findRecord(run, other))
  assert.ok(explained)
  return explained
}

test('a joined pair is told in words, the number first, and what would part it', () => {
  const { words, isJoined, because, whatWouldChange } = explain('h1', 's1')
  assert.deepEqual(words.toSorted(), [
    'Same NHS number.',
    'Same date of birth.',
    'Same given name.',
    'Same home.',
    'Surname differs: Khan, Kahn (one letter).',
  ])
  assert.equal(words[0], 'Same NHS number.')
  assert.equal(isJoined, true)
  assert.match(because.join(' '), /reach the line of 0\. The person has \d records/)
  assert.ok(whatWouldChange.includes('Two different NHS numbers would part them.'))
})

test('brother and sister are apart for their weight, and it is told what would change that', () => {
  const { words, isJoined, because, whatWouldChange } = explain('h1', 's2')
  assert.ok(words.includes('Given name differs: Aisha, Omar.'), words.join())
  assert.equal(isJoined, false)
  assert.match(because.join(' '), /are below the line of 0/)
  assert.deepEqual(whatWouldChange, ['No single value that agreed would join them.'])
})

test('two different numbers keep apart what the weight would join, and the records that have them are named', () => {
  const { isJoined, because } = explain('s1', 'c2')
  assert.equal(isJoined, false)
  assert.match(
    because.join(' '),
    /Two different NHS numbers are never joined: those of .*:(h1|s1) and care:c2/,
  )
})

test('a pair that no rule brings together says so; across a seal nothing is said', () => {
  assert.match(explain('h1', 'far').because.join(' '), /No blocking rule brings them together/)
  assert.equal(explainPair(run, findRecord(run, 'h1'), findRecord(run, 'sealed')), undefined)
})

test('the waterfall of every linked pair ends at the weight that linked it', () => {
  const { links } = run
  assert.ok(links.count > 500)
  for (let at = 0; at < links.count; at++) {
    const explained = explainPair(run, links.a[at]!, links.b[at]!)
    assert.ok(explained && Math.abs(explained.bits - links.bits[at]!) < 1e-9)
    const { start, steps } = explained.waterfall
    const sum = steps.reduce((total, step) => total + step.bits, start)
    assert.ok(Math.abs(sum - explained.bits) < 1e-9)
  }
})

test('what is said to bring a pair to the line does so', async () => {
  const { links } = run
  const nameOf = recordNamer(run.records)
  let tried = 0
  for (let at = 0; at < links.count && tried < 3; at++) {
    if (links.bits[at]! >= 0) continue
    const [one, other] = [nameOf(links.a[at]!), nameOf(links.b[at]!)]
    const said = explain(`${one.source}:${one.id}`, `${other.source}:${other.id}`).whatWouldChange.join(' ')
    const bits = Number(/With the same date of birth they would have ([\d.]+) bits/.exec(said)?.[1] ?? 0)
    const all = [...lines, ...STORIES]
    const [a, b] = [one, other].map(({ source, id }) => all.find(line => line.startsWith(`${id},${source},`)))
    const born = a?.split(',')[6]
    // A little is left for a date that is commoner than dates are.
    if (bits < 3 || !born || !b) continue
    const cells = b.split(',')
    const changed = all.map(line => (line === b ? cells.with(6, born).join(',') : line))
    const after = await linkFiles([fileOf([header, ...changed])], trained, { threads: 1 })
    const [x, y] = [one, other].map(({ source, id }) => findRecord(after, `${source}:${id}`))
    const now = explainPair(after, x!, y!)!
    assert.ok(Math.abs(now.bits - bits) < 3, `${said} ${now.bits}`)
    tried++
  }
  assert.equal(tried, 3)
})

test('an id of two sources must be said with its source; one that is not there is refused', () => {
  assert.throws(
    () => findRecord(run, 'same'),
    /2 records have the id same\. Say which: care:same, school:same/,
  )
  assert.notEqual(findRecord(run, 'care:same'), findRecord(run, 'school:same'))
  assert.throws(() => findRecord(run, 'nobody'), /No record has the id nobody/)
})

test('replay counts what a stricter model loses, and its examples are pairs that only one model links', async () => {
  const strict = await linkFiles([file], { ...MODEL, thresholds: { link: 14, review: 5 } }, { threads: 1 })
  const replayed = compareRuns(outcomeOf(run), strict)
  const pairs = (of: typeof run): Set<string> => {
    const found = new Set<string>()
    for (const a of of.order.rows)
      for (const b of of.order.rows)
        if (a < b && of.clusters.keyOf[a] === of.clusters.keyOf[b]) found.add(`${a} ${b}`)
    return found
  }
  const [before, after] = [pairs(run), pairs(strict)]
  assert.equal(replayed.lost, before.difference(after).size)
  assert.equal(replayed.gained, after.difference(before).size)
  assert.ok(replayed.lost > 50 && replayed.examples.lost.length === 5)
  for (const { one, other, words } of replayed.examples.lost) {
    const [a, b] = [one, other].map(({ source, id }) => findRecord(run, `${source}:${id}`))
    assert.equal(run.clusters.keyOf[a!], run.clusters.keyOf[b!])
    assert.notEqual(strict.clusters.keyOf[a!], strict.clusters.keyOf[b!])
    assert.ok(words.length > 0)
  }
  assert.deepEqual(
    { ...compareRuns(outcomeOf(run), run), before: 0, after: 0, examples: 0, records: 0 },
    { records: 0, before: 0, after: 0, gained: 0, lost: 0, personsChanged: 0, examples: 0 },
  )
})

test('the commands say the same, and refuse what cannot be explained', () => {
  const model = join(folder, 'explained.json')
  writeFileSync(model, textOfModel(trained))
  const command = (...words: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, ['src/cli/main.ts', 'link', ...words], { encoding: 'utf8' })
  const said = command('explain', 'h1', 's1', file, '--model', model, '-q')
  assert.equal(said.status, 0)
  assert.match(said.stdout, /^Same NHS number\.[^\n]*\n\nThey were joined\./)
  assert.match(said.stdout, /What would change it:\n/)
  const none = command('explain', 'h1', 'nobody', file, '--model', model, '-q')
  assert.deepEqual(
    [none.status, none.stderr.trim()],
    [2, 'A record cannot be told. No record has the id nobody.'],
  )
  const replayed = command('replay', '--model', model, '--model', MODEL_PATH, file, '-q', '--json')
  assert.equal((JSON.parse(replayed.stdout) as { records: number }).records, lines.length + STORIES.length)
  assert.equal(command('replay', '--model', model, file, '-q').status, 2)
})

test('a record without a birth date that three people fit alike is told to be neither’s', async () => {
  const contact = 'tel,school-contacts,Amina,,Zaman,,,F,"7 Loom Row, Preston",PR1 7YY,,,,,,,,,x9,'
  const older = 'a1,care,Amina,,Zaman,,1961-02-03,F,"7 Loom Row, Preston",PR1 7YY,,,,,,,,,x7,'
  const younger = 'b1,health,Amina,,Zaman,,1990-11-30,F,"7 Loom Row, Preston",PR1 7YY,,,,,,,,,x8,'
  const middle = 'd1,police,Amina,,Zaman,,1975-07-17,F,"7 Loom Row, Preston",PR1 7YY,,,,,,,,,x8,'
  const alone = await linkFiles([fileOf([header, ...lines, contact, older])], trained, { threads: 1 })
  const rivals = await linkFiles([fileOf([header, ...lines, contact, older, younger, middle])], trained, {
    threads: 1,
  })
  const say = (of: typeof run): NonNullable<ReturnType<typeof explainPair>> =>
    explainPair(of, findRecord(of, 'tel'), findRecord(of, 'a1'))!
  const [before, after] = [say(alone), say(rivals)]
  assert.equal(after.bits, before.bits)
  assert.equal(before.isJoined, true, before.because.join())
  assert.equal(after.isJoined, false, after.because.join())
  assert.match(after.because.join(' '), /One record has no birth date; .* are left/)
})
