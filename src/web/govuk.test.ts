import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { html, raw, render } from '../kit/html.ts'
import { component, type Params } from './govuk.ts'

type Fixture = { name: string; options: Record<string, unknown>; html: string }

const packageFolder = dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json'))
const componentsFolder = join(packageFolder, 'dist/govuk/components')
const names = readdirSync(componentsFolder, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name)

const fixturesOf = (name: string): Fixture[] =>
  JSON.parse(readFileSync(join(componentsFolder, name, 'fixtures.json'), 'utf8')).fixtures

const isMarkup = (name: string, parent: string) =>
  name === 'html' || name.endsWith('Html') || parent === 'slots'

/** A fixture's options with each text passed through `change`, and markup wrapped as a page would wrap it. */
function fromJson(value: unknown, name: string, parent: string, change: (text: string) => string): unknown {
  if (typeof value === 'string') return isMarkup(name, parent) ? raw(value) : change(value)
  if (Array.isArray(value)) return value.map(item => fromJson(item, name, parent, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fromJson(v, k, name, change)]))
}

/** The published markup was tidied by a formatter: white space beside a tag says nothing. */
const squeeze = (markup: string) =>
  markup
    .replace(/\s+/g, ' ')
    .replace(/ ?([<>]) ?/g, '$1')
    .trim()

test('every fixture that govuk-frontend publishes comes out of the bridge as published', () => {
  let count = 0
  for (const name of names) {
    for (const fixture of fixturesOf(name)) {
      const params = fromJson(fixture.options, '', '', text => text) as Params
      assert.equal(
        squeeze(render(component(name, params))),
        squeeze(fixture.html),
        `${name}: ${fixture.name}`,
      )
      count++
    }
  }
  assert.ok(count >= 725, `${count} fixtures`)
})

test('no text handed to any component is ever markup', () => {
  const hostile = `"><script>alert('1')</script>`
  for (const name of names) {
    for (const fixture of fixturesOf(name)) {
      const params = fromJson(fixture.options, '', '', text => text + hostile) as Params
      assert.doesNotMatch(render(component(name, params)), /<script>alert/, `${name}: ${fixture.name}`)
    }
  }
})

test('markup where a text belongs, text where markup belongs and missing words are refused by name', () => {
  const bold = html`<b>x</b>`
  assert.throws(() => component('button', { text: bold }), /button\.text is text/)
  assert.throws(() => component('button', { html: '<b>x</b>' }), /button\.html must be made/)
  assert.throws(
    () => component('table', { rows: [[{ text: undefined }]] }),
    /table\.rows\[0\]\[0\]\.text is undefined/,
  )
  assert.throws(
    () => component('button', { text: 'Go', attributes: 'onclick="x"' }),
    /attributes must be an object/,
  )
  assert.throws(() => component('service-navigation', { slots: { end: '<b>' } }), /end must be made/)
  assert.throws(() => component('../button', { text: 'Go' }), /No component/)
})

test('parameters left undefined are left out', () => {
  assert.equal(
    render(component('tag', { text: 'Involved', classes: undefined })),
    render(component('tag', { text: 'Involved' })),
  )
})
