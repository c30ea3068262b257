/** Find: why you are looking, one box, and separate fields for those who prefer them. */

import { html } from '../../kit/html.ts'
import type { Purpose } from '../../registers/role-store.ts'
import { button, dateInput, input, radios, type TypedDate } from '../form-components.ts'
import { closingWords, csrfField, type EmergencyNumbers, type PageParts } from '../layout.ts'
import { details, insetText, type PageError } from '../page-components.ts'

/** What was typed, as it was typed. */
export type FindForm = {
  purpose: string
  text: string
  given: string
  family: string
  birth: { day: string; month: string; year: string }
  postcode: string
  identifier: string
}

export type FindPageView = {
  purposes: readonly Pick<Purpose, 'purpose' | 'name' | 'says'>[]
  form: FindForm
  errors: readonly FindError[]
  csrfToken: string
}

/** A fault and the field that it belongs to. */
export type FindError = PageError & { field: 'purpose' | 'text' | 'birth-day' | 'postcode' | 'identifier' }

export const EMPTY_FORM: FindForm = {
  purpose: '',
  text: '',
  given: '',
  family: '',
  birth: { day: '', month: '', year: '' },
  postcode: '',
  identifier: '',
}

const TITLE = 'Who are you looking for?'

export function findPage(view: FindPageView, numbers: EmergencyNumbers): PageParts {
  const { purposes, form, errors, csrfToken } = view
  const errorAt = (field: FindError['field']) => errors.find(error => error.field === field)?.text
  const choices = purposes.map(({ purpose, name, says }) => ({ value: purpose, text: name, hint: says }))
  const hint = 'Name, date of birth, postcode or an NHS number, in any order. You do not need all of them.'
  const body = html`<h1 class="govuk-heading-l">${TITLE}</h1>
<form method="post" action="/find" novalidate>
${csrfField(csrfToken)}
${radios({ name: 'purpose', label: 'Why are you looking?', choices, value: form.purpose, error: errorAt('purpose') })}
${input({ name: 'text', label: 'Who?', hint, value: form.text, error: errorAt('text'), autocomplete: 'off', spellcheck: false, classes: 'hub-search-box' })}
${details('Search by separate fields', separateFields(form, errorAt), { open: usesSeparateFields(form) })}
${button('Find')}
</form>
${details('How matching works', HOW_MATCHING_WORKS)}
${closingWords(numbers)}`
  return { title: TITLE, section: 'Find', body, errors }
}

/** For roles that do not search: where to go instead. */
export function noSearchPage(numbers: EmergencyNumbers): PageParts {
  const title = 'Your role does not search for people'
  const body = html`<h1 class="govuk-heading-l">${title}</h1>
${insetText(html`<a class="govuk-link" href="/home">Go to home</a> to see what your role can do.`)}
${closingWords(numbers)}`
  return { title, section: 'Find', body }
}

function separateFields(form: FindForm, errorAt: (field: FindError['field']) => string | undefined) {
  const birth: TypedDate = form.birth
  return html`${input({ name: 'given', label: 'First name', value: form.given, autocomplete: 'off', spellcheck: false, classes: 'govuk-input--width-20' })}
${input({ name: 'family', label: 'Family name', value: form.family, autocomplete: 'off', spellcheck: false, classes: 'govuk-input--width-20' })}
${dateInput({ name: 'birth', label: 'Date of birth', hint: 'For example, 12 3 2015', value: birth, error: errorAt('birth-day') })}
${input({ name: 'postcode', label: 'Postcode or its beginning', value: form.postcode, error: errorAt('postcode'), autocomplete: 'off', spellcheck: false, classes: 'govuk-input--width-10' })}
${input({ name: 'identifier', label: 'NHS number or unique pupil number', value: form.identifier, error: errorAt('identifier'), autocomplete: 'off', spellcheck: false, classes: 'govuk-input--width-20' })}`
}

export function usesSeparateFields({ given, family, birth, postcode, identifier }: FindForm): boolean {
  return [given, family, birth.day, birth.month, birth.year, postcode, identifier].some(value => value !== '')
}

const HOW_MATCHING_WORKS = html`<ul class="govuk-list govuk-list--bullet">
<li>Names are found when they sound or look alike: “Mohamed Smithe” finds “Mohammed Smith”.</li>
<li>Earlier names and other spellings count too.</li>
<li>A date of birth is also found with day and month swapped.</li>
<li>The beginning of a postcode is enough.</li>
<li>We compare only what you may see. Each result says why it is there.</li>
</ul>`
