import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html, render } from '../kit/html.ts'
import {
  button,
  checkboxes,
  dateInput,
  type Field,
  fileUpload,
  input,
  radios,
  select,
  textarea,
} from './form-components.ts'
import {
  errorSummary,
  notificationBanner,
  pagination,
  stackedTable,
  summaryList,
  table,
} from './page-components.ts'

const choices = [
  { value: 'a', text: 'A & B' },
  { value: 'b', text: html`<b>B</b>`, hint: 'Hint of b', detail: html`<p>More</p>` },
]
const FIELDS: Record<string, (field: Field) => ReturnType<typeof input>> = {
  input: field => input({ ...field, value: 'O’Neill "x"' }),
  textarea: field => textarea({ ...field, value: '<b>' }),
  select: field => select({ ...field, choices: [{ value: 'a', text: 'A' }], value: 'a' }),
  radios: field => radios({ ...field, choices, value: 'b' }),
  checkboxes: field => checkboxes({ ...field, choices, values: ['a'] }),
  fileUpload: field => fileUpload(field),
}

for (const [name, make] of Object.entries(FIELDS)) {
  test(`${name}: an error stands at the field, and the summary’s link finds it`, () => {
    const shown = render(make({ name: 'why', label: 'Why?', hint: 'Say it shortly', error: 'Say why' }))
    assert.match(shown, /Why\?/)
    assert.match(shown, /Say it shortly/)
    assert.match(shown, /govuk-error-message.*Error:.*Say why/s)
    assert.match(shown, /aria-describedby="why-hint why-error"/)
    const [, target] = /href="#([^"]+)"/.exec(render(errorSummary([{ field: 'why', text: 'Say why' }]))) ?? []
    assert.match(shown, new RegExp(` id="${target}"`))
    assert.doesNotMatch(render(make({ name: 'why', label: 'Why?' })), /error|undefined|why-hint/)
  })
}

test('a date comes back as it was typed, in three fields with their names', () => {
  const value = { day: '31', month: 'x', year: undefined }
  const shown = render(dateInput({ name: 'born', label: 'Date of birth', value, error: 'Enter a month' }))
  assert.match(shown, /id="born-day" name="born-day"[^>]* value="31"/)
  assert.match(shown, /id="born-month" name="born-month"[^>]* value="x"/)
  assert.match(shown, /id="born-year"/)
})

test('a button sends, a button with an address is a link', () => {
  assert.match(render(button('Find')), /<button type="submit"/)
  assert.match(
    render(button('Back', { href: '/', kind: 'secondary' })),
    /<a href="\/"[^>]*govuk-button--secondary/,
  )
})

test('a stacked table says each heading again in its cell, once for the eye and not twice for the ear', () => {
  const shown = render(
    stackedTable({
      caption: 'Who helps',
      columns: ['Who', 'How to reach'],
      firstCellIsHeader: true,
      rows: [['Aisha <7>', html`<a href="tel:1">1</a>`]],
    }),
  )
  assert.match(shown, /<caption[^>]*>Who helps<\/caption>/)
  assert.match(shown, /<th scope="row"[^>]*><span[^>]*aria-hidden="true">Who<\/span>Aisha &lt;7&gt;<\/th>/)
  assert.match(shown, /aria-hidden="true">How to reach<\/span><a href="tel:1">/)
})

test('a table aligns its numbers, in the heading too', () => {
  const columns = ['Feed', { heading: 'Rows', numeric: true }]
  const shown = render(table({ caption: 'Feeds', columns, rows: [['School', '12']] }))
  assert.equal(shown.match(/--numeric/g)?.length, 2)
})

test('an action of a summary says which row it belongs to', () => {
  const actions = [{ href: '/wrong', text: 'Report wrong', about: 'address' }]
  assert.match(
    render(summaryList([{ key: 'Address', value: '14 Fir Street', actions }])),
    /Report wrong<span class="govuk-visually-hidden"> address<\/span>/,
  )
})

test('pages of a list: first, last and neighbours, and a gap where some are left out', () => {
  const shown = render(pagination(5, 9, page => `/list?page=${page}`))
  const numbers = [...shown.matchAll(/aria-label="Page (\d+)"/g)].map(([, number]) => number)
  assert.deepEqual(numbers, ['1', '4', '5', '6', '9'])
  assert.equal(shown.match(/--ellipsis/g)?.length, 2)
  assert.doesNotMatch(render(pagination(1, 2, page => `/${page}`)), /ellipsis|Previous/)
})

test('a success says so to those who do not see the colour', () => {
  assert.match(render(notificationBanner('Saved', { success: true })), /role="alert"/)
})
