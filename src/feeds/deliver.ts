import pg from 'pg'
import { type Clock, londonDay, systemClock } from '../kit/clock.ts'
import { type Client, type Database, inTransaction, inTransactionOf } from '../kit/database.ts'
import { Fault } from '../kit/faults.ts'
import { openWriter, type Writer } from './chunks.ts'
import {
  type DeliveryState,
  endDelivery,
  findDeliveryOfBytes,
  insertDelivery,
  insertDeliveryFile,
  lockDelivery,
  markChecked,
  unlockDelivery,
} from './delivery-store.ts'
import { holdOrPublish } from './holding/decide-publication.ts'
import { type Awaits, keepWeighed } from './holding/holding-store.ts'
import type { Match } from './holding/rule.ts'
import { type Claims, type Identified, identify, type Refused } from './identify.ts'
import { type EstimateMatches, type PeopleSample, samplePeople } from './people-sample.ts'
import { keepProtections } from './protections.ts'
import { checkPermission } from './publish.ts'
import type { DeliverySource } from './readers/source.ts'
import { openReading, type Read, type Reading } from './reading.ts'
import { beginUnseen, letDiskWait } from './record-store.ts'
import { findAuthority } from './register-store.ts'
import { removeUnused, sweepUnpublished } from './sweep.ts'
import { findToldTwice, noteBatch } from './told-twice.ts'

export type Totals = {
  rowsRead: number
  rowsAccepted: number
  rowsRejected: number
  /** Rows of the file of rejections: rejected rows and fields that were left out or reported. */
  rejections: number
  recordsNew: number
  /** Fields without a live purpose, by name: dropped before anything was written. */
  dropped: Record<string, number>
}

/** What became of a delivery. Every reason is a sentence for the partner and holds nothing personal. */
export type DeliveryOutcome =
  | ({ outcome: 'published'; deliveryId: number; partnerId: string; contract: string } & Totals)
  | ({ outcome: 'held'; deliveryId: number; reason: string; awaits: Awaits } & Totals)
  | { outcome: 'alreadyReceived'; deliveryId: number; state: DeliveryState }
  | { outcome: 'refused'; deliveryId: number | undefined; reason: string }
  | ({ outcome: 'checked' } & Totals)

