/**
 * The official components for reading, with the parameters that our pages use. Wherever a component takes
 * text or markup it takes `Words`: a string, which is escaped, or `Html`.
 */

import { type Html, html, isHtml } from '../kit/html.ts'
import { component, type Params } from './govuk.ts'

/** Text, or markup made with the `html` tag. */
export type Words = string | Html

/** The two parameters between which the official macros choose. */
export function words(content: Words): { text: string } | { html: Html } {
  return isHtml(content) ? { html: content } : { text: content }
}

/** `field` is the id of the field to go to; left out where the fault belongs to no field. */
export type PageError = { field?: string | undefined; text: string }

/**
 * What is wrong with what was sent, at the top of the page. `page` shows it; pages give it their errors.
 * The official component takes the focus by script; `autofocus` does the same without one.
 */
export function errorSummary(errors: readonly PageError[]): Html {
  const errorList = errors.map(({ field, text }) => (field ? { text, href: `#${field}` } : { text }))
  const attributes = { tabindex: '-1', autofocus: '' }
  return component('error-summary', { titleText: 'There is a problem', errorList, attributes })
}

export type Action = {
  href: string
  text: string
  /** Says which row, for those who hear the links without seeing them. */
  about: string
}

export type SummaryRow = { key: Words; value: Words; actions?: readonly Action[] | undefined }

/** Pairs of name and value. `card` puts them under a title of its own. */
export function summaryList(
  rows: readonly SummaryRow[],
  options: { card?: Words; classes?: string } = {},
): Html {
  return component('summary-list', {
    rows: rows.map(summaryRow),
    card: options.card === undefined ? undefined : { title: words(options.card) },
    classes: options.classes,
  })
}

function summaryRow({ key, value, actions }: SummaryRow): Params {
  const items = actions?.map(({ about, ...link }) => ({ ...link, visuallyHiddenText: about }))
  return { key: words(key), value: words(value), actions: items && { items } }
}

export type Column = { heading: Words; numeric?: boolean | undefined }

export type TableOptions = {
  /** Says what the table shows; every table has one. */
  caption: string
  captionClasses?: string
  columns: readonly (string | Column)[]
  rows: readonly (readonly Words[])[]
  firstCellIsHeader?: boolean
  classes?: string
}

/** A table that scrolls inside itself where it is too wide. For people and their helpers see `stackedTable`. */
export function table(options: TableOptions): Html {
  const { caption, captionClasses, firstCellIsHeader, classes } = options
  const columns = options.columns.map(column => (typeof column === 'string' ? { heading: column } : column))
  const format = (i: number) => (columns[i]?.numeric ? 'numeric' : undefined)
  const markup = component('table', {
    caption,
    captionClasses: captionClasses ?? 'govuk-table__caption--m',
    firstCellIsHeader,
    classes,
    head: columns.map((column, i) => ({ ...words(column.heading), format: format(i) })),
    rows: options.rows.map(row => row.map((cell, i) => ({ ...words(cell), format: format(i) }))),
  })
  return html`<div class="hub-table-scroll">${markup}</div>`
}

/**
 * A table that becomes one column on a narrow screen, each cell under its heading, so that nobody scrolls
 * sideways with a child's page in the hand. The roles stay, because `display: block` takes them away.
 */
export function stackedTable(options: Omit<TableOptions, 'columns'> & { columns: readonly string[] }): Html {
  const { columns } = options
  const cell = (content: Words, i: number) => {
    const heading = html`<span class="hub-stacked__label" aria-hidden="true">${columns[i] ?? ''}</span>`
    return i === 0 && options.firstCellIsHeader
      ? html`<th scope="row" role="rowheader" class="govuk-table__header">${heading}${content}</th>`
      : html`<td role="cell" class="govuk-table__cell">${heading}${content}</td>`
  }
  const head = columns.map(
    column => html`<th scope="col" role="columnheader" class="govuk-table__header">${column}</th>`,
  )
  const rows = options.rows.map(row => html`<tr role="row" class="govuk-table__row">${row.map(cell)}</tr>`)
  return html`<table role="table" class="govuk-table hub-stacked ${options.classes ?? ''}">
<caption class="govuk-table__caption ${options.captionClasses ?? 'govuk-table__caption--m'}">${options.caption}</caption>
<thead role="rowgroup" class="govuk-table__head"><tr role="row" class="govuk-table__row">${head}</tr></thead>
<tbody role="rowgroup" class="govuk-table__body">${rows}</tbody>
</table>`
}

