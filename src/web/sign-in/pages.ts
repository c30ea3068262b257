/** The pages around signing in. */

import { html } from '../../kit/html.ts'
import { plainPage } from '../boundary-pages.ts'
import { button } from '../form-components.ts'
import { csrfField, type EmergencyNumbers, type PageParts } from '../layout.ts'
import type { Practitioner } from '../session.ts'

/** Says nothing of who is registered: the same for a stranger, a leaver and somebody not yet entered. */
export function notRegisteredPage(numbers: EmergencyNumbers): PageParts {
  const sentences = [
    'You are signed in but not registered with this service.',
    'If you think you should be, ask your organisation’s contact for this service. They can register you.',
  ]
  const another = {
    text: 'Sign in as somebody else',
    href: '/sign-in?account=another',
    kind: 'secondary',
  } as const
  return plainPage('You are not registered', sentences, numbers, another)
}

export function signInFailedPage(numbers: EmergencyNumbers): PageParts {
  const sentences = [
    'The sign-in was not completed. It may have taken longer than 10 minutes, or been opened twice.',
  ]
  return plainPage('Sign in again', sentences, numbers, { text: 'Sign in', href: '/sign-in' })
}

export function signedOutPage(numbers: EmergencyNumbers): PageParts {
  return plainPage('You are signed out', ['On a shared computer, close the browser too.'], numbers, {
    text: 'Sign in again',
    href: '/sign-in',
  })
}

/** Our session is over; the provider is elsewhere, and a form may not lead there unannounced. */
export function signOutElsewherePage(url: URL, numbers: EmergencyNumbers): PageParts {
  const sentences = [`You are signed out of this service. You are still signed in at ${url.host}.`]
  const next = { text: `Sign out at ${url.host} too`, href: url.href, kind: 'secondary' } as const
  return plainPage('You are signed out', sentences, numbers, next)
}

/** One button a role, because the role decides what may be seen and is written down with every look. */
export function chooseRolePage(
  practitioners: readonly Practitioner[],
  current: Practitioner | undefined,
  csrfToken: string,
): PageParts {
  const choices = practitioners.map(({ practitionerId, roleName, partnerName }) => {
    const isCurrent = practitionerId === current?.practitionerId
    return html`<li><form method="post" action="/role">${csrfField(csrfToken)}
<button type="submit" name="practitionerId" value="${practitionerId}" class="hub-person"><span class="hub-person__name">${roleName}</span>${partnerName}${isCurrent ? ' (now)' : ''}</button></form></li>`
  })
  return {
    title: 'Choose your role',
    body: html`<h1 class="govuk-heading-l">In which role are you working now?</h1>
<p class="govuk-body">What you may see depends on the role. Every look is recorded with it.</p>
<ul class="hub-person-list">${choices}</ul>
${current ? button('Stay as I am', { href: '/', kind: 'secondary' }) : ''}`,
  }
}
