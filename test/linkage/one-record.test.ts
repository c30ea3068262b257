import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { linkFiles } from '../../src/linkage/link-files.ts'
import { openIndex } from '../../src/linkage/one-record/record-index.ts'
import { openScorer } from '../../src/linkage/one-record/record-scorer.ts'
import type { RawRecord } from '../../src/linkage/read/records-as-input.ts'
import { freeze } from '../../src/linkage/trained/freeze.ts'
import { BETWEEN, MODEL, pairsOf, peopleOf } from './people.ts'

const people = await peopleOf(300)
const records = parse(readFileSync(people), { columns: true }) as RawRecord[]
const idOf = (record: RawRecord): string => record['rec_id'] ?? ''
const byId = new Map(records.map(record => [idOf(record), record]))
const model = freeze(await linkFiles([people], MODEL, { threads: 2 }))
const batch = pairsOf(await linkFiles([people], model, { threads: 2 }))
const index = await openIndex([people], model)
const scorer = openScorer(model)
const runs = { numRuns: 100 * Number(process.env['PROVE_N'] ?? 1) }
const anyRecord = fc.nat(records.length - 1).map(at => records[at]!)

test('one record finds, with the same weights, exactly the records that the batch pairs with it', () => {
  assert.equal(index.records, records.length)
  let pairs = 0
  for (const record of records) {
    for (const { id, bits } of index.find(record)) {
      if (id === idOf(record)) continue
      const [a, b] = [`${idOf(record)}${BETWEEN}${id}`, `${id}${BETWEEN}${idOf(record)}`]
      assert.equal(bits.toFixed(3), (batch.get(a) ?? batch.get(b))?.split(',')[0], a)
      pairs++
    }
  }
  assert.equal(pairs, 2 * batch.size)
  assert.ok(pairs > 1000, String(pairs))
})

test('two records are weighed alone as they are in the batch, and the same both ways', () => {
  for (const [pair, says] of batch) {
    const [one, other] = pair.split(BETWEEN).map(id => byId.get(id)!) as [RawRecord, RawRecord]
    const weighed = scorer.score(one, other)
    assert.equal(weighed.bits.toFixed(3), says.split(',')[0], pair)
    assert.deepEqual(scorer.score(other, one), weighed)
  }
})

test('records whose pair reaches review have a key in common, and scoring many is scoring each', () => {
  fc.assert(
    fc.property(anyRecord, fc.array(anyRecord, { maxLength: 20 }), (one, others) => {
      assert.deepEqual(
        scorer.scoreAll(one, others),
        others.map(other => scorer.score(one, other)),
      )
    }),
    runs,
  )
  for (const pair of batch.keys()) {
    const [one, other] = pair.split(BETWEEN).map(id => scorer.keysOf(byId.get(id)!))
    const own = new Set(one?.map(({ key }) => key))
    assert.ok(
      other?.some(({ key }) => own.has(key)),
      pair,
    )
  }
})

test('words that nobody had are guests: thousands of them, of any letters, change no weight', () => {
  const odd = fc.string({ unit: 'grapheme', minLength: 0, maxLength: 12 })
  const before = index.find(records[7]!)
  const scored = scorer.score(records[7]!, records[8]!)
  fc.assert(
    fc.property(odd, odd, odd, anyRecord, (given, family, street, record) => {
      const made = { ...record, first_name: given, surname: family, address: `1 ${street}` }
      for (const { bits } of index.find(made)) assert.ok(Number.isFinite(bits))
      assert.deepEqual(scorer.score(made, record), scorer.score(record, made))
    }),
    { numRuns: 4000 },
  )
  for (let at = 0; at < 10_000; at++)
    index.find({ first_name: `Nobody${at}x`, surname: `Who${at} Ever${at}` })
  assert.deepEqual(index.find(records[7]!), before)
  assert.deepEqual(scorer.score(records[7]!, records[8]!), scored)
})

test('a packed record weighs what the record weighs, whatever letters it has, and by its own model alone', () => {
  const odd = fc.string({ unit: 'grapheme', maxLength: 12 })
  fc.assert(
    fc.property(anyRecord, fc.array(anyRecord, { maxLength: 20 }), odd, odd, (one, others, given, family) => {
      const beside = [...others, { ...one, first_name: given, surname: family }]
      assert.deepEqual(scorer.scorePacked(one, beside.map(scorer.pack)), scorer.scoreAll(one, beside))
    }),
    runs,
  )
  const other = openScorer({ ...model, fingerprint: 'ffffffff' })
  assert.throws(() => other.scorePacked(records[0]!, [scorer.pack(records[1]!)]), /packed by another model/)
  assert.throws(() => scorer.scorePacked(records[0]!, [new Uint8Array(3)]), /packed by another model/)
})

test('across a seal nothing is weighed, and different numbers are never a link', () => {
  const one = { ...records[7]!, nhs_number: '9434765870', seal: 'adopted-1' }
  assert.deepEqual(scorer.score(one, { ...one, seal: '' }), {
    bits: Number.NEGATIVE_INFINITY,
    probability: 0,
    verdict: 'apart',
  })
  assert.deepEqual(index.find(one), [])
  const twin = { ...one, source: 'another', nhs_number: '9434765919' }
  assert.notEqual(scorer.score(one, twin).verdict, 'link')
  assert.equal(scorer.score(one, { ...twin, nhs_number: '9434765870' }).verdict, 'link')
  assert.throws(() => scorer.keysOf({ ...one, address: 'x'.repeat(70_000) }), /more than 65536 bytes/)
})
