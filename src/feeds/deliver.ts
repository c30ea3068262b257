import { londonDay, systemClock } from '../kit/clock.ts'
import { type Client, type Database, inTransaction } from '../kit/database.ts'
import { Fault } from '../kit/faults.ts'
import type { DeliverOptions, DeliveryOutcome } from './delivery-outcome.ts'
import { endDelivery, insertDelivery, lockDelivery, unlockDelivery } from './delivery-store.ts'
import { type Identified, identify, type Refused } from './identify.ts'
import { checkPermission } from './publish.ts'
import type { DeliverySource } from './readers/source.ts'
import { openReading } from './reading.ts'
import { beginUnseen } from './record-store.ts'
import { findAuthority } from './register-store.ts'
import { findEarlier, storeDelivery, tryOut } from './store-delivery.ts'
import { removeUnused, sweepUnpublished } from './sweep.ts'

/**
 * Takes a delivery from its files to published: identified, permitted, stored unseen in chunks, checked, and made
 * visible by one short transaction; or held, refused or known already. Only the machine's own failures are thrown,
 * and they leave nothing that anyone sees.
 */
export async function deliver(
  database: Pick<Database, 'loader'>,
  source: DeliverySource,
  options: DeliverOptions = {},
): Promise<DeliveryOutcome> {
  const now = (options.clock ?? systemClock)()
  await sweepUnpublished(database)
  const identified = await identify(source, options, now, (laCode, partnerId) =>
    findAuthority(database.loader, laCode, partnerId),
  )
  const outcome = await takeOrRefuse(database, identified, options, now)
  if (outcome.outcome === 'refused' && !options.dryRun) await removeUnused(database)
  return outcome
}

async function takeOrRefuse(
  database: Pick<Database, 'loader'>,
  identified: Identified | Refused,
  options: DeliverOptions,
  now: Date,
): Promise<DeliveryOutcome> {
  const client = await database.loader.connect().catch(cause => {
    throw new Fault('database-unreachable', '', { cause })
  })
  let broken: Error | undefined
  try {
    if ('refused' in identified) return await noteRefusal(client, identified, options, now)
    return await take(client, database, identified, options, now)
  } catch (error) {
    // The connection may be in the middle of something, so it is not given back to the pool.
    broken = error instanceof Error ? error : new Error('load failed')
    throw error
  } finally {
    client.release(broken)
  }
}

async function take(
  client: Client,
  database: Pick<Database, 'loader'>,
  identified: Identified,
  options: DeliverOptions,
  now: Date,
): Promise<DeliveryOutcome> {
  const { partnerId, contract } = identified
  const permission = await checkPermission(client, partnerId, contract)
  if ('refused' in permission)
    return await noteRefusal(client, { ...permission, partnerId, contract }, options, now)
  const before = await findEarlier(client, database, identified)
  if (before) return { outcome: 'alreadyReceived', ...before }

  const reading = openReading(identified, londonDay(now))
  if (options.dryRun) return await tryOut(identified, reading, options)
  const deliveryId = await begin(client, identified, options, now)
  try {
    const outcome = await storeDelivery(client, database, deliveryId, { identified, reading }, options)
    await unlockDelivery(client, deliveryId)
    return outcome
  } catch (error) {
    // A machine that fails leaves a delivery that nobody publishes; say so at once where the database still answers.
    await inTransaction(database.loader, other =>
      endDelivery(other, deliveryId, 'swept', 'The load was interrupted. Send the files again.'),
    ).catch(() => {})
    throw error
  }
}

/** The lock is taken before the delivery can be seen, so that nobody takes it for one whose process has died. */
async function begin(
  client: Client,
  identified: Identified,
  options: DeliverOptions,
  now: Date,
): Promise<number> {
  await beginUnseen(client)
  const deliveryId = await insertDelivery(client, newDelivery(identified, options, now), 'received', null)
  await lockDelivery(client, deliveryId)
  await client.query('commit')
  return deliveryId
}

function newDelivery(identified: Identified, options: DeliverOptions, now: Date) {
  const { partnerId, contract, asOf, mode, contentHash, notes } = identified
  return {
    partnerId,
    contract: contract.id,
    mode,
    asOf: asOf === undefined ? now : new Date(asOf),
    contentHash,
    sentBy: options.sentBy ?? 'command line',
    notes,
  }
}

/** A refusal is kept where it is known whose it is, so that the partner sees what became of the files. */
async function noteRefusal(
  client: Client,
  refusal: Refused,
  options: DeliverOptions,
  now: Date,
): Promise<DeliveryOutcome> {
  const { refused, partnerId, contract } = refusal
  if (options.dryRun || partnerId === undefined || contract === undefined)
    return { outcome: 'refused', deliveryId: undefined, reason: refused }
  const delivery = {
    partnerId,
    contract: contract.id,
    mode: contract.mode,
    asOf: now,
    contentHash: Buffer.alloc(0),
    sentBy: options.sentBy ?? 'command line',
  }
  const deliveryId = await insertDelivery(client, delivery, 'refused', refused)
  return { outcome: 'refused', deliveryId, reason: refused }
}
