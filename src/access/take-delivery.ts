import type { Contract } from '../feeds/contract.ts'
import { CONTRACTS } from '../feeds/contracts/all.ts'
import type { DeliveryOutcome } from '../feeds/delivery-outcome.ts'
import { deliverPath } from '../feeds/load.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { estimateMatches } from '../records/estimate-matches.ts'
import { type ActOutcome, act, namesOf } from './act.ts'
import { uploadScope } from './feeds-view.ts'
import { findSenders, type Sender } from './feeds-view-store.ts'
import type { PartnerSystem, Who } from './request.ts'

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

/** The same for a partner's system, which hands in its own partner's files and no other's. */
export async function permitSystem(
  database: Database,
  system: PartnerSystem,
  carrier: 'API' | 'SFTP',
): Promise<ActOutcome<void>> {
  const reason = `Files sent by the partner’s system, by ${carrier}`
  const request = { actor: system, action: 'upload-own-delivery', reason, detail: { ...system } }
  return await act(database, request, 'loader', async () => {})
}

/**
 * What practitioners hand in are partners' records. The register of practitioners and the protections say who may see
 * whom, which is nobody's to change by an upload, whatever partner it names: they come from the host's own system, or
 * from an operator at a console.
 */
export const HANDED_IN: readonly Contract[] = CONTRACTS.filter(contract => contract.sentBy === 'discloser')

/**
 * Hands a file, the files of a folder, or an archive to the feeds. Comes after `permitUpload` or `permitSystem`; the
 * feeds themselves check the partner's sharing agreement. Nothing is linked yet: see `linkSoon`. What a practitioner
 * hands in waits, unseen, until they have seen what it would change. `partnerId` and `contract` left out are what the
 * files say; a system always speaks for its own partner.
 */
export async function takeDelivery(
  database: Database,
  sender: Who | PartnerSystem,
  files: {
    path: string
    partnerId?: string | undefined
    contract?: string | undefined
    asOf?: string | undefined
  },
): Promise<DeliveryOutcome> {
  const { path, contract, asOf } = files
  const isSystem = 'clientId' in sender
  return await deliverPath(database, path, {
    partner: isSystem ? sender.partnerId : files.partnerId,
    contract,
    asOf,
    onlyContracts: contractsOf(sender),
    sentBy: namesOf(sender).practitionerId,
    estimateMatches: estimateMatches(database),
    senderApproves: !isSystem,
  })
}

function contractsOf(sender: Who | PartnerSystem): readonly string[] | undefined {
  if (!('clientId' in sender)) return HANDED_IN.map(contract => contract.id)
  return sender.contracts.length > 0 ? sender.contracts : undefined
}
