/** Delivers one made case in a process of its own, so that what it needs of memory can be told: `NAME FOLDER`. */

import { deliver } from '../../src/feeds/deliver.ts'
import { CONTACTS_HEADER, contactRow, forgetDeliveries, sourceOfTexts } from '../../src/feeds/fixtures.ts'
import { openSource } from '../../src/feeds/readers/source.ts'
import { openDatabase } from '../../src/kit/database.ts'
import { MADE } from './made.ts'

const [name, folder = ''] = process.argv.slice(2)
const made = MADE.find(one => one.name === name)
if (made === undefined) throw new Error(`there is no case ${name}`)
const database = openDatabase(process.env['TEST_URL'] ?? '')

// A first delivery brings everything into memory that any delivery needs.
const row = contactRow({ local_patient_id: 'first' })
await deliver(database, sourceOfTexts({ 'contacts.csv': `${CONTACTS_HEADER}\n${row}\n` }), {
  partner: 'lancs-health-visiting',
})
await forgetDeliveries(database)

const made1 = await made.make(folder)
const opened = typeof made1 === 'string' ? await openSource(made1) : { source: made1 }
const before = process.memoryUsage.rss()
const { partner, contract, asOf } = made
const clock = () => new Date('2026-11-22T12:00:00Z')
const outcome =
  'refused' in opened
    ? { outcome: 'refused', deliveryId: undefined, reason: opened.refused }
    : await deliver(database, opened.source, { partner, contract, asOf, clock })
const grownMegabytes = process.resourceUsage().maxRSS / 1024 - before / 1024 ** 2
process.stdout.write(JSON.stringify({ outcome, grownMegabytes }))
await database.close()
