import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkFiles } from '../../src/linkage/link-files.ts'
import { makeReport } from '../../src/linkage/report/write-report.ts'
import { MODEL, peopleOf } from './people.ts'

const path = await peopleOf(1200)
const linked = await linkFiles([path], MODEL, { threads: 2, withAsides: true, by: 'culture' })
const { measured } = makeReport(linked)
assert.ok(measured)

test('few of the county’s links are wrong, and few true pairs are missed', () => {
  const { pairs, clusters, bCubed } = measured
  assert.ok(pairs.precision > 0.98, `precision ${pairs.precision}`)
  // One pair in twenty has a record with neither a name nor a number: nothing could link it.
  assert.ok(pairs.recall > 0.89, `recall ${pairs.recall}`)
  assert.ok(clusters.f1 > 0.89 && bCubed.f1 > 0.96, `${clusters.f1} ${bCubed.f1}`)
})

test('a probability is what it says', () => {
  const { pairs, expectedError, bins } = measured.calibration
  assert.equal(
    bins.reduce((sum, bin) => sum + bin.pairs, 0),
    pairs,
  )
  assert.ok(pairs > 1000 && expectedError < 0.06, `${expectedError} of ${pairs}`)
})
