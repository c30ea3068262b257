/** What a partner's system may read: what became of its own partner's deliveries, and what was rejected and why. */

import { appendEntries } from '../audit/append.ts'
import { type Client, type Database, inTransaction } from '../kit/database.ts'
import { mayAct } from '../registers/role-store.ts'
import { namesOf } from './act.ts'
import { policyVersion } from './decide.ts'
import { rejectionsOf } from './feeds-view.ts'
import {
  countAllRejections,
  countRejections,
  type DeliveryLine,
  findDeliveryLine,
  findFileNames,
  findRejectionsAfter,
  type Place,
  type RejectionKind,
  type RejectionRow,
} from './feeds-view-store.ts'
import { type PartnerSystem, SYSTEM_ROLE } from './request.ts'

const SEE = 'see-own-deliveries'
const KINDS = 100

export type { Place, RejectionRow }

/** A delivery with what is to be mended in it, the commonest first. Names of fields and rules; never a value. */
export type OwnDelivery = Omit<DeliveryLine, 'partnerName' | 'sentBy'> & {
  files: string[]
  problems: RejectionKind[]
  rejections: number
}

/** A delivery of the system's own partner; `undefined` where there is none, or none that it may see. */
export async function ownDelivery(
  database: Database,
  system: PartnerSystem,
  deliveryId: number,
): Promise<OwnDelivery | undefined> {
  return await inTransaction(database.reader, async client => {
    const delivery = await findSeen(client, system, deliveryId)
    return delivery && (await describe(client, delivery))
  })
}

/** The same for the answer to whoever has just handed it in, which its audit entry covers. */
export async function handedInDelivery(
  database: Database,
  { partnerId }: PartnerSystem,
  deliveryId: number,
): Promise<OwnDelivery> {
  return await inTransaction(database.reader, async client => {
    const delivery = await findDeliveryLine(client, deliveryId, partnerId)
    if (delivery === undefined) throw new Error('a delivery that was handed in is gone')
    return await describe(client, delivery)
  })
}

/** A page of rejections after a place, with the place where the next begins; `undefined` as for `ownDelivery`. */
export async function ownRejections(
  database: Database,
  system: PartnerSystem,
  deliveryId: number,
  { after, most }: { after: Place; most: number },
): Promise<{ rows: RejectionRow[]; next: Place | undefined } | undefined> {
  return await inTransaction(database.reader, async client => {
    if ((await findSeen(client, system, deliveryId)) === undefined) return undefined
    const rows = await findRejectionsAfter(client, deliveryId, after, most)
    const last = rows.length === most ? rows.at(-1) : undefined
    return { rows, next: last && { row: last.row, at: last.at } }
  })
}

/** All rejections, in pages that never stand in memory together; `undefined` as for `ownDelivery`. */
export async function allOwnRejections(
  database: Database,
  system: PartnerSystem,
  deliveryId: number,
): Promise<AsyncGenerator<RejectionRow[]> | undefined> {
  const delivery = await inTransaction(database.reader, client => findSeen(client, system, deliveryId))
  return delivery && rejectionsOf(database, deliveryId)
}

async function describe(client: Client, delivery: DeliveryLine): Promise<OwnDelivery> {
  const { deliveryId } = delivery
  return {
    ...delivery,
    files: await findFileNames(client, deliveryId),
    problems: await countRejections(client, deliveryId, KINDS),
    rejections: await countAllRejections(client, deliveryId),
  }
}

async function findSeen(
  client: Client,
  system: PartnerSystem,
  deliveryId: number,
): Promise<DeliveryLine | undefined> {
  const { partnerId, contracts } = system
  const found = await findDeliveryLine(client, deliveryId, partnerId)
  const isOfSystem = found && (contracts.length === 0 || contracts.includes(found.contract))
  const seen = isOfSystem && (await mayAct(client, SYSTEM_ROLE, SEE)) !== undefined ? found : undefined
  const outcome = seen === undefined ? 'refused' : 'recorded'
  const detail = { action: SEE, deliveryId }
  await appendEntries(client, policyVersion, [{ kind: 'act', outcome, ...namesOf(system), detail }])
  return seen
}
