/**
 * The official form components with the parameters that our pages use. Every field takes the same four words:
 * label, hint, error, value. Words are text; markup comes only from the `html` tag.
 */

import type { Html } from '../kit/html.ts'
import { component, type Params } from './govuk.ts'
import { type Words, words } from './page-components.ts'

/** What all fields share. `id` is the name where not given; an error summary links to it. */
export type Field = {
  name: string
  label: string
  id?: string | undefined
  hint?: Words | undefined
  error?: string | undefined
  /** True where the label is the page's one heading: a page that asks one question. */
  isPageHeading?: boolean | undefined
  classes?: string | undefined
}

export type InputField = Field & {
  value?: string | undefined
  type?: 'text' | 'search' | 'email' | 'tel' | undefined
  inputmode?: 'numeric' | 'tel' | 'email' | undefined
  autocomplete?: string | undefined
  spellcheck?: boolean | undefined
}

export type Choice = {
  value: string
  text: Words
  hint?: Words | undefined
  /** Shown below the choice; always visible where there is no script. */
  detail?: Html | undefined
}

export type ButtonOptions = {
  href?: string | undefined
  kind?: 'secondary' | 'warning' | undefined
  name?: string | undefined
  value?: string | undefined
  start?: boolean | undefined
  classes?: string | undefined
}

/** A button; a link that looks like one where `href` is given. A second press is not sent twice by a slow reader. */
export function button(text: Words, options: ButtonOptions = {}): Html {
  const { href, name, value, start } = options
  return component('button', {
    ...words(text),
    ...dropUndefined({ href, name, value }),
    isStartButton: start,
    preventDoubleClick: href ? undefined : true,
    classes: joinClasses(options.kind && `govuk-button--${options.kind}`, options.classes),
  })
}

/** One line of text. */
export function input(field: InputField): Html {
  const { value, type, inputmode, autocomplete, spellcheck, classes } = field
  return component('input', {
    ...labelled(field),
    ...dropUndefined({ value, type, inputmode, autocomplete, spellcheck, classes }),
  })
}

/** Several lines of text. */
export function textarea(field: Field & { value?: string | undefined; rows?: number | undefined }): Html {
  const { value, rows, classes } = field
  return component('textarea', { ...labelled(field), ...dropUndefined({ value, rows, classes }) })
}

/** A list to choose one from: only where radios would be too long. */
export function select(
  field: Field & { value?: string | undefined; choices: readonly { value: string; text: string }[] },
): Html {
  const { value, classes } = field
  const items = field.choices.map(choice => ({ ...choice }))
  return component('select', { ...labelled(field), ...dropUndefined({ value, classes }), items })
}

/** A file to send. Plain, because the official drop zone needs a script. */
export function fileUpload(field: Field & { multiple?: boolean | undefined }): Html {
  return component('file-upload', { ...labelled(field), multiple: field.multiple, classes: field.classes })
}

/** One choice of several; the first choice carries the id that an error summary links to. */
export function radios(
  field: Field & { choices: readonly Choice[]; value?: string | undefined; inline?: boolean | undefined },
): Html {
  return component('radios', {
    ...grouped(field),
    value: field.value,
    items: field.choices.map(choiceItem),
    classes: joinClasses(field.inline ? 'govuk-radios--inline' : undefined, field.classes),
  })
}

/** Any number of choices. */
export function checkboxes(
  field: Field & { choices: readonly Choice[]; values?: readonly string[] | undefined },
): Html {
  return component('checkboxes', {
    ...grouped(field),
    values: field.values ?? [],
    items: field.choices.map(choiceItem),
    classes: field.classes,
  })
}

/** A date as it is written, each part as typed: a wrong part comes back as it was. */
export type TypedDate = { day?: string | undefined; month?: string | undefined; year?: string | undefined }

/** A date in three fields named `<name>-day`, `-month` and `-year`. */
export function dateInput(field: Field & { value?: TypedDate | undefined }): Html {
  const { idPrefix: id, name, ...rest } = grouped(field)
  return component('date-input', {
    ...rest,
    id,
    namePrefix: name,
    values: dropUndefined({ ...field.value }),
    classes: field.classes,
  })
}

/** The error beside something that is not one of the fields above. */
export function errorMessage(text: string, id?: string): Html {
  return component('error-message', { text, id })
}

function labelled(field: Field): Params & { name: string } {
  const classes = field.isPageHeading ? 'govuk-label--l' : undefined
  return {
    id: field.id ?? field.name,
    name: field.name,
    label: { text: field.label, isPageHeading: field.isPageHeading, classes },
    hint: field.hint === undefined ? undefined : words(field.hint),
    errorMessage: field.error === undefined ? undefined : { text: field.error },
  }
}

function grouped(field: Field): Params & { name: string; idPrefix: string } {
  const classes = field.isPageHeading ? 'govuk-fieldset__legend--l' : 'govuk-fieldset__legend--s'
  return {
    idPrefix: field.id ?? field.name,
    name: field.name,
    fieldset: { legend: { text: field.label, isPageHeading: field.isPageHeading, classes } },
    hint: field.hint === undefined ? undefined : words(field.hint),
    errorMessage: field.error === undefined ? undefined : { text: field.error },
  }
}

function choiceItem(choice: Choice): Params {
  return {
    value: choice.value,
    ...words(choice.text),
    hint: choice.hint === undefined ? undefined : words(choice.hint),
    conditional: choice.detail === undefined ? undefined : { html: choice.detail },
  }
}

/** The bridge refuses a missing `href`; here a missing one only means that the option was not used. */
function dropUndefined(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))
}

function joinClasses(...classes: (string | undefined)[]): string | undefined {
  return classes.filter(Boolean).join(' ') || undefined
}
