/** What would change if a held delivery were published: counts by table, and for its sender the first records by reference. */

import type { ChangeLine, Preview } from '../../access/feeds-view.ts'
import { type Html, html } from '../../kit/html.ts'
import { count } from '../feeds/words.ts'
import { details, stackedTable } from '../page-components.ts'

const KINDS = [
  ['new', 'New'],
  ['changed', 'Changed'],
  ['ended', 'Would end'],
] as const

export function previewSection({ tables, lines, isOfItsArrival }: Preview): Html {
  const total = (kind: 'new' | 'changed' | 'ended' | 'unchanged' | 'older') =>
    tables.reduce((sum, one) => sum + one[kind], 0)
  const nothing = total('new') + total('changed') + total('ended') === 0
  return html`<h2 class="govuk-heading-m" id="changes">What would change</h2>
<p class="govuk-body">${sumUp(total)}</p>
${isOfItsArrival ? html`<p class="govuk-body">This was counted when the delivery came. The feed is too large to list its records here.</p>` : ''}
${nothing ? '' : changesTable(tables)}
${KINDS.map(([kind, word]) => (lines[kind]?.length ? linesOf(word, lines[kind], total(kind)) : ''))}`
}

function sumUp(total: (kind: 'new' | 'changed' | 'ended' | 'unchanged' | 'older') => number): string {
  const [fresh, changed, ended] = [total('new'), total('changed'), total('ended')]
  const older = total('older')
  const old =
    older > 0
      ? ` ${count(older)} ${older === 1 ? 'is' : 'are'} no newer than what pages show already, and ${older === 1 ? 'changes' : 'change'} nothing. Send what is right as of a later time.`
      : ''
  if (fresh + changed + ended === 0) return `Nothing that pages show would change.${old}`
  const one = (total: number, single: string, several: string) =>
    total === 1 ? `1 ${single}` : `${count(total)} ${several}`
  return `If this is published, ${one(fresh, 'record is new', 'records are new')}, ${one(changed, 'changes', 'change')} and ${one(ended, 'ends', 'end')}.${old}`
}

function changesTable(tables: Preview['tables']): Html {
  return stackedTable({
    caption: 'Records by table',
    captionClasses: 'govuk-table__caption--s',
    columns: ['Table', 'New', 'Changed', 'Would end', 'As before'],
    rows: tables.map(one => [
      one.table,
      count(one.new),
      count(one.changed),
      count(one.ended),
      count(one.unchanged + one.older),
    ]),
    firstCellIsHeader: true,
  })
}

function linesOf(word: string, lines: readonly ChangeLine[], total: number): Html {
  const shown = lines.length < total ? `the first ${count(lines.length)} of ${count(total)}` : count(total)
  const withFields = lines.some(line => line.fields.length > 0)
  return details(
    `${word}: ${shown}, by your own reference`,
    stackedTable({
      caption: `${word} records`,
      captionClasses: 'govuk-table__caption--s',
      columns: ['Table', 'Reference', ...(withFields ? ['What differs'] : [])],
      rows: lines.map(({ table: name, reference, fields }) => [
        name,
        reference,
        ...(withFields ? [fields.join('; ') || 'The order or spelling of the same facts'] : []),
      ]),
    }),
  )
}
