/** GET /feeds/:delivery/rejections.csv: every rejection of a delivery, for the partner’s own tools. */

import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { FastifyRequest } from 'fastify'
import { type RejectionRow, rejectionPages } from '../../access/feeds-view.ts'
import type { Database } from '../../kit/database.ts'
import { notFoundPage } from '../boundary-pages.ts'
import { askerOf } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'
import { deliveryIdIn } from './page.ts'

export function downloadRejections(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const deliveryId = deliveryIdIn(request)
    const pages = await rejectionPages(database, askerOf(context), deliveryId)
    if (pages === undefined) return { status: 404, page: notFoundPage(await context.numbers()) }
    return {
      body: rejectionsCsv(pages),
      type: 'text/csv; charset=utf-8',
      fileName: `rejections-${deliveryId}.csv`,
    }
  }
}

/** A partner chooses its file and column names, so a cell that a spreadsheet would run as a formula is made text. */
export function rejectionsCsv(pages: AsyncIterable<RejectionRow[]>): Readable {
  const rows = Readable.from(rowsOf(pages))
  const csv = stringify({
    header: true,
    columns: ['file', 'row', 'column', 'rule', 'remedy'],
    escape_formulas: true,
    record_delimiter: 'windows',
  })
  // A reader that goes away, or a page that cannot be read, ends both.
  rows.on('error', error => csv.destroy(error))
  csv.on('close', () => rows.destroy())
  return rows.pipe(csv)
}

async function* rowsOf(pages: AsyncIterable<RejectionRow[]>): AsyncGenerator<RejectionRow> {
  for await (const page of pages) yield* page
}
