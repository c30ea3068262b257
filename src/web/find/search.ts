/** Reading a search: from what was typed to a stored query, or to what is wrong with it. */

import type { FastifyRequest } from 'fastify'
import { isEmpty, parseQuery, type Query, queryOf, realDay } from '../../access/query.ts'
import { findSearch, keepSearch } from '../../access/search-store.ts'
import { showDay } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { parseNhsNumber, parseUpn, showNhsNumber } from '../../kit/identifiers.ts'
import { findRole, type Purpose } from '../../registers/role-store.ts'
import { askerOf, purposesOf, sentText } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'
import { rememberPurpose } from '../session-store.ts'
import {
  EMPTY_FORM,
  type FindError,
  type FindForm,
  findPage,
  noSearchPage,
  usesSeparateFields,
} from './page.ts'

export function showFind(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const { csrfToken, session } = context
    const purposes = await searchPurposes(database, context)
    if (purposes.length === 0) return { page: noSearchPage(await context.numbers()) }
    const { again } = request.query as { again?: unknown }
    const kept =
      typeof again === 'string' ? await findSearch(database.reader, session.sessionHash, again) : undefined
    const only = purposes.length === 1 ? purposes[0]?.purpose : undefined
    const purpose = kept?.purposeId ?? session.purposeId ?? only ?? ''
    const form = { ...EMPTY_FORM, purpose, text: kept === undefined ? '' : queryText(kept.query) }
    return { page: findPage({ purposes, form, errors: [], csrfToken }, await context.numbers()) }
  }
}

/** Keeps the search and answers by a redirect, so that no name stands in an address. */
export function search(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const { csrfToken, session } = context
    const purposes = await searchPurposes(database, context)
    if (purposes.length === 0) return { status: 403, page: noSearchPage(await context.numbers()) }
    const form = formIn(request)
    const { query, errors } = readForm(form, purposes)
    if (query === undefined) {
      return { status: 400, page: findPage({ purposes, form, errors, csrfToken }, await context.numbers()) }
    }
    await rememberPurpose(database.reader, session.sessionHash, form.purpose)
    const kept = { purposeId: form.purpose, query }
    const searchId = await keepSearch(database.reader, session.sessionHash, askerOf(context), kept)
    return { redirectTo: `/find/${searchId}` }
  }
}

async function searchPurposes(database: Database, context: SignedInContext): Promise<Purpose[]> {
  const role = await findRole(database.reader, context.practitioner.role)
  return role === undefined || role.searchBreadth === 'none' ? [] : await purposesOf(database, context)
}

function formIn(request: FastifyRequest): FindForm {
  return {
    purpose: sentText(request, 'purpose'),
    text: sentText(request, 'text'),
    given: sentText(request, 'given'),
    family: sentText(request, 'family'),
    birth: {
      day: sentText(request, 'birth-day'),
      month: sentText(request, 'birth-month'),
      year: sentText(request, 'birth-year'),
    },
    postcode: sentText(request, 'postcode'),
    identifier: sentText(request, 'identifier'),
  }
}

/** The query, or every fault at once, in the order of the page. Pure. */
export function readForm(
  form: FindForm,
  purposes: readonly Pick<Purpose, 'purpose'>[],
): { query: Query; errors: readonly [] } | { query: undefined; errors: FindError[] } {
  const query = together(parseQuery(form.text), fieldsQuery(form))
  const errors: FindError[] = [
    ...(purposes.some(({ purpose }) => purpose === form.purpose)
      ? []
      : [{ field: 'purpose' as const, text: 'Choose why you are looking' }]),
    ...textErrors(form, query),
    ...fieldErrors(form),
  ]
  return errors.length === 0 ? { query, errors: [] } : { query: undefined, errors }
}

function textErrors(form: FindForm, query: Query): FindError[] {
  if (!isEmpty(query) || fieldErrors(form).length > 0) return []
  const text = /\d{3}[ -]?\d{3}[ -]?\d{4}/.test(form.text)
    ? 'This is not a valid NHS number. Check the digits, or type a name instead'
    : form.text === ''
      ? 'Type a name, a date of birth, a postcode or an NHS number'
      : 'We found no name, date, postcode or number in what you typed'
  return [{ field: 'text', text }]
}

function fieldErrors({ birth, identifier, postcode }: FindForm): FindError[] {
  const { day, month, year } = birth
  const someDate = day !== '' || month !== '' || year !== ''
  const numberIsWrong =
    identifier !== '' && parseNhsNumber(identifier) === undefined && parseUpn(identifier) === undefined
  return [
    ...(someDate && realDay(year, month, day) === undefined
      ? [{ field: 'birth-day' as const, text: 'Date of birth must be a real date, such as 12 3 2015' }]
      : []),
    ...(postcode !== '' && !/^[a-z]{1,2}\d[a-z\d]? ?(?:\d[a-z]{0,2})?$/i.test(postcode)
      ? [{ field: 'postcode' as const, text: 'Postcode must begin like PR2 or PR2 3' }]
      : []),
    ...(numberIsWrong
      ? [{ field: 'identifier' as const, text: 'Number must be a valid NHS number or unique pupil number' }]
      : []),
  ]
}

function fieldsQuery(form: FindForm): Query | undefined {
  if (!usesSeparateFields(form)) return undefined
  const { day, month, year } = form.birth
  return queryOf({ ...form, birthDate: day === '' ? undefined : realDay(year, month, day) })
}

/** The separate fields say it more exactly than the one box; names from both count. */
function together(typed: Query, fields: Query | undefined): Query {
  if (fields === undefined) return typed
  return {
    names: [...new Set([...fields.names, ...typed.names])],
    birthDate: fields.birthDate ?? typed.birthDate,
    postcode: fields.postcode ?? typed.postcode,
    identifiers: [...new Set([...fields.identifiers, ...typed.identifiers])],
  }
}

/** What was searched, as the page says it: `mohamed smithe, 12 March 2015, PR2`. */
export function queryWords(query: Query): string {
  return partsOf(query, showDay).join(', ')
}

/** The same as it would be typed again. */
function queryText(query: Query): string {
  return partsOf(query, day => day.split('-').toReversed().join('/')).join(' ')
}

function partsOf(
  { names, birthDate, postcode, identifiers }: Query,
  show: (day: string) => string,
): string[] {
  return [
    ...(names.length === 0 ? [] : [names.join(' ')]),
    ...(birthDate === undefined ? [] : [show(birthDate)]),
    ...(postcode === undefined ? [] : [postcode]),
    ...identifiers.map(id => (/^\d{10}$/.test(id) ? showNhsNumber(id) : id)),
  ]
}
