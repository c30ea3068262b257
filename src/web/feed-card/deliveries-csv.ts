/** GET …/deliveries.csv: the figures of a feed’s charts, for a spreadsheet. */

import { stringify } from 'csv-stringify/sync'
import type { FastifyRequest } from 'fastify'
import { type CardDelivery, feedCard } from '../../access/feed-card.ts'
import { londonDay } from '../../kit/clock.ts'
import { FOR_SPREADSHEETS } from '../../kit/csv.ts'
import type { Database } from '../../kit/database.ts'
import { notFoundPage } from '../boundary-pages.ts'
import { askerOf } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'
import { feedIdIn } from './page.ts'

export function downloadDeliveries(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const card = await feedCard(database, askerOf(context), feedIdIn(request), context.clock())
    if (card === undefined) return { status: 404, page: notFoundPage(await context.numbers()) }
    return {
      body: deliveriesCsv(card.deliveries),
      type: 'text/csv; charset=utf-8',
      fileName: `deliveries-${card.partnerId}-${card.contract}.csv`,
    }
  }
}

export function deliveriesCsv(deliveries: readonly CardDelivery[]): string {
  const share = (value: number | undefined) => (value === undefined ? '' : value.toFixed(3))
  const rows = deliveries.map(one => [
    one.deliveryId,
    londonDay(one.receivedAt),
    one.state,
    londonDay(one.asOf),
    one.rowsRead,
    share(one.completeness),
    share(one.validity),
    share(one.matchRate),
    one.reasons.join(' '),
  ])
  const columns = [
    'delivery',
    'received',
    'state',
    'as_of',
    'rows',
    'complete',
    'valid',
    'matched',
    'unusual',
  ]
  return stringify([columns, ...rows], { ...FOR_SPREADSHEETS, bom: true })
}