export type TagColour =
  | 'grey'
  | 'green'
  | 'teal'
  | 'blue'
  | 'purple'
  | 'magenta'
  | 'red'
  | 'orange'
  | 'yellow'

/** A state in a word. The word says it all: the colour is only an aid. */
export function tag(text: string, colour: TagColour = 'grey'): Html {
  return component('tag', { text, classes: `govuk-tag--${colour}` })
}

/** The one result of a finished task, with a reference or a next step. */
export function panel(title: string, content: Words): Html {
  return component(
    'panel',
    isHtml(content) ? { titleText: title, html: content } : { titleText: title, text: content },
  )
}

/** A paragraph set apart. */
export function insetText(content: Words): Html {
  return component('inset-text', words(content))
}

/** More for those who want it, closed at first; opens without a script. */
export function details(summary: string, content: Words, options: { open?: boolean } = {}): Html {
  return component('details', { summaryText: summary, ...words(content), open: options.open })
}

/** Something with serious consequences. */
export function warningText(content: Words): Html {
  return component('warning-text', { ...words(content), iconFallbackText: 'Warning' })
}

/** News about the whole page; `success` after something was done. */
export function notificationBanner(
  content: Words,
  options: { success?: boolean; title?: string } = {},
): Html {
  const titleText = options.title ?? (options.success ? 'Done' : 'Important')
  return component('notification-banner', {
    ...words(content),
    titleText,
    type: options.success ? 'success' : undefined,
  })
}

export type Link = { text: string; href: string }

/** Where the page stands; the last entry is the page itself and no link. */
export function breadcrumbs(links: readonly (Link | { text: string })[]): Html {
  return component('breadcrumbs', { items: links.map(link => ({ ...link })), collapseOnMobile: true })
}

/** The way back, above the heading; `page` shows it from `backTo`. */
export function backLink(href: string, text = 'Back'): Html {
  return component('back-link', { text, href })
}

/** Links to the neighbouring pages of a list. `hrefOf` gives the address of a page counted from 1. */
export function pagination(current: number, last: number, hrefOf: (page: number) => string): Html {
  const shown = [...new Set([1, current - 1, current, current + 1, last])].filter(n => n >= 1 && n <= last)
  const items = shown.flatMap((page, i): Params[] => {
    const item = { number: String(page), href: hrefOf(page), current: page === current }
    return page - (shown[i - 1] ?? 0) > 1 ? [{ ellipsis: true }, item] : [item]
  })
  return component('pagination', {
    items,
    previous: current > 1 ? { href: hrefOf(current - 1) } : undefined,
    next: current < last ? { href: hrefOf(current + 1) } : undefined,
  })
}

/** Jumps over the header for those who use a keyboard; part of every page. */
export function skipLink(): Html {
  return component('skip-link', { text: 'Skip to main content', href: '#main-content' })
}

/** A strip that says what kind of service this is. */
export function phaseBanner(phase: string, content: Words): Html {
  return component('phase-banner', { tag: { text: phase }, ...words(content) })
}

/** A header without a crown: a county's own name. */
export function genericHeader(name: string, url: string): Html {
  return component('generic-header', { logoText: name, url })
}

export type NavigationLink = Link & { current?: boolean | undefined; active?: boolean | undefined }

/** The service's name and its main places. Never folded away, because unfolding needs a script. */
export function serviceNavigation(
  name: string,
  url: string,
  links: readonly NavigationLink[],
  end?: Html,
): Html {
  return component('service-navigation', {
    serviceName: name,
    serviceUrl: url,
    navigation: links.map(link => ({ ...link })),
    collapseNavigationOnMobile: false,
    slots: end === undefined ? undefined : { end },
  })
}
