import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeliveryOutcome } from '../feeds/delivery-outcome.ts'
import { NO_AGREEMENT } from '../feeds/publish.ts'
import { exitOf, inWords } from './load.ts'

const refused = (reason: string): DeliveryOutcome => ({ outcome: 'refused', deliveryId: 1, reason })
const again: DeliveryOutcome = { outcome: 'alreadyReceived', deliveryId: 1, state: 'linked' }

test('a script is told by the exit code whether a file is to be mended or an agreement is missing', () => {
  assert.equal(exitOf([again, again]), 0)
  assert.equal(exitOf([again, refused('contacts.csv is empty.')]), 3)
  assert.equal(exitOf([again, refused(NO_AGREEMENT)]), 4)
  assert.equal(exitOf([refused(NO_AGREEMENT), refused('contacts.csv is empty.')]), 3)
})

test('what the page of a delivery says should be known is said at the command line too', () => {
  const totals = { rowsRead: 4, rowsAccepted: 3, rowsRejected: 1, rejections: 1, recordsNew: 3, dropped: {} }
  const about = { deliveryId: 1, partnerId: 'school-8882001', contract: 'ctf/21', ...totals }
  const notes = ['Pages show newer data of this feed already, so this changes nothing of it.']
  assert.equal(
    inWords({ path: 'school.xml', outcome: { outcome: 'published', ...about, notes } }),
    `school.xml\tpublished\t3 of 4 rows accepted\nschool.xml\tto know\t${notes[0]}`,
  )
})
