/**
 * The one bridge to the official GOV.UK macros. Pages never see Nunjucks: they hand over parameters and get
 * markup. The macros print `html` parameters unescaped, so only `Html` may stand there, and only text elsewhere.
 */

import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import nunjucks from 'nunjucks'
import { type Html, isHtml, raw, render } from '../kit/html.ts'

const packageFolder = dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json'))

const environment = new nunjucks.Environment(
  new nunjucks.FileSystemLoader(join(packageFolder, 'dist'), { noCache: false, watch: false }),
  { autoescape: true },
)

const compiled = new Map<string, nunjucks.Template>()

/** A parameter of a macro, as the GOV.UK Design System names it. */
export type Param = string | number | boolean | null | Html | readonly Param[] | Params
/** Parameters left `undefined` are left out, save the words themselves: see `checkWords`. */
export type Params = { readonly [name: string]: Param | undefined }

/**
 * The markup of an official component, by its folder name (`date-input`).
 * Throws a `TypeError` where a text is markup, markup is text, or the words to show are `undefined`.
 */
export function component(name: string, params: Params): Html {
  return raw(template(name).render({ params: toMacro(params, name) }))
}

function template(name: string): nunjucks.Template {
  const known = compiled.get(name)
  if (known) return known
  if (!/^[a-z-]+$/.test(name)) throw new TypeError(`No component is called "${name}"`)
  const macro = `govuk${name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`
  const source = `{%- from "govuk/components/${name}/macro.njk" import ${macro} -%}{{- ${macro}(params) -}}`
  const made = nunjucks.compile(source, environment)
  compiled.set(name, made)
  return made
}

/** Plain parameters for the macro, with each rule of the bridge checked on the way. */
function toMacro(params: Params, path: string): Record<string, unknown> {
  const plain: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(params)) {
    const here = `${path}.${name}`
    if (value === undefined) checkWords(name, here)
    else plain[name] = toPlain(value, here, wantsMarkup(name, path))
  }
  return plain
}

function toPlain(value: Param, path: string, markup: boolean): unknown {
  if (isHtml(value)) {
    if (!markup) throw new TypeError(`${path} is text, not markup`)
    return render(value)
  }
  if (typeof value === 'string') {
    if (markup) throw new TypeError(`${path} must be made with the html tag`)
    if (path.endsWith('ttributes'))
      throw new TypeError(`${path} must be an object, so that values are escaped`)
    return value
  }
  if (Array.isArray(value)) return value.map((item: Param, i) => toPlain(item, `${path}[${i}]`, markup))
  if (typeof value === 'object' && value !== null) return toMacro(value as Params, path)
  return value
}

/** The macros print these unescaped: `html`, everything ending in `Html`, and the slots of the service navigation. */
function wantsMarkup(name: string, path: string): boolean {
  return name === 'html' || name.endsWith('Html') || path.endsWith('.slots')
}

/** A component would show nothing at all where its words are missing, and nobody would notice. */
function checkWords(name: string, path: string): void {
  if (/^(text|html|href|titleText|summaryText)$/.test(name)) throw new TypeError(`${path} is undefined`)
}
