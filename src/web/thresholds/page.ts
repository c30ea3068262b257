/** When a feed's deliveries are held for a data steward: the rules, the numbers that stand, and who set them why. */

import type { FastifyRequest } from 'fastify'
import {
  type RuleLine,
  setThreshold,
  type ThresholdsView,
  thresholdsView,
} from '../../access/feed-thresholds.ts'
import { showDay } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { type Html, html } from '../../kit/html.ts'
import { notFoundPage, roleMayNotPage } from '../boundary-pages.ts'
import { feedIdIn } from '../feed-card/page.ts'
import { feedPath, SECTION } from '../feeds/words.ts'
import type { PageParts } from '../layout.ts'
import { notificationBanner, stackedTable, type Words } from '../page-components.ts'
import { askerOf, sentText } from '../practitioner.ts'
import type { Answer, SignedInContext } from '../route.ts'
import { EMPTY, type Settable, type ThresholdForm, thresholdPage } from './form.ts'
import { amount } from './words.ts'

/** GET /feeds/of/:partner/:contract/:version/holding */
export function showThresholds(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const view = await thresholdsView(database, askerOf(context), feedIdIn(request))
    if (view === undefined) return { status: 404, page: notFoundPage(await context.numbers()) }
    const { changed } = request.query as { changed?: string }
    return {
      page: thresholdsPage(
        view,
        view.rules.find(rule => rule.name === changed),
      ),
    }
  }
}

/** GET …/holding/:rule */
export function askThreshold(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> =>
    await answer(database, request, context, EMPTY)
}

/** POST …/holding/:rule */
export function changeThreshold(database: Database) {
  return async (request: FastifyRequest, context: SignedInContext): Promise<Answer> => {
    const who = askerOf(context)
    const feed = feedIdIn(request)
    const form = formIn(request)
    const rule = ruleIn(request)
    if (!(await isSettable(database, request, context))) return await answer(database, request, context, form)
    const value = form.how === 'back' ? undefined : Number(form.value.replace(',', '.') || Number.NaN)
    const changed = await setThreshold(database, who, {
      ...feed,
      rule,
      value,
      forAllOfItsKind: form.where === 'kind',
      reason: form.reason,
    })
    if (changed.outcome === 'changed') return { redirectTo: `${feedPath(feed)}/holding?changed=${rule}` }
    if (changed.because === 'not your role')
      return { status: 403, page: roleMayNotPage(who.roleName, await context.numbers()) }
    const field = changed.because === 'number wrong' ? 'value' : 'reason'
    return await answer(database, request, context, { ...form, error: { field, text: changed.says } })
  }
}

async function isSettable(database: Database, request: FastifyRequest, context: SignedInContext) {
  const view = await thresholdsView(database, askerOf(context), feedIdIn(request))
  return view?.rules.some(rule => rule.name === ruleIn(request) && rule.threshold !== undefined) === true
}

async function answer(
  database: Database,
  request: FastifyRequest,
  context: SignedInContext,
  form: ThresholdForm,
): Promise<Answer> {
  const who = askerOf(context)
  const view = await thresholdsView(database, who, feedIdIn(request))
  const rule = view?.rules.find(one => one.name === ruleIn(request))
  if (view === undefined || !isOneToSet(rule))
    return { status: 404, page: notFoundPage(await context.numbers()) }
  if (!view.maySet) return { status: 403, page: roleMayNotPage(who.roleName, await context.numbers()) }
  return { status: form.error ? 422 : 200, page: thresholdPage(view, rule, form, context.csrfToken) }
}

function isOneToSet(rule: RuleLine | undefined): rule is Settable {
  return rule?.threshold !== undefined && rule.standing !== undefined
}

function ruleIn(request: FastifyRequest): string {
  return (request.params as { rule?: string }).rule ?? ''
}

function formIn(request: FastifyRequest): ThresholdForm {
  return {
    how: sentText(request, 'how') === 'back' ? 'back' : 'number',
    value: sentText(request, 'value').trim(),
    where: sentText(request, 'where') === 'kind' ? 'kind' : 'feed',
    reason: sentText(request, 'reason'),
  }
}

export function thresholdsPage(view: ThresholdsView, changed?: RuleLine): PageParts {
  const title = `When deliveries of ${view.partnerName} are held`
  const body = html`${changed ? notificationBanner(`“${changed.title}” was changed. It counts from the next delivery on.`, { success: true }) : ''}
<h1 class="govuk-heading-l"><span class="govuk-caption-l">${view.feedName}</span>${title}</h1>
<p class="govuk-body">Before a delivery is published it is weighed by these rules. If one of them finds a reason, the delivery waits for a data steward, and nobody else sees it. What protects a family is never kept waiting.</p>
${stackedTable({
  caption: 'Rules and the numbers that stand now',
  columns: ['Rule', 'Held where', 'Who says so', ...(view.maySet ? ['Change'] : [])],
  rows: view.rules.map(rule => lineOf(view, rule)),
  firstCellIsHeader: true,
})}`
  const backTo = { href: feedPath(view), text: 'Back to the feed' }
  return { title, section: SECTION, body, backTo }
}

function lineOf(view: ThresholdsView, rule: RuleLine): Words[] {
  const change: Html | string = isOneToSet(rule)
    ? html`<a class="govuk-link" href="${feedPath(view)}/holding/${rule.name}">Change<span class="govuk-visually-hidden">: ${rule.title}</span></a>`
    : 'Nothing to set'
  return [
    html`${rule.title}<br><span class="govuk-body-s">${rule.says}</span>`,
    isOneToSet(rule)
      ? html`<strong>${amount(rule.standing.value, rule.threshold.unit)}</strong><br><span class="govuk-body-s">${rule.threshold.says}</span>`
      : 'Always',
    whoSays(rule),
    ...(view.maySet ? [change] : []),
  ]
}

function whoSays({ standing }: RuleLine): Words {
  if (standing?.setBy === undefined || standing.begins === undefined) return 'As the service has it'
  return html`${standing.setBy}, ${showDay(standing.begins)}, for ${standing.from}: ${standing.reason ?? ''}`
}
