/** GET /feeds/:delivery/rejections.csv: every rejection of a delivery, for the partner’s own tools. */

import type { FastifyRequest } from 'fastify'
import { rejectionPages } from '../../access/feeds-view.ts'
import { rejectionsCsv } from '../../access/rejections-csv.ts'
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
