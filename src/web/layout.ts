/**
 * The frame of every page: the county's header, where one may go, who is signed in, the page's own words, and
 * the same closing lines. Also the telephone numbers, which no refusal, fault or empty result may leave out.
 */

import { type Html, html, render } from '../kit/html.ts'
import {
  backLink,
  errorSummary,
  genericHeader,
  insetText,
  type Link,
  type NavigationLink,
  type PageError,
  phaseBanner,
  serviceNavigation,
  skipLink,
} from './page-components.ts'

export const SERVICE_NAME = 'Share information about a family'

export const COUNTY_NAME = 'Lancashire Family Hubs'

export type Telephone = { label: string; phone: string }

/** The numbers that are right for this hour, from the register: `now` in the order to try them. */
export type EmergencyNumbers = { now: readonly Telephone[]; desk: Telephone }

/** Who is signed in, as the header says it. */
export type Who = {
  name: string
  /** Left out until a role is chosen. */
  role?: string | undefined
  organisation?: string | undefined
  csrfToken: string
  /** True where the person holds more than one role. */
  canChangeRole?: boolean | undefined
}

/** What a page itself says. `body` begins with the page's one `<h1>`. */
export type PageParts = {
  title: string
  section?: string | undefined
  body: Html
  errors?: readonly PageError[] | undefined
  /** The page above this one; the link says its name. */
  backTo?: Link | undefined
}

/** What surrounds it; the server fills it in from the session and the settings. */
export type Frame = {
  stylesheet: string
  who?: Who | undefined
  nav?: readonly NavigationLink[] | undefined
  demonstration?: boolean | undefined
}

/** A whole document, ready to send. */
export function page(parts: PageParts & Frame): string {
  const errors = parts.errors ?? []
  return `<!DOCTYPE html>
${render(html`<html lang="en" class="govuk-template">
<head>
<meta charset="utf-8">
<title>${titleOf(parts)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="theme-color" content="#0b4a43">
<meta name="format-detection" content="telephone=no">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${parts.stylesheet}">
</head>
<body class="govuk-template__body">
${skipLink()}
${header(parts)}
<div class="govuk-width-container">
${parts.backTo ? html`<nav aria-label="Back">${backLink(parts.backTo.href, parts.backTo.text)}</nav>` : ''}
<main class="govuk-main-wrapper" id="main-content">
${errors.length > 0 ? errorSummary(errors) : ''}
${parts.body}
</main>
</div>
${footer()}
</body>
</html>`)}
`
}

/** "Page – Section – Service", with the word that tells a screen reader at once that something is wrong. */
function titleOf({ title, section, errors }: PageParts): string {
  const words = [title, section, SERVICE_NAME].filter(Boolean).join(' – ')
  return errors?.length ? `Error: ${words}` : words
}

function header({ who, nav, demonstration }: Frame): Html {
  return html`<header class="govuk-template__header">
${genericHeader(COUNTY_NAME, '/')}
${serviceNavigation(SERVICE_NAME, '/', nav ?? [])}
${who ? whoIsSignedIn(who) : ''}
${demonstration ? html`<div class="govuk-width-container hub-demonstration">${demonstrationBanner()}</div>` : ''}
</header>`
}

function whoIsSignedIn(who: Who): Html {
  const rest = [who.role, who.organisation].filter(word => word !== undefined).map(word => ` · ${word}`)
  return html`<div class="hub-who"><div class="govuk-width-container hub-who__inside">
<p class="hub-who__words"><span class="govuk-visually-hidden">Signed in as </span><strong>${who.name}</strong>${rest}</p>
<div class="hub-who__actions">
${who.canChangeRole ? html`<a class="govuk-link govuk-link--no-visited-state" href="/role">Change role</a>` : ''}
<form method="post" action="/sign-out">${csrfField(who.csrfToken)}<button type="submit" class="hub-link-button">Sign out</button></form>
</div>
</div></div>`
}

function demonstrationBanner(): Html {
  return phaseBanner('Demonstration', 'Everybody here is made up. Do not enter real people.')
}

/** The hidden field that every form must carry; the server refuses a POST without it. */
export function csrfField(token: string): Html {
  return html`<input type="hidden" name="csrfToken" value="${token}">`
}

const FOOTER_LINKS: readonly Link[] = [
  { href: '/help', text: 'Help and telephone numbers' },
  { href: '/how-we-decide', text: 'How we decide' },
  { href: '/privacy', text: 'Privacy' },
  { href: '/accessibility', text: 'Accessibility' },
  { href: '/cookies', text: 'Cookies' },
]

/** The official footer draws the crown, which a county may not use, so this one is our own. */
function footer(): Html {
  const links = FOOTER_LINKS.map(
    ({ href, text }) => html`<li><a class="govuk-link" href="${href}">${text}</a></li>`,
  )
  return html`<footer class="govuk-template__footer hub-footer"><div class="govuk-width-container">
<h2 class="govuk-visually-hidden">Help and information</h2>
<ul class="hub-footer__links">${links}</ul>
<p class="hub-footer__words">${COUNTY_NAME}. You are signed out after 15 minutes without opening a page.</p>
</div></footer>`
}

/** A number that a telephone can ring; letters and spaces stay in what is read. */
export function telephone(phone: string): Html {
  return html`<a class="govuk-link govuk-link--no-visited-state hub-phone" href="tel:${phone.replace(/[^\d+]/g, '')}">${phone}</a>`
}

/**
 * The same words after every search, whatever it found: anything else would tell a searcher that a record is
 * being kept from them.
 */
export function closingWords(numbers: EmergencyNumbers): Html {
  const { label, phone } = numbers.desk
  return html`<div class="hub-closing">${insetText(html`<p class="govuk-body">Some records are kept apart for safety. If you are worried about a child, ring the ${label.charAt(0).toLowerCase()}${label.slice(1)}: ${telephone(phone)}.</p>`)}</div>`
}

/** Whom to ring when the service cannot help: on every refusal, fault and outage. */
export function numbersToRing(numbers: EmergencyNumbers): Html {
  const line = ({ label, phone }: Telephone) =>
    html`<li><strong>${label.charAt(0).toUpperCase() + label.slice(1)}:</strong> ${telephone(phone)}</li>`
  return html`<section class="hub-numbers" aria-labelledby="numbers-to-ring">
<h2 class="govuk-heading-m" id="numbers-to-ring">If you are worried about a child now</h2>
<ul class="govuk-list hub-numbers__list">
<li><strong>Immediate danger:</strong> ${telephone('999')}</li>
${numbers.now.filter(({ phone }) => phone !== '999').map(line)}
${line(numbers.desk)}
</ul>
<p class="govuk-body">You do not need this service in order to tell someone who can act.</p>
</section>`
}
