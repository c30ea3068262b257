/**
 * Pages as functions: a tagged template whose every interpolated value is escaped, and which fails loudly
 * where a template language would print a blank. A blank on a page about a child reads as "nothing is known".
 */

/** The property is private to this file, so that nothing else can pass for markup. */
const markup = Symbol('markup')

/** Markup that is safe to send: made by `html`, or by `raw` in the bridge to the official components. */
export type Html = { readonly [markup]: string }

/** What may stand in a template. Not `undefined`, `null` or a truth value: the page says what it means by them. */
export type Content = string | number | Html | readonly Content[]

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** The template's own words just before a value, where they open an attribute without a quotation mark. */
const UNQUOTED = /\s[\w:-]+=$/

/**
 * Markup from a template. Strings and numbers are escaped, `Html` and lists of these stand as they are.
 * Throws a `TypeError` that names the place for anything else, and for a value in an unquoted attribute,
 * where escaping protects nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  let text = strings[0] ?? ''
  for (const [i, value] of values.entries()) {
    if (UNQUOTED.test(strings[i] ?? ''))
      throw new TypeError(`Quotation marks are missing after "${near(text)}"`)
    text += show(value, text) + (strings[i + 1] ?? '')
  }
  return seal(text)
}

/** Markup out of a text that is markup already. Only for the bridge and other makers of whole documents. */
export function raw(text: string): Html {
  return seal(text)
}

/** Whether a value is markup made here. */
export function isHtml(value: unknown): value is Html {
  return typeof value === 'object' && value !== null && markup in value
}

/** The text of the markup, to be sent or handed to a component. */
export function render(page: Html): string {
  return page[markup]
}

/** `&`, `<`, `>` and both quotation marks as character references: enough for text and for quoted attributes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, character => ESCAPES[character] ?? character)
}

/** An object without a prototype cannot be turned into a string by accident: `'' + page` throws. */
function seal(text: string): Html {
  return Object.freeze(Object.assign(Object.create(null), { [markup]: text })) as Html
}

function show(value: unknown, before: string): string {
  if (typeof value === 'string') return escape(value)
  if (isHtml(value)) return value[markup]
  if (Array.isArray(value)) return value.map(item => show(item, before)).join('')
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  const kind = value === null ? 'null' : typeof value === 'number' ? String(value) : typeof value
  throw new TypeError(`A page may not show ${kind} (after "${near(before)}")`)
}

/** The last words before the fault, cut to the template's own: enough to find the line. */
function near(text: string): string {
  return text.slice(-40).replace(/\s+/g, ' ').trim()
}
