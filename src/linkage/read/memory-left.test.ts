import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../../kit/faults.ts'
import { refuseWithoutRoom } from './memory-left.ts'

test('more records than the memory that is left can hold are refused before they are read, with what to do', () => {
  assert.throws(
    () => refuseWithoutRoom(10_000_000, 21, 2 ** 30),
    (error: Fault) =>
      error instanceof Fault &&
      error.code === 'memory-short' &&
      /10,000,000 rows need about 2,\d+ MiB, and 1,024 are left. Close other programs/.test(error.message),
  )
  refuseWithoutRoom(1_000_000, 21, 2 ** 30)
  refuseWithoutRoom(10, 21)
})
