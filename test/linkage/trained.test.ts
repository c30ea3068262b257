import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { judgePairs, recluster, retrain } from '../../src/linkage/judge-pairs.ts'
import { MOST_KEPT } from '../../src/linkage/learn/tally.ts'
import { link } from '../../src/linkage/library.ts'
import { linkFiles } from '../../src/linkage/link-files.ts'
import { freeze } from '../../src/linkage/trained/freeze.ts'
import { packCounts, unpackCounts } from '../../src/linkage/trained/pack-counts.ts'
import { readModel } from '../../src/linkage/trained/read-model.ts'
import { textOfModel } from '../../src/linkage/trained/trained-model.ts'
import { writeClusters } from '../../src/linkage/write/write-clusters.ts'
import { BETWEEN, fileOf, folder, linesOf, MODEL, MODEL_PATH, pairsOf, peopleOf } from './people.ts'

const people = await peopleOf(300)
const [header = '', ...lines] = linesOf(people)
const run = await linkFiles([people], MODEL, { threads: 2 })
const text = textOfModel(freeze(run))
const trained = readModel(text, 'trained.json')
const learnt = pairsOf(run)

test('a trained model is the same bytes for any order of rows and number of workers', async () => {
  const shuffled = fileOf([header, ...lines.toReversed()])
  assert.equal(
    textOfModel(freeze(await linkFiles([shuffled], MODEL, { threads: 3, partBytes: 20_000 }))),
    text,
  )
})

test('with a trained model a pair weighs what it weighed in training, in any part of the files and in any order', async () => {
  assert.ok(learnt.size > 500, String(learnt.size))
  const whole = pairsOf(await linkFiles([people], trained, { threads: 2 }))
  for (const [pair, says] of learnt) assert.equal(whole.get(pair), says, pair)
  let compared = 0
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...lines.keys()], { minLength: 300 }),
      fc.integer({ min: 1, max: 3 }),
      async (some, threads) => {
        const part = fileOf([header, ...some.map(at => lines[at]!)])
        const own = pairsOf(await linkFiles([part], trained, { threads }))
        compared += own.size
        for (const [pair, says] of own) assert.equal(whole.get(pair) ?? whole.get(turned(pair)), says, pair)
      },
    ),
    { numRuns: Number(process.env['PROVE_N'] ?? 5) },
  )
  assert.ok(compared > 100, String(compared))
})

const turned = (pair: string): string => pair.split(BETWEEN).toReversed().join(BETWEEN)

test('the library judges a run anew by a model of its own columns and rules, and refuses any other', async () => {
  const learnt = await link([people], MODEL)
  const strict = { ...MODEL, thresholds: { link: 8, review: 2 } }
  assert.deepEqual([...learnt.withModel(strict).persons()], [...(await link([people], strict)).persons()])
  const { phone: _, ...columns } = MODEL.columns
  assert.throws(() => learnt.withModel({ ...MODEL, columns }), /other columns or rules/)
  const frozen = await link([people], trained)
  assert.throws(() => frozen.withModel(MODEL), /was trained: link again/)
  const once = await link([people], MODEL, { isJudgedOnce: true })
  assert.throws(() => once.withThresholds({ link: 0, review: -5 }), /let its pairs go/)
})

test('a finished run that is trained or joined again gives what a new run gives', async () => {
  assert.deepEqual(retrain(run).clusters, run.clusters)
  assert.deepEqual(judgePairs(run).clusters, run.clusters)
  const strict = { link: 12, review: 5 }
  const anew = await linkFiles([people], { ...MODEL, thresholds: strict }, { threads: 1 })
  const moved = recluster(run, strict)
  assert.deepEqual(pairsOf(moved), pairsOf(anew))
  const byId = (one: typeof run): string[] =>
    Array.from(one.order.rows, row => String(one.order.ranks[one.clusters.keyOf[row]!]))
  assert.deepEqual(byId(moved), byId(anew))
  assert.notDeepEqual(byId(moved), byId(run))
})

