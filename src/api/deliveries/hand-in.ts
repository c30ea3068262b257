/** POST /api/deliveries: the files of a delivery in, what became of them out. */

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { linkSoon } from '../../access/link-soon.ts'
import { handedInDelivery } from '../../access/own-deliveries.ts'
import type { PartnerSystem } from '../../access/request.ts'
import { type DeliveryOutcome, permitSystem, takeDelivery } from '../../access/take-delivery.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import type { UploadPlace } from '../../kit/upload-place.ts'
import { findLiveCredential } from '../../registers/credential-store.ts'
import { type ApiAnswer, type ApiRequest, type ApiRoute, apiRoute } from '../route.ts'
import { bodyOf, handedInBody } from './delivery-body.ts'
import { deleteEndedKeys, keepKey, noteDeliveryOfKey } from './idempotency-store.ts'
import { FILE_KINDS, receiveBody } from './receive-body.ts'

const KEY_HOURS = 24

export type HandInOptions = {
  database: Database
  clock: Clock
  uploads: UploadPlace
  /** Lets as many deliveries be read at once as the machine bears. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>
  onError(error: unknown, says: string): void
}

const query = z.strictObject({
  contract: z.string().max(100).optional().meta({
    description: 'Under which contract, such as ssd/1.4, where neither the files nor delivery.json say it',
  }),
  asOf: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })])
    .optional()
    .meta({ description: 'As of when the data is true, where neither the files nor delivery.json say it' }),
})
type Query = z.output<typeof query>

/** One system sends so many at once; more would fill the disk, which the database shares, with what only waits. */
const MOST_AT_ONCE = 4

export function handInRoute(options: HandInOptions): ApiRoute {
  const sending = new Map<string, number>()
  return apiRoute({
    method: 'POST',
    path: '/deliveries',
    name: 'handInDelivery',
    says: 'Hands in a delivery of the system’s own partner, and answers when it has been read. The same data again changes nothing, so a request that broke off is simply sent again.',
    access: 'system',
    perMinute: 60,
    params: z.object({}),
    query,
    headers: {
      'content-disposition':
        'The file’s name, where the body is one file: attachment; filename="contacts.csv"',
      'content-encoding': 'gzip, where a CSV or XML file is packed',
      'content-digest':
        'The SHA-256 or SHA-512 of the body (RFC 9530). Where it is given and differs, nothing is taken',
      'idempotency-key':
        'A text of your own for this delivery. With the same bytes within a day it gets the same answer; with others it is refused',
      traceparent: 'W3C Trace Context',
    },
    body: { files: FILE_KINDS },
    answers: {
      200: { says: 'The same data came before. This is what became of it.', body: handedInBody },
      201: { says: 'Published: the data is seen from now on, and is being linked.', body: handedInBody },
      202: { says: 'Held: somebody at the host looks at it first. The reason says why.', body: handedInBody },
    },
    problems: [
      ...(['interrupted', 'bad-digest', 'digest-differs', 'too-large', 'unsupported-type'] as const),
      ...(['unsuitable-files', 'delivery-refused', 'key-reused', 'no-room'] as const),
    ],
    answer: async request => {
      const { clientId } = request.system
      const others = sending.get(clientId) ?? 0
      if (others >= MOST_AT_ONCE) return { problem: 'too-many' }
      sending.set(clientId, others + 1)
      try {
        return await handIn(options, request)
      } finally {
        sending.set(clientId, (sending.get(clientId) ?? 1) - 1)
      }
    },
  })
}

async function handIn(options: HandInOptions, request: ApiRequest<object, Query>): Promise<ApiAnswer> {
  const { database, uploads } = options
  const { system, raw } = request
  if ((await permitSystem(database, system, 'API')).outcome === 'refused') return { problem: 'not-permitted' }
  const folder = await uploads.newFolder()
  try {
    const received = await receiveBody(raw, folder)
    if ('problem' in received) return received
    const key = raw.headers['idempotency-key']
    if (key === undefined) return await take(options, request, received.path)
    const keyHash = createHash('sha256').update(String(key)).digest()
    const { contract = '', asOf = '' } = request.query
    // The same bytes as of another day, or under another contract, are another delivery.
    const bodyHash = createHash('sha256').update(received.bodyHash).update(`${contract}\n${asOf}`).digest()
    return await takeOnce(options, request, { path: received.path, bodyHash, keyHash })
  } finally {
    await uploads.drop(folder)
  }
}

type Keyed = { path: string; bodyHash: Buffer; keyHash: Buffer }

async function takeOnce(
  options: HandInOptions,
  request: ApiRequest<object, Query>,
  { path, bodyHash, keyHash }: Keyed,
): Promise<ApiAnswer> {
  const { database, clock } = options
  const { clientId } = request.system
  const now = clock()
  await deleteEndedKeys(database.reader, now)
  const endsAt = new Date(now.getTime() + KEY_HOURS * 3_600_000)
  const kept = await keepKey(database.reader, { clientId, keyHash, bodyHash, endsAt })
  if (!kept.bodyHash.equals(bodyHash)) return { problem: 'key-reused' }
  if (kept.deliveryId !== null) {
    const before = await handedInDelivery(database, request.system, kept.deliveryId)
    if (before.state === 'refused') return refusal(before.said ?? '', before.deliveryId)
    if (before.state !== 'swept') return answerWith(200, 'alreadyReceived', before)
  }
  const note = (deliveryId: number) => noteDeliveryOfKey(database.reader, { clientId, keyHash }, deliveryId)
  return await take(options, request, path, note)
}

async function take(
  { database, inTurn, onError }: HandInOptions,
  { system, query: { contract, asOf } }: ApiRequest<object, Query>,
  path: string,
  note: (deliveryId: number) => Promise<void> = async () => {},
): Promise<ApiAnswer> {
  // Sending may have taken an hour: whoever has lost the key meanwhile publishes nothing.
  if ((await findLiveCredential(database.reader, system.clientId)) === undefined)
    return { problem: 'unauthorised' }
  const outcome = await inTurn(() => takeDelivery(database, system, { path, contract, asOf }))
  if (outcome.outcome === 'published')
    linkSoon(database).catch(error => onError(error, 'linking did not end'))
  if ('deliveryId' in outcome && outcome.deliveryId !== undefined) await note(outcome.deliveryId)
  return await answerTo(database, system, outcome)
}

async function answerTo(
  database: Database,
  system: PartnerSystem,
  outcome: DeliveryOutcome,
): Promise<ApiAnswer> {
  if (outcome.outcome === 'refused') return refusal(outcome.reason, outcome.deliveryId)
  if (outcome.outcome === 'checked') throw new Error('a delivery by the interface is never a rehearsal')
  const delivery = await handedInDelivery(database, system, outcome.deliveryId)
  const status = { published: 201, held: 202, alreadyReceived: 200 }[outcome.outcome]
  return answerWith(status, outcome.outcome, delivery)
}

function answerWith(
  status: number,
  outcome: z.output<typeof handedInBody>['outcome'],
  delivery: Parameters<typeof bodyOf>[0],
): ApiAnswer {
  const location = `/api/deliveries/${delivery.deliveryId}`
  return { status, body: { outcome, ...bodyOf(delivery) }, headers: { location } }
}

function refusal(reason: string, deliveryId: number | undefined): ApiAnswer {
  return { problem: 'delivery-refused', detail: reason, deliveryId }
}
