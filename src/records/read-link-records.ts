import { type Database, inTransaction } from '../kit/database.ts'
import { lastIdentityOfPage, readIdentitiesAfter } from './identity-store.ts'
import type { LinkRecord } from './link-persons.ts'
import { linkRecordOf, type SourceTie, tellRelatives, tiesOf } from './link-record.ts'

const PAGE = 2000
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/** All source identities as the engine reads them, a page a transaction: nobody waits for a long one. */
export async function readLinkRecords(
  database: Pick<Database, 'loader'>,
  say: (says: string) => void,
): Promise<LinkRecord[]> {
  const links: LinkRecord[] = []
  const ties: SourceTie[] = []
  for (let after: string | undefined = BEFORE_ALL; after !== undefined; ) {
    const from: string = after
    after = await lastIdentityOfPage(database.loader, from, PAGE)
    if (after === undefined) break
    const live = await inTransaction(database.loader, client => readIdentitiesAfter(client, from, PAGE))
    links.push(...live.flatMap(one => linkRecordOf(one) ?? []))
    ties.push(...live.flatMap(tiesOf))
    say(`Read ${links.length.toLocaleString('en-GB')} source identities`)
  }
  tellRelatives(links, ties)
  return links
}
