import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, NUMBERS, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { EMPTY_FORM, type FindForm, findPage } from './page.ts'
import { queryWords, readForm } from './search.ts'

const purposes = [
  { purpose: 'caseload', name: 'Family on my caseload', says: 'You work with them.' },
  { purpose: 'concern', name: 'Safeguarding concern', says: 'You are worried.' },
]
const typed = (form: Partial<FindForm>): FindForm => ({ ...EMPTY_FORM, purpose: 'caseload', ...form })
const faults = (form: Partial<FindForm>) => readForm(typed(form), purposes).errors.map(error => error.field)

test('one box takes names, a date and a postcode in any order', () => {
  const { query } = readForm(typed({ text: 'pr2 mohamed 12/3/2015 smithe' }), purposes)
  assert.equal(query && queryWords(query), 'mohamed smithe, 12 March 2015, PR2')
})

test('the separate fields search without the box', () => {
  const birth = { day: '12', month: '3', year: '2015' }
  const { query } = readForm(
    typed({ given: 'Mohamed', family: 'Smithe', birth, postcode: 'pr2 3' }),
    purposes,
  )
  assert.equal(query && queryWords(query), 'mohamed smithe, 12 March 2015, PR23')
})

test('what is wrong is told all at once, in the order of the page', () => {
  assert.deepEqual(faults({ purpose: '' }), ['purpose', 'text'])
  assert.deepEqual(faults({ purpose: 'not-mine', text: 'smith' }), ['purpose'])
  assert.deepEqual(faults({ birth: { day: '31', month: '2', year: '2015' } }), ['birth-day'])
  assert.deepEqual(faults({ birth: { day: '', month: '2', year: '2015' }, text: 'smith' }), ['birth-day'])
  assert.deepEqual(faults({ identifier: '999 123 4568', postcode: '12' }), ['postcode', 'identifier'])
  assert.deepEqual(faults({ text: '1234567890' }), ['text'])
  assert.deepEqual(faults({ text: 'smith' }), [])
})

test('errors stand in the title, the summary and the field, and what was typed stays', () => {
  const form = typed({ purpose: '', text: 'smith "<b>"', birth: { day: '40', month: '1', year: '2015' } })
  const { errors } = readForm(form, purposes)
  const document = sent(findPage({ purposes, form, errors: [...errors], csrfToken: 'token' }, NUMBERS))
  assert.match(document, /<title>Error: Who are you looking for\?/)
  assert.match(document, /<a href="#purpose">Choose why you are looking<\/a>/)
  assert.match(document, /<a href="#birth-day">Date of birth must be a real date/)
  assert.match(document, /id="purpose-error"/)
  assert.match(document, /id="birth-error"/)
  for (const id of ['purpose', 'birth-day']) assert.match(document, new RegExp(` id="${id}"`))
  assert.match(document, /value="smith &quot;&lt;b&gt;&quot;"/)
  assert.match(document, /<details[^>]* open/)
})

test('the purpose of the task is chosen already, and the form carries its token', () => {
  const document = sent(findPage({ purposes, form: typed({}), errors: [], csrfToken: 'token' }, NUMBERS))
  assert.match(document, /value="caseload" checked/)
  assert.match(document, /name="csrfToken" value="token"/)
  assert.match(document, /<form method="post" action="\/find"/)
  const page = findPage({ purposes, form: typed({}), errors: [], csrfToken: 'token' }, NUMBERS)
  assert.match(wordsOf(page), /Some records are kept apart for safety/)
  assert.deepEqual(faultsOf(page), [])
})
