/**
 * Trains the linkage model that ships with the service, on a synthetic county that came through the door of every
 * partner's files. Its truth is not read. The same county gives the same bytes.
 *
 *   node bench/linkage/train-shipped-model.ts                 10,000 families, seed 11, into src/records/county-model.json
 *   node bench/linkage/train-shipped-model.ts --out FILE
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { textOfModel } from '../../src/linkage/library.ts'
import { trainModel } from '../../src/records/link-persons.ts'
import { readLinkRecords } from '../../src/records/read-link-records.ts'
import { withCounty } from './county-in-database.ts'

const { values } = parseArgs({
  options: {
    families: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '11' },
    today: { type: 'string', default: '2026-11-22' },
    out: {
      type: 'string',
      default: new URL('../../src/records/county-model.json', import.meta.url).pathname,
    },
  },
})
const county = { families: Number(values.families), seed: Number(values.seed), today: values.today }
await withCounty(county, async database => {
  const records = await readLinkRecords(database, () => {})
  const model = await trainModel(records)
  writeFileSync(values.out, textOfModel(model))
  console.log(`${records.length} records; the model’s fingerprint is ${model.fingerprint}`)
})
