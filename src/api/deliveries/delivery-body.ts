/** How a delivery is told to its partner: the same for the interface and for the receipts of an SFTP drop. */

import { z } from 'zod'
import type { OwnDelivery } from '../../access/own-deliveries.ts'

const day = z.iso.datetime()
const count = z.int().min(0)

/** Names of files, fields and rules and counts of rows; never what stood in one. */
export const deliveryBody = z.object({
  deliveryId: z.int(),
  contract: z.string().meta({ description: 'Under which contract it was read, such as ssd/1.4' }),
  state: z
    .enum(['received', 'checked', 'held', 'published', 'linked', 'refused', 'swept'])
    .meta({ description: 'held waits for the host; swept was interrupted and is to be sent again' }),
  reason: z.string().nullable().meta({ description: 'Why it is held, refused or swept' }),
  receivedAt: day,
  asOf: day.meta({ description: 'As of when the data is true' }),
  files: z.array(z.string()),
  rowsRead: count,
  rowsAccepted: count,
  rowsRejected: count,
  recordsNew: count,
  fieldsNotTaken: z.record(z.string(), count).meta({
    description: 'Fields that nobody needs: dropped before anything was written, with how often they came',
  }),
  notes: z.array(z.string()).meta({
    description:
      'What should be known of the files, though it is no fault, such as the version of the format',
  }),
  rejections: count.meta({ description: 'Rows and fields to be mended' }),
  problems: z
    .array(z.object({ rule: z.string(), column: z.string().nullable(), remedy: z.string(), count }))
    .meta({ description: 'What is to be mended, the commonest first' }),
})

export const OUTCOMES = ['published', 'held', 'alreadyReceived', 'refused'] as const

/** The answer to whoever hands it in also says what became of it this time. */
export const handedInBody = deliveryBody.extend({ outcome: z.enum(OUTCOMES) })

/** The schema keeps what it names and nothing else. */
export function bodyOf(delivery: OwnDelivery): z.input<typeof deliveryBody> {
  return {
    ...delivery,
    reason: delivery.said,
    receivedAt: delivery.receivedAt.toISOString(),
    asOf: delivery.asOf.toISOString(),
    fieldsNotTaken: delivery.droppedFields,
  }
}
