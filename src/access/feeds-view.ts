import { appendEntries } from '../audit/append.ts'
import type { DeliveryState } from '../feeds/delivery-store.ts'
import { type Preview, previewOf } from '../feeds/holding/preview.ts'
import type { ChangeKind } from '../feeds/holding/preview-store.ts'
import { findContract } from '../feeds/recognise.ts'
import { type Client, type Database, inTransaction } from '../kit/database.ts'
import { mayAct } from '../registers/role-store.ts'
import { policyVersion } from './decide.ts'
import {
  countAllRejections,
  countRejections,
  type DeliveryLine,
  type EarlierDelivery,
  findDeliveryLine,
  findFileNames,
  findOtherDeliveries,
  findRejections,
  findRejectionsAfter,
  type RejectionKind,
  type RejectionRow,
} from './feeds-view-store.ts'
import type { Who } from './request.ts'

const SEE = 'see-feeds'
export const REJECTIONS_PER_PAGE = 25
const KINDS = 20
const OTHERS = 10
const CSV_PAGE = 5000

export type { ChangeLine, Preview } from '../feeds/holding/preview.ts'
export type { DeliveryState, EarlierDelivery, RejectionKind, RejectionRow }

export type DeliveryView = {
  delivery: DeliveryLine & { feedName: string }
  files: string[]
  kinds: RejectionKind[]
  rejections: RejectionRow[]
  rejectionCount: number
  page: number
  others: EarlierDelivery[]
  /** What would change if it were published; only while it is held. */
  preview: Preview | undefined
  mayApprove: boolean
  mayRelease: boolean
  mayReturn: boolean
}

/** One delivery with what was rejected and why; `undefined` where there is none that this practitioner may see. */
export async function deliveryView(
  database: Database,
  who: Who,
  deliveryId: number,
  page: number,
): Promise<DeliveryView | undefined> {
  const seen = await inTransaction(database.reader, async client => {
    const delivery = await findSeen(client, who, deliveryId)
    if (delivery === undefined) return undefined
    const skip = (page - 1) * REJECTIONS_PER_PAGE
    return {
      delivery: { ...delivery, feedName: nameOf(delivery.contract) },
      files: await findFileNames(client, deliveryId),
      kinds: await countRejections(client, deliveryId, KINDS),
      rejections: await findRejections(client, deliveryId, { skip, most: REJECTIONS_PER_PAGE }),
      rejectionCount: await countAllRejections(client, deliveryId),
      page,
      others: await findOtherDeliveries(client, delivery, OTHERS),
      ...(await senderRights(client, who, delivery)),
      mayRelease: (await mayAct(client, who.roleId, 'release-delivery')) !== undefined,
      mayReturn: (await mayAct(client, who.roleId, 'return-delivery')) !== undefined,
    }
  })
  if (seen === undefined) return undefined
  const { mayList, ...view } = seen
  return { ...view, preview: await previewFor(database, view.delivery, mayList) }
}

/** References of records are shown to those who have them anyway: who sent the file, and the partner's own senders. */
async function senderRights(
  client: Client,
  who: Who,
  delivery: DeliveryLine,
): Promise<{ mayApprove: boolean; mayList: readonly ChangeKind[] }> {
  const scope = await uploadScope(client, who)
  const isOwn = scope !== 'none' && who.partnerId === delivery.partnerId
  const isSender = scope !== 'none' && who.practitionerId === delivery.sentById
  return {
    mayApprove: scope === 'any' || isOwn,
    mayList: isOwn ? ['new', 'changed', 'ended'] : isSender ? ['new', 'changed'] : [],
  }
}

/** Read as the loader, because nobody who looks at pages may see what is not published; only names of fields come back. */
async function previewFor(
  database: Database,
  { deliveryId, state, holding }: DeliveryLine,
  kinds: readonly ChangeKind[],
): Promise<Preview | undefined> {
  if (state !== 'held') return undefined
  return await inTransaction(database.loader, client =>
    previewOf(client, deliveryId, kinds, holding?.changes),
  )
}

/** All rejections of a delivery, a page at a time, so that a large file of them never stands in memory. */
export async function rejectionPages(
  database: Database,
  who: Who,
  deliveryId: number,
): Promise<AsyncGenerator<RejectionRow[]> | undefined> {
  const delivery = await inTransaction(database.reader, client => findSeen(client, who, deliveryId))
  return delivery && rejectionsOf(database, deliveryId)
}

/** For callers that have asked already whether the delivery may be seen. */
export async function* rejectionsOf(database: Database, deliveryId: number): AsyncGenerator<RejectionRow[]> {
  let after = { row: -1, at: '(0,0)' }
  for (;;) {
    const rows = await findRejectionsAfter(database.reader, deliveryId, after, CSV_PAGE)
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows.map(({ file, row, column, rule, remedy }) => ({ file, row, column, rule, remedy }))
    after = { row: last.row, at: last.at }
  }
}

/** Whose files a practitioner may hand in: by the register of roles and actions. */
export async function uploadScope(client: Client, who: Who): Promise<'any' | 'own' | 'none'> {
  if (await mayAct(client, who.roleId, 'upload-delivery')) return 'any'
  return (await mayAct(client, who.roleId, 'upload-own-delivery')) ? 'own' : 'none'
}

async function findSeen(client: Client, who: Who, deliveryId: number): Promise<DeliveryLine | undefined> {
  const delivery = await findDeliveryLine(client, deliveryId, await scopeOf(client, who))
  await noteLook(client, who, delivery === undefined ? 'refused' : 'recorded', { deliveryId })
  return delivery
}

/** The one partner whose feeds are shown, or `undefined` for those who may see all. */
export async function scopeOf(client: Client, who: Who): Promise<string | undefined> {
  return (await mayAct(client, who.roleId, SEE)) === undefined ? who.partnerId : undefined
}

export async function noteLook(
  client: Client,
  { practitionerId, partnerId, roleId }: Who,
  outcome: 'recorded' | 'refused',
  detail: Record<string, unknown>,
): Promise<void> {
  const entry = { kind: 'act', outcome, practitionerId, partnerId, roleId } as const
  await appendEntries(client, policyVersion, [{ ...entry, detail: { action: SEE, ...detail } }])
}

function nameOf(contract: string): string {
  return findContract(contract)?.name ?? contract
}
