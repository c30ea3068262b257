/** What stands on every page about one person: who it is, where else to look, and why it may be shown. */

import type { PersonSummary } from '../access/person-view.ts'
import type { AlertLine } from '../access/plans-and-notices.ts'
import type { Receipt } from '../access/receipt.ts'
import { type Html, html } from '../kit/html.ts'
import { telephone } from './layout.ts'
import { periodWords, sinceWords } from './panel-cards.ts'
import { type PersonPage, personPath } from './person-path.ts'
import { addressWords, ageAndBirth, dotted } from './person-words.ts'

/** Who the page is about. The name is the page’s heading and never its title. */
export function identityBar(summary: PersonSummary, heading: string = summary.name): Html {
  const { formerNames, nhsNumber, phone } = summary
  const facts = [
    ageAndBirth(summary),
    nhsNumber === undefined
      ? 'NHS number not shown or not recorded'
      : html`NHS number <span class="hub-number">${nhsNumber}</span>`,
  ]
  const also =
    formerNames.length === 0 ? '' : html`<p class="govuk-body">Also known as ${formerNames.join(', ')}</p>`
  const reach = phone === undefined ? '' : html`<p class="govuk-body">Telephone ${telephone(phone)}</p>`
  return html`<div class="hub-identity">
<h1 class="govuk-heading-l">${heading}</h1>
<p class="govuk-body">${dotted(facts)}</p>
${also}
<p class="govuk-body">${addressWords(summary)}</p>
${reach}
</div>`
}

/** What sources ask others to bear in mind: first on the page, each with its owner and dates. */
export function alertList(alerts: readonly AlertLine[]): Html {
  if (alerts.length === 0) return html``
  const line = ({ type, from, to, partnerName, partnerPhone }: AlertLine) => {
    const period = to === undefined ? sinceWords(from) : periodWords(from, to)
    const ring = partnerPhone === undefined ? '' : html` · ring ${telephone(partnerPhone)}`
    return html`<li><strong>${type.charAt(0).toUpperCase() + type.slice(1)}</strong>${period === '' ? '' : `, ${period}`} · ${partnerName}${ring}</li>`
  }
  return html`<section class="hub-alerts" aria-labelledby="alerts">
<h2 class="govuk-heading-m" id="alerts">Alerts</h2>
<ul class="govuk-list">${alerts.map(line)}</ul>
</section>`
}

const PLACES: readonly { page: PersonPage; text: string }[] = [
  { page: 'child', text: 'Overview' },
  { page: 'people', text: 'People helping' },
  { page: 'family', text: 'Family' },
  { page: 'sources', text: 'Record sources' },
]

/** The pages about this person. */
export function personNavigation(personId: string, current: PersonPage): Html {
  const item = ({ page, text }: (typeof PLACES)[number]) => {
    const here = page === current ? html` aria-current="page"` : ''
    return html`<li class="moj-sub-navigation__item"><a class="moj-sub-navigation__link"${here} href="${personPath(page, personId)}">${text}</a></li>`
  }
  return html`<nav class="moj-sub-navigation" aria-label="About this person">
<ul class="moj-sub-navigation__list">${PLACES.map(item)}</ul>
</nav>`
}

/** "You see this because", the receipt, and what the role is never shown. The same closing lines on every such page. */
export function becauseLines({ because, notShown, purposeName, receiptId }: Receipt): Html {
  const [first, ...more] = because
  const law = [purposeName ?? 'no reason chosen', ...(first === undefined ? [] : [first])]
  const others = more.length === 0 ? '' : ` · ${more.length} more on the receipt`
  const inAnyFamily = notShown
    .filter(one => one.rule === 'role-may-see')
    .map(one => one.category.toLowerCase())
  const kept =
    inAnyFamily.length === 0
      ? ''
      : html`<p class="govuk-body">Some information is not permitted for your role in any family: ${inAnyFamily.join(', ')}. What you can do: ask, or ring.</p>`
  return html`<section class="hub-because" aria-labelledby="because">
<h2 class="govuk-heading-s" id="because">Why you see this</h2>
<p class="govuk-body">You see this because: ${dotted(law)}${others} · <a class="govuk-link" href="/receipt/${receiptId}">receipt ${receiptId}</a></p>
${kept}
</section>`
}
