import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html, render } from '../kit/html.ts'
import { closingWords, type EmergencyNumbers, numbersToRing, page, type Who } from './layout.ts'

const numbers: EmergencyNumbers = {
  now: [{ label: 'Children’s social care', phone: '0300 123 6720' }],
  desk: { label: 'protected-records desk', phone: '01632 960 999' },
}
const who: Who = {
  name: 'Asha <Patel>',
  role: 'Health visitor',
  organisation: 'Health Visiting',
  csrfToken: 'tkn',
}
const body = html`<h1 class="govuk-heading-l">Who are you looking for?</h1>`
const stylesheet = '/assets/abc.css'

test('a page has a language, one title in three parts, one main and one heading', () => {
  const document = page({ title: 'Find', section: 'Home', body, who, stylesheet })
  assert.match(document, /^<!DOCTYPE html>\n<html lang="en"/)
  assert.match(document, /<title>Find – Home – Share information about a family<\/title>/)
  assert.equal(document.match(/<h1/g)?.length, 1)
  assert.equal(document.match(/<main/g)?.length, 1)
  assert.match(document, /href="#main-content"[^>]*>\s*Skip to main content/)
})

test('the header says who is signed in, for whom, and offers sign-out as a form with its token', () => {
  const document = page({ title: 'Find', body, who, stylesheet })
  assert.match(document, /Asha &lt;Patel&gt;<\/strong> · Health visitor · Health Visiting/)
  assert.match(
    document,
    /<form method="post" action="\/sign-out"><input type="hidden" name="csrfToken" value="tkn">/,
  )
  assert.doesNotMatch(document, /Change role/)
  assert.match(page({ title: 'Find', body, who: { ...who, canChangeRole: true }, stylesheet }), /Change role/)
  assert.doesNotMatch(page({ title: 'Find', body, stylesheet }), /Sign out/)
})

test('errors stand in the title and in a summary that links to the field', () => {
  const document = page({ title: 'Find', body, stylesheet, errors: [{ field: 'q', text: 'Enter a name' }] })
  assert.match(document, /<title>Error: Find/)
  assert.match(document, /<a href="#q">Enter a name<\/a>/)
})

test('only a demonstration says that it is one', () => {
  assert.match(page({ title: 'Find', body, stylesheet, demonstration: true }), /made up/)
  assert.doesNotMatch(page({ title: 'Find', body, stylesheet }), /made up/)
})

test('no page needs a script, an inline style, a foreign address or the crown', () => {
  const document = page({
    title: 'Find',
    body,
    who,
    stylesheet,
    demonstration: true,
    errors: [{ text: 'x' }],
  })
  assert.doesNotMatch(document, /<script|style="|https?:\/\/|govuk-logo|crown| on\w+="/i)
})

test('the closing words and the numbers name the desk and can be rung', () => {
  assert.match(
    render(closingWords(numbers)),
    /kept apart for safety.*protected-records desk.*href="tel:01632960999"/s,
  )
  assert.match(render(numbersToRing(numbers)), /tel:999.*tel:03001236720.*tel:01632960999/s)
})
