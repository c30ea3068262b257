import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { type Content, escape, html, isHtml, raw, render } from './html.ts'

const REFERENCES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}
const unescape = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, reference => REFERENCES[reference] ?? '?')

test('nothing that a person typed is ever markup', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', ';', '#', '3', '9', 'l', 't', 'a', '\n') }),
  )
  fc.assert(
    fc.property(hostile, typed => {
      const shown = render(html`<p title="${typed}">${typed}</p>`)
      const inside = shown.slice('<p title="'.length, -'</p>'.length)
      const [attribute, text] = inside.split('">')
      assert.equal(attribute, text)
      const left = (text ?? '').replace(/&(amp|lt|gt|quot|#39);/g, '')
      assert.doesNotMatch(left, /[<>"'&]/)
      assert.equal(unescape(text ?? ''), typed)
    }),
    { numRuns: 2000 },
  )
})

test('markup nests, alone and in lists, and is escaped once only', () => {
  const items = ['Aisha & Sami', 'O’Neill'].map(name => html`<li>${name}</li>`)
  const list = html`<ul>${items}</ul>${['a<b', 3]}`
  assert.equal(render(list), '<ul><li>Aisha &amp; Sami</li><li>O’Neill</li></ul>a&lt;b3')
  assert.equal(render(html`${[[html`<b>x</b>`], []]}`), '<b>x</b>')
  assert.equal(render(html`${''}${0}`), '0')
})

test('a blank is a fault: undefined, null, truth values, functions and objects throw and say where', () => {
  const bad = [undefined, null, true, false, {}, () => 'x', Symbol('x'), new Date(0), Number.NaN, 1n / 1n]
  for (const value of bad) {
    assert.throws(() => html`<p>Telephone: ${value as unknown as Content}</p>`, /Telephone:/)
    assert.throws(() => html`<p>Telephone: ${[value as unknown as Content]}</p>`, TypeError)
  }
})

test('an object that only looks like markup is refused', () => {
  for (const forged of [{ markup: '<b>' }, { [Symbol('markup')]: '<b>' }, JSON.parse('{"html":"<b>"}')]) {
    assert.equal(isHtml(forged), false)
    assert.throws(() => html`${forged as Content}`, TypeError)
  }
})

test('markup does not turn into a string by accident', () => {
  const page = html`<p></p>`
  assert.throws(() => `${page}`, TypeError)
  assert.throws(() => Object.assign(page, { x: 1 }), TypeError)
})

test('an unquoted attribute is refused, since escaping does not protect it', () => {
  assert.throws(() => html`<a href=${'x onclick=alert(1)'}>`, /quotation marks/i)
  assert.equal(render(html`${' a='}${'b'}`), ' a=b')
  assert.equal(render(html`<a href="/find?page=${2}">`), '<a href="/find?page=2">')
})

test('raw stands as it is and escape is the same as in a template', () => {
  assert.equal(render(raw('<b>&</b>')), '<b>&</b>')
  assert.equal(escape(`<&>"'`), render(html`${`<&>"'`}`))
})
