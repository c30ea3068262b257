/** What a partner finds in `receipts`: what became of a delivery, and what is to be mended. Never a value. */

import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { RejectionRow } from '../../access/own-deliveries.ts'
import { rejectionsCsv } from '../../access/rejections-csv.ts'
import { bodyOf, deliveryBody, OUTCOMES } from '../deliveries/delivery-body.ts'
import { moveDurably, type Root } from './root.ts'

const receiptBody = z.object({
  /** `waiting` where a file that delivery.json lists is not the one that it means. */
  outcome: z.enum([...OUTCOMES, 'waiting']),
  reason: z.string().nullable(),
  at: z.iso.datetime(),
  files: z.array(z.string()),
  delivery: deliveryBody.nullable(),
})

export type Receipt = {
  name: string
  outcome: z.output<typeof receiptBody>['outcome']
  reason: string | null
  at: Date
  files: string[]
  delivery: Parameters<typeof bodyOf>[0] | undefined
  rejections: AsyncIterable<RejectionRow[]>
}

/** Writes `<name>.json` and `<name>-rejections.csv`; those of an earlier delivery of the name give way to them. */
export async function writeReceipt(root: Root, receipt: Receipt): Promise<void> {
  const { name, outcome, reason, at, files, delivery, rejections } = receipt
  const body = receiptBody.parse({
    outcome,
    reason,
    at: at.toISOString(),
    files,
    delivery: delivery ? bodyOf(delivery) : null,
  })
  const list = root.pathOf({ folder: 'parts', name: 'rejections.csv' })
  await pipeline(rejectionsCsv(rejections), createWriteStream(list, { mode: 0o600, flush: true }))
  await moveDurably(list, root.pathOf({ folder: 'receipts', name: `${name}-rejections.csv` }))
  // The receipt itself comes last: whoever sees it finds the rest.
  const part = root.pathOf({ folder: 'parts', name: 'receipt.json' })
  await writeFile(part, `${JSON.stringify(body, null, 2)}\n`, { mode: 0o600, flush: true })
  await moveDurably(part, root.pathOf({ folder: 'receipts', name: `${name}.json` }))
}
