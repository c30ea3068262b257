import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeliveryOutcome } from '../feeds/delivery-outcome.ts'
import { NO_AGREEMENT } from '../feeds/publish.ts'
import { exitOf } from './load.ts'

const refused = (reason: string): DeliveryOutcome => ({ outcome: 'refused', deliveryId: 1, reason })
const again: DeliveryOutcome = { outcome: 'alreadyReceived', deliveryId: 1, state: 'linked' }

test('a script is told by the exit code whether a file is to be mended or an agreement is missing', () => {
  assert.equal(exitOf([again, again]), 0)
  assert.equal(exitOf([again, refused('contacts.csv is empty.')]), 3)
  assert.equal(exitOf([again, refused(NO_AGREEMENT)]), 4)
  assert.equal(exitOf([refused(NO_AGREEMENT), refused('contacts.csv is empty.')]), 3)
})
