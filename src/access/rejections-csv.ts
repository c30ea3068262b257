import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { FOR_SPREADSHEETS } from '../kit/csv.ts'
import type { RejectionRow } from './feeds-view-store.ts'

/** A partner chooses its file and column names, so a cell that a spreadsheet would run as a formula is made text. */
export function rejectionsCsv(pages: AsyncIterable<RejectionRow[]>): Readable {
  const rows = Readable.from(rowsOf(pages))
  const csv = stringify({
    header: true,
    columns: ['file', 'row', 'column', 'rule', 'remedy'],
    ...FOR_SPREADSHEETS,
  })
  // A reader that goes away, or a page that cannot be read, ends both.
  rows.on('error', error => csv.destroy(error))
  csv.on('close', () => rows.destroy())
  return rows.pipe(csv)
}

async function* rowsOf(pages: AsyncIterable<RejectionRow[]>): AsyncGenerator<RejectionRow> {
  for await (const page of pages) yield* page
}
