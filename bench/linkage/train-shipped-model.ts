/**
 * Trains the linkage model that ships with the service, on a synthetic county that came through the door of every
 * partner's files. Its truth is not read. The same county gives the same bytes.
 *
 *   node bench/linkage/train-shipped-model.ts                 10,000 families, seed 11, into src/records/county-model.json
 *   node bench/linkage/train-shipped-model.ts --out FILE
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Database, inTransaction } from '../../src/kit/database.ts'
import { textOfModel, train } from '../../src/linkage/library.ts'
import { lastIdentityOfPage, readIdentitiesAfter } from '../../src/records/identity-store.ts'
import { type LinkRecord, rawOf, SERVICE_MODEL } from '../../src/records/link-persons.ts'
import { linkRecordOf, type SourceTie, tellRelatives, tiesOf } from '../../src/records/link-record.ts'
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
  const records = await readLinkRecords(database)
  const model = await train([{ name: 'records', records: records.map(rawOf) }], SERVICE_MODEL)
  writeFileSync(values.out, textOfModel(model))
  console.log(`${records.length} records; the model’s fingerprint is ${model.fingerprint}`)
})

async function readLinkRecords(database: Database): Promise<LinkRecord[]> {
  const records: LinkRecord[] = []
  const ties: SourceTie[] = []
  let after: string | undefined = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const from: string = after
    after = await lastIdentityOfPage(database.loader, from, 2000)
    if (after === undefined) break
    const live = await inTransaction(database.loader, client => readIdentitiesAfter(client, from, 2000))
    records.push(...live.flatMap(one => linkRecordOf(one) ?? []))
    ties.push(...live.flatMap(tiesOf))
  }
  tellRelatives(records, ties)
  return records
}
