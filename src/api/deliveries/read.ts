/** GET /api/deliveries/{delivery} and its rejections: for the partner whose delivery it is, and for nobody else. */

import { z } from 'zod'
import { allOwnRejections, ownDelivery, ownRejections, type Place } from '../../access/own-deliveries.ts'
import { rejectionsCsv } from '../../access/rejections-csv.ts'
import type { Database } from '../../kit/database.ts'
import { type ApiAnswer, type ApiRoute, apiRoute } from '../route.ts'
import { bodyOf, deliveryBody } from './delivery-body.ts'

const params = z.object({
  delivery: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .meta({ description: 'Its deliveryId' }),
})

export function deliveryRoute(database: Database): ApiRoute {
  return apiRoute({
    method: 'GET',
    path: '/deliveries/:delivery',
    name: 'getDelivery',
    says: 'What became of a delivery. One of another partner reads as if there were none.',
    access: 'system',
    perMinute: 300,
    params,
    query: z.strictObject({}),
    answers: { 200: { says: 'The delivery as it stands now.', body: deliveryBody } },
    problems: ['not-found'],
    answer: async ({ params: { delivery }, system }) => {
      const found = await ownDelivery(database, system, delivery)
      return found ? { status: 200, body: bodyOf(found) } : { problem: 'not-found' }
    },
  })
}

const rejectionsQuery = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,9}\.\d{1,9}\.\d{1,4}$/)
    .optional()
    .meta({ description: '`next` of the page before' }),
  most: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(100)
    .meta({ description: 'How many a page holds at most' }),
})

const rejectionsBody = z.object({
  rejections: z.array(
    z.object({
      file: z.string(),
      row: z.int().meta({ description: 'As a spreadsheet counts it; of XML, which record' }),
      column: z.string().nullable(),
      rule: z.string(),
      remedy: z.string().meta({ description: 'What is wrong, and what to do' }),
    }),
  ),
  next: z
    .string()
    .nullable()
    .meta({ description: 'Send it as `after` for the next page; null after the last' }),
})

export function rejectionsRoute(database: Database): ApiRoute {
  return apiRoute({
    method: 'GET',
    path: '/deliveries/:delivery/rejections',
    name: 'getRejections',
    says: 'Rows and fields of a delivery that were not taken: where, by which rule, and what to do. Never a value, because the partner has it. As CSV, all at once.',
    access: 'system',
    perMinute: 300,
    params,
    query: rejectionsQuery,
    headers: { accept: 'application/json, or text/csv' },
    answers: { 200: { says: 'In the order of the rows.', body: rejectionsBody, orCsv: true } },
    problems: ['not-found', 'not-acceptable'],
    answer: async ({ raw, params: { delivery }, query: { after, most }, system }) => {
      const form = formOf(raw.headers.accept)
      if (form === undefined) return { problem: 'not-acceptable' }
      if (form === 'csv') {
        const pages = await allOwnRejections(database, system, delivery)
        if (pages === undefined) return { problem: 'not-found' }
        return { csv: rejectionsCsv(pages), fileName: `rejections-${delivery}.csv` }
      }
      const page = await ownRejections(database, system, delivery, { after: placeOf(after), most })
      return page ? pageAnswer(delivery, most, page) : { problem: 'not-found' }
    },
  })
}

type Page = NonNullable<Awaited<ReturnType<typeof ownRejections>>>

function pageAnswer(delivery: number, most: number, { rows, next }: Page): ApiAnswer {
  const after = next && cursorOf(next)
  const link = `</api/deliveries/${delivery}/rejections?most=${most}&after=${after}>; rel="next"`
  return {
    status: 200,
    body: { rejections: rows, next: after ?? null },
    headers: after === undefined ? {} : { link },
  }
}

/** A place in the list as a text that an address can carry: the row, and PostgreSQL's `(page,line)` of the rejection. */
function cursorOf({ row, at }: Place): string {
  return `${row}.${at.slice(1, -1).replace(',', '.')}`
}

function placeOf(cursor: string | undefined): Place {
  const [row, page, line] = (cursor ?? '').split('.')
  return page === undefined ? { row: -1, at: '(0,0)' } : { row: Number(row), at: `(${page},${line})` }
}

function formOf(accept: string | undefined): 'json' | 'csv' | undefined {
  const wanted = (accept ?? '*/*').split(',').map(one => one.split(';')[0]?.trim().toLowerCase() ?? '')
  if (wanted.some(one => ['*/*', 'application/*', 'application/json'].includes(one))) return 'json'
  return wanted.some(one => ['text/*', 'text/csv'].includes(one)) ? 'csv' : undefined
}
