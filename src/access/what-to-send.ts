import type { Contract } from '../feeds/contract.ts'
import { ownCategories } from '../feeds/publish.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { findSignedCategories } from './feeds-list-store.ts'
import { uploadScope } from './feeds-view.ts'
import type { Who } from './request.ts'
import { HANDED_IN } from './take-delivery.ts'

/**
 * The contracts under which a practitioner may hand in files: all that are handed in for those who do it for every partner; for others
 * those of which their own partner has signed to share the data.
 */
export async function contractsToSend(database: Database, who: Who): Promise<readonly Contract[]> {
  return await inTransaction(database.reader, async client => {
    const scope = await uploadScope(client, who)
    if (scope === 'any') return HANDED_IN
    if (scope === 'none') return []
    const signed = (await findSignedCategories(client)).find(one => one.partnerId === who.partnerId)
    const categories = new Set(signed?.categories)
    return HANDED_IN.filter(contract => ownCategories(contract).some(category => categories.has(category)))
  })
}
