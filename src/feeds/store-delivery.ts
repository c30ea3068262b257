import pg from 'pg'
import { type Client, type Database, inTransactionOf } from '../kit/database.ts'
import { openStore, openWriter, type Writer } from './chunks.ts'
import type { DeliverOptions, DeliveryOutcome, Totals } from './delivery-outcome.ts'
import {
  type DeliveryState,
  endDelivery,
  findDeliveryOfBytes,
  insertDeliveryFile,
  lockDelivery,
  markChecked,
  unlockDelivery,
} from './delivery-store.ts'
import { holdOrPublish } from './holding/decide-publication.ts'
import { keepWeighed } from './holding/holding-store.ts'
import type { Match } from './holding/rule.ts'
import type { Identified } from './identify.ts'
import { findNotes } from './outdone-store.ts'
import {
  type EstimateMatches,
  FEWEST_TOLD,
  type PeopleSample,
  samplePeople,
  tellable,
} from './people-sample.ts'
import { keepProtections } from './protections.ts'
import type { Read, Reading } from './reading.ts'
import { letDiskWait } from './record-store.ts'
import { sweepUnpublished } from './sweep.ts'

/**
 * The delivery that already brought these bytes. One that is just about to be published is waited for: where its
 * process dies before that, nobody would publish it, and whoever sends the same bytes must not be told that they came.
 */
export async function findEarlier(
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

/** Stores what is read, unseen, checks it, and holds or publishes it. */
export async function storeDelivery(
  client: Client,
  database: Pick<Database, 'loader'>,
  deliveryId: number,
  { identified, reading }: Pick<Stored, 'identified' | 'reading'>,
  options: DeliverOptions,
): Promise<DeliveryOutcome> {
  const delivery = { deliveryId, partnerId: identified.partnerId, contract: identified.contract.id }
  const store = await openStore(client, delivery)
  const writer = openWriter({ ...delivery, bytes: bytesOf(identified) }, store)
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

function bytesOf({ files }: Identified): number {
  return files.reduce((sum, { file }) => sum + file.bytes, 0)
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
  const notes = await findNotes(client, deliveryId)
  if (decided.outcome === 'held') return { ...decided, deliveryId, ...totals, notes }
  return { outcome: 'published', deliveryId, partnerId, contract: contract.id, ...totals, notes }
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
  const sampled = people.length
  if (estimate === undefined || sampled < FEWEST_TOLD) return undefined
  const found = await estimate(partnerId, people)
  return found === undefined ? undefined : { sampled, found: Math.round(tellable(found / sampled) * sampled) }
}

function totalsOf(reading: Reading, toldTwice: number): Omit<Totals, 'recordsNew'> {
  const { rowsRead, rowsRejected } = reading
  const rejections = reading.rejections + toldTwice
  const dropped = Object.fromEntries([...reading.dropped].toSorted())
  return { rowsRead, rowsAccepted: rowsRead - rowsRejected, rowsRejected, rejections, dropped }
}

/** Reads and checks everything and stores nothing. */
export async function tryOut(
  identified: Identified,
  reading: Reading,
  options: DeliverOptions,
): Promise<DeliveryOutcome> {
  const { partnerId, contract } = identified
  const written = { deliveryId: 0, partnerId, contract: contract.id, bytes: bytesOf(identified) }
  const writer = openWriter(written, async () => 0)
  try {
    const read = await readAll(reading, options, writer.add)
    if ('refused' in read) return { outcome: 'refused', deliveryId: undefined, reason: read.refused }
    const { toldTwice } = await writer.finish()
    const { notes } = identified
    return { outcome: 'checked', ...totalsOf(read, toldTwice), recordsNew: 0, notes }
  } finally {
    await writer.close()
  }
}