export type DeliverOptions = Claims & {
  /** Who hands it in: a practitioner, a credential, or the command line. */
  sentBy?: string
  onProgress?: (progress: { rows: number; file: string }) => void
  /** Reads and checks everything and writes nothing. */
  dryRun?: boolean
  /** Holds the delivery, unseen, until its sender has looked at what would change and said yes. */
  senderApproves?: boolean
  /** How many people of a sample seem to be in other partners' records; without it the rate before publication is not known. */
  estimateMatches?: EstimateMatches
  clock?: Clock
}

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
  if (options.dryRun) return await tryOut(reading, options)
  const deliveryId = await begin(client, identified, options, now)
  try {
    const outcome = await store(client, database, deliveryId, { identified, reading }, options)
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

/**
 * The delivery that already brought these bytes. One that is just about to be published is waited for: where its
 * process dies before that, nobody would publish it, and whoever sends the same bytes must not be told that they came.
 */
async function findEarlier(
  client: Client,
  database: Pick<Database, 'loader'>,
  { partnerId, contract, contentHash }: Identified,
): Promise<{ deliveryId: number; state: DeliveryState } | undefined> {
  for (;;) {
    const found = await findDeliveryOfBytes(client, partnerId, contract.id, contentHash)
    if (found?.state !== 'checked') return found
    await lockDelivery(client, found.deliveryId)
    await unlockDelivery(client, found.deliveryId)
    await sweepUnpublished(database)
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

async function store(
  client: Client,
  database: Pick<Database, 'loader'>,
  deliveryId: number,
  { identified, reading }: Pick<Stored, 'identified' | 'reading'>,
  options: DeliverOptions,
): Promise<DeliveryOutcome> {
  const { partnerId, contract } = identified
  const writer = await openWriter(client, { deliveryId, partnerId, contract: contract.id })
  const sample = samplePeople()
  try {
    const read = await readAll(reading, options, (batch, asOf) => {
      if (options.estimateMatches) sample.note(batch.drafts)
      return writer.add(batch, asOf)
    })
    if ('refused' in read) {
      await writer.close()
      await endDelivery(client, deliveryId, 'refused', read.refused)
      return { outcome: 'refused', deliveryId, reason: read.refused }
    }
    const stored = { identified, reading: read, writer, sample }
    return await conclude(client, database, deliveryId, stored, options)
  } finally {
    await writer.close()
  }
}

async function readAll(
  reading: Reading,
  options: DeliverOptions,
  write: (batch: Read, asOf: string | undefined) => Promise<void>,
): Promise<Reading | { refused: string }> {
  for await (const batch of reading.batches()) {
    if ('refused' in batch) return batch
    await write(batch, reading.asOf)
    options.onProgress?.({ rows: reading.rowsRead, file: batch.file })
  }
  return reading
}

type Stored = { identified: Identified; reading: Reading; writer: Writer; sample: PeopleSample }

async function conclude(
  client: Client,
  database: Pick<Database, 'loader'>,
  deliveryId: number,
  { identified, reading, writer, sample }: Stored,
  options: DeliverOptions,
): Promise<DeliveryOutcome> {
  const { recordsNew, toldTwice } = await writer.finish()
  const totals = { ...totalsOf(reading, toldTwice), recordsNew }
  const { partnerId, contract } = identified
  const match = await matchOf(partnerId, sample, options.estimateMatches)
  const keep = async () => {
    await letDiskWait(client)
    for (const file of reading.files) await insertDeliveryFile(client, deliveryId, file)
    await keepProtections(client, deliveryId, contract, reading.protections)
    await keepWeighed(client, deliveryId, { profile: reading.profile(), match })
    await markChecked(client, deliveryId, reading.newestAsOf(), totals)
  }
  while (!(await inTransactionOf(client, keep).then(() => true, isTheirs))) {
    const other = await findEarlier(client, database, identified)
    if (other === undefined) continue
    await endDelivery(client, deliveryId, 'swept', 'The same files came twice at once.')
    return { outcome: 'alreadyReceived', ...other }
  }
  const senderApproves = options.senderApproves ?? false
  const decided = await holdOrPublish(client, deliveryId, { senderApproves })
  if (decided.outcome === 'refused') return { ...decided, deliveryId }
  if (decided.outcome === 'held') return { ...decided, deliveryId, ...totals }
  return { outcome: 'published', deliveryId, partnerId, contract: contract.id, ...totals }
}

/** False where another process has checked the same bytes meanwhile: theirs stands, if it comes to be published. */
function isTheirs(error: unknown): false {
  if (error instanceof pg.DatabaseError && error.constraint === 'delivery_once') return false
  throw error
}

async function matchOf(
  partnerId: string,
  sample: PeopleSample,
  estimate: EstimateMatches | undefined,
): Promise<Match | undefined> {
  const people = sample.people()
  if (estimate === undefined || people.length === 0) return undefined
  const found = await estimate(partnerId, people)
  return found === undefined ? undefined : { sampled: people.length, found }
}

function totalsOf(reading: Reading, toldTwice: number): Omit<Totals, 'recordsNew'> {
  const { rowsRead, rowsRejected } = reading
  const rejections = reading.rejections + toldTwice
  const dropped = Object.fromEntries([...reading.dropped].toSorted())
  return { rowsRead, rowsAccepted: rowsRead - rowsRejected, rowsRejected, rejections, dropped }
}

async function tryOut(reading: Reading, options: DeliverOptions): Promise<DeliveryOutcome> {
  const twice = findToldTwice()
  const read = await readAll(reading, options, async (batch, asOf) =>
    noteBatch(twice, batch, batch.file, asOf),
  )
  if ('refused' in read) return { outcome: 'refused', deliveryId: undefined, reason: read.refused }
  return { outcome: 'checked', ...totalsOf(read, twice.count()), recordsNew: 0 }
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