test('a finished run that is trained again by another model gives what a new run by that model gives', async () => {
  const half = { same: 0.5, household: 0.5, unrelated: 0.5 }
  const other = {
    ...MODEL,
    comparisons: { sex: { same: half, different: half } },
    thresholds: { link: 2, review: -1 },
  }
  const anew = await linkFiles([people], other, { threads: 2 })
  const again = retrain(run, other)
  assert.equal(textOfModel(freeze(again)), textOfModel(freeze(anew)))
  assert.deepEqual(pairsOf(again), pairsOf(anew))
  assert.notDeepEqual(pairsOf(again), pairsOf(recluster(run, other.thresholds)))
  const back = retrain(again, MODEL)
  assert.deepEqual(back.clusters, run.clusters)
})

test('wherever a threshold is moved from, persons are as if all had been judged with it', () => {
  const bits = (min: number): fc.Arbitrary<number> => fc.double({ min, max: 30, noNaN: true })
  const thresholds = fc
    .record({
      link: bits(-2),
      review: bits(-3),
      nameAlone: bits(-3),
      otherName: bits(-3),
      numberAlone: bits(-3),
    })
    .map(({ review, ...rest }) => ({ ...rest, review: Math.min(review, rest.link) }))
  let differing = 0
  fc.assert(
    fc.property(fc.array(thresholds, { minLength: 2, maxLength: 4 }), moves => {
      let moved = run
      for (const to of moves) {
        const before = moved
        moved = recluster(moved, to)
        assert.deepEqual(moved.clusters, judgePairs({ ...run, model: { ...MODEL, thresholds: to } }).clusters)
        if (moved.clusters.refused.incoherent !== before.clusters.refused.incoherent) differing++
      }
    }),
    { numRuns: Number(process.env['PROVE_N'] ?? 20) },
  )
  assert.ok(differing > 5, String(differing))
})

test('a trained model that was changed, or of another engine, is refused with what to do', () => {
  const changed = text.replace('"hasHouseholds": true', '"hasHouseholds": false')
  assert.throws(() => readModel(changed, 'trained.json'), /changed after it was trained/)
  assert.throws(
    () => readModel(text.replace('"engine": 4', '"engine": 99'), 'trained.json'),
    /Train it again/,
  )
  assert.throws(() => readModel(text.replace('"records"', '"rows"'), 'trained.json'), /records: /)
  assert.throws(() => readModel('{', 'trained.json'), /is not JSON/)
})

test('it holds no record: names and dates stand in it that three records or more have, and no telephone or number', () => {
  const { frequencies } = JSON.parse(text) as { frequencies: Record<string, { counts: object | string }> }
  const counted = Object.values(frequencies).flatMap(({ counts }) =>
    typeof counts === 'string' ? [] : (Object.values(counts) as number[]),
  )
  assert.ok(counted.length > 100 && counted.every(records => records >= 3))
  const numbers = lines.flatMap(line => line.match(/\b(999\d{7}|0\d{10})\b/g) ?? [])
  assert.ok(numbers.length > 100 && numbers.every(number => !text.includes(number)))
})

test('a table of counts is packed and unpacked without loss', () => {
  const counts = fc.array(fc.oneof(fc.constant(0), fc.nat(MOST_KEPT)), { minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 9 }), (given, least) => {
      const unpacked = unpackCounts(packCounts(Uint16Array.from(given), least), given.length)
      assert.deepEqual(
        [...(unpacked ?? [])],
        given.map(count => (count >= least ? count : 0)),
      )
    }),
  )
})

const command = (...words: string[]): ReturnType<typeof spawnSync> =>
  spawnSync(process.execPath, ['src/cli/main.ts', ...words], { encoding: 'utf8' })

test('family-hub link train writes the model, and family-hub link uses it', () => {
  const [out, clusters, learntHere] = ['t.json', 'c.csv', 'l.csv'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ]
  assert.equal(command('link', 'train', people, '--model', MODEL_PATH, '--out', out, '-q').status, 0)
  assert.equal(readFileSync(out, 'utf8'), text)
  assert.equal(command('link', people, '--model', out, '--out', clusters, '-q').status, 0)
  writeClusters(learntHere, run)
  assert.equal(readFileSync(clusters, 'utf8'), readFileSync(learntHere, 'utf8'))
  writeFileSync(out, text.replace('"engine": 4', '"engine": 0'))
  const refused = command('link', people, '--model', out, '--out', clusters)
  assert.match(String(refused.stderr), /trained by engine 0 and this is engine 4/)
  assert.equal(refused.status, 2)
})
