import type { Client } from '../kit/database.ts'
import type { Contract } from './contract.ts'
import {
  type DeliveryRow,
  endDelivery,
  findDelivery,
  markPublished,
  moveLatestSnapshot,
} from './delivery-store.ts'
import { addNote, countOutdoneRecords, findOutdoing } from './outdone-store.ts'
import { applyProtections } from './protections.ts'
import { findContract } from './recognise.ts'
import {
  endAbsentPartners,
  endAbsentPractitioners,
  findPartner,
  holdAgreement,
  hostIsKnown,
  upsertPartners,
  upsertPractitioners,
} from './register-store.ts'
import type { Category } from './sections.ts'

export type Permission =
  | { agreement: { agreementId: string; version: number } | undefined }
  | { refused: string }

/**
 * Whether the partner may send under this contract today. Within a transaction the agreement is held until its end,
 * so that none can be revoked between this check and what follows it.
 */
export async function checkPermission(
  client: Client,
  partnerId: string,
  contract: Contract,
): Promise<Permission> {
  const partner = await findPartner(client, partnerId)
  if (contract.sentBy === 'host') {
    const mayBegin = contract.id === 'register/1' && partner === undefined && !(await hostIsKnown(client))
    if (partner?.kind === 'host' || mayBegin) return { agreement: undefined }
    return { refused: `Only the host of the service may send “${contract.name}”.` }
  }
  if (partner === undefined)
    return {
      refused:
        'This partner is not in the register of partners. Ask the host of the service to add its row to partners.csv and to send the register again.',
    }
  const agreement = await holdAgreement(client, partnerId, ownCategories(contract))
  if (agreement === undefined) return { refused: NO_AGREEMENT }
  return { agreement }
}

export const NO_AGREEMENT =
  'No sharing agreement under which this partner shares this data is signed and in date today. Ask whoever signs agreements for your organisation.'

/** The categories that a feed is about, which an agreement must name. */
export function ownCategories(contract: Contract): Category[] {
  return contract.categories.filter(category => !ABOUT_THE_PERSON.has(category))
}

/** Every feed says who a person is; an agreement about that alone lets nobody send another service's files. */
const ABOUT_THE_PERSON: ReadonlySet<Category> = new Set([
  'identity',
  'identifiers',
  'contact-details',
  'address',
  'relationships',
])

/**
 * Makes a delivery visible, whole and at once: the agreement is checked again under a lock, the state changes, the
 * pointers of a snapshot move forward, and what it says of registers and protections takes effect. Runs within a
 * transaction.
 */
export async function publish(
  client: Client,
  delivery: DeliveryRow,
  contract: Contract,
): Promise<{ refused: string } | 'published'> {
  const permission = await checkPermission(client, delivery.partnerId, contract)
  if ('refused' in permission) return permission
  if (!(await markPublished(client, delivery.deliveryId, permission.agreement)))
    return { refused: 'The delivery is not waiting to be published.' }
  if (delivery.mode === 'snapshot') await moveLatestSnapshot(client, delivery.deliveryId)
  if (contract.id === 'register/1') await applyRegister(client, delivery)
  await applyProtections(client, delivery.deliveryId, contract)
  const note = await whatGivesWay(client, delivery)
  if (note !== undefined) await addNote(client, delivery.deliveryId, note)
  return 'published'
}

/**
 * What is right is known to the sender alone, so the sender is told where a delivery changes nothing: a correction that
 * gives the instant of what it corrects may give way to it.
 */
async function whatGivesWay(client: Client, { deliveryId, mode }: DeliveryRow): Promise<string | undefined> {
  if (mode !== 'changes') {
    const outdoing = await findOutdoing(client, deliveryId)
    return outdoing && GIVES_WAY[outdoing]
  }
  const records = await countOutdoneRecords(client, deliveryId)
  if (records === 0) return undefined
  const [record, give] = records === 1 ? ['record gives', 'its row'] : ['records give', 'their rows']
  return `${records} ${record} way to what came as of the same instant and says something else. If this is right, give ${give} a later time and send it again.`
}

const GIVES_WAY = {
  newer: 'Pages show newer data of this feed already, so this changes nothing of it.',
  'same instant':
    'Another delivery is true of the same instant and says something else. That one counts, and this one changes nothing. If this one is right, send it again as of a later time.',
}

async function applyRegister(client: Client, { partnerId, contract }: DeliveryRow): Promise<void> {
  await upsertPartners(client, partnerId, contract)
  await upsertPractitioners(client, partnerId, contract)
  await endAbsentPractitioners(client, partnerId, contract)
  await endAbsentPartners(client, partnerId, contract)
}

/**
 * Publishes a delivery that was held, in the caller's transaction: called behind `act`, which knows who may and keeps
 * the reason. The agreement is checked as for any other.
 */
export async function releaseDelivery(
  client: Client,
  deliveryId: number,
): Promise<{ outcome: 'published' } | { outcome: 'refused'; reason: string }> {
  const delivery = await findDelivery(client, deliveryId)
  const contract = delivery && findContract(delivery.contract)
  if (delivery === undefined || contract === undefined || delivery.state !== 'held')
    return { outcome: 'refused', reason: 'The delivery is not held.' }
  const published = await publish(client, delivery, contract)
  return published === 'published'
    ? { outcome: 'published' }
    : { outcome: 'refused', reason: published.refused }
}

/** Gives a held delivery back to its partner with the reason; nothing of it is ever shown. */
export async function returnDelivery(client: Client, deliveryId: number, reason: string): Promise<void> {
  await endDelivery(client, deliveryId, 'refused', reason)
}
