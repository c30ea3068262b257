import type { DeliveryOutcome } from '../feeds/deliver.ts'
import { deliverPath } from '../feeds/load.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { type ActOutcome, act } from './act.ts'
import { uploadScope } from './feeds-view.ts'
import { findSenders, type Sender } from './feeds-view-store.ts'
import type { Who } from './request.ts'

export type { DeliveryOutcome, Sender }

/** Whose files a practitioner may hand in: any partner's with the list of them, the own partner's, or nobody's. */
export type UploadRights = { of: 'any'; senders: Sender[] } | { of: 'own' } | { of: 'none' }

export async function uploadRights(database: Database, who: Who): Promise<UploadRights> {
  return await inTransaction(database.reader, async client => {
    const of = await uploadScope(client, who)
    return of === 'any' ? { of, senders: await findSenders(client) } : { of }
  })
}

/**
 * Asks, before the first byte of a file is read, whether this practitioner may hand in files of that partner, and
 * writes the answer to the audit log. `partnerId` left out means the partner whom the files name themselves.
 */
export async function permitUpload(
  database: Database,
  who: Who,
  partnerId: string | undefined,
): Promise<ActOutcome<void>> {
  const scope = await inTransaction(database.reader, client => uploadScope(client, who))
  const own = scope === 'own' && partnerId === who.partnerId
  const request = {
    actor: who,
    action: own ? 'upload-own-delivery' : 'upload-delivery',
    reason: 'Files handed in on the upload page',
    detail: { partnerId: partnerId ?? 'as the files say' },
  }
  return await act(database, request, 'loader', async () => {})
}

/**
 * Hands a file, the files of a folder, or an archive to the feeds. Comes after `permitUpload`; the feeds themselves
 * check the partner's sharing agreement. Nothing is linked yet: see `linkSoon`.
 */
export async function takeDelivery(
  database: Database,
  who: Who,
  files: { path: string; partnerId: string | undefined; asOf: string | undefined },
): Promise<DeliveryOutcome> {
  const claims = { partner: files.partnerId, asOf: files.asOf }
  return await deliverPath(database, files.path, { ...claims, sentBy: who.practitionerId })
}
