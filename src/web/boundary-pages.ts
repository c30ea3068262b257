/** The pages shown instead of the one asked for. Each says what to do now and whom to ring. */

import { html } from '../kit/html.ts'
import { type ButtonOptions, button } from './form-components.ts'
import { type EmergencyNumbers, numbersToRing, type PageParts } from './layout.ts'
import type { Words } from './page-components.ts'

type Step = { text: string; href: string } & Pick<ButtonOptions, 'kind'>

/** A page with a heading, some sentences, at most one next step, and the numbers. */
export function plainPage(
  title: string,
  sentences: readonly Words[],
  numbers: EmergencyNumbers,
  next?: Step,
): PageParts {
  const paragraphs = sentences.map(sentence => html`<p class="govuk-body">${sentence}</p>`)
  const step = next ? button(next.text, { href: next.href, kind: next.kind }) : ''
  return {
    title,
    body: html`<h1 class="govuk-heading-l">${title}</h1>${paragraphs}${step}${numbersToRing(numbers)}`,
  }
}

export function notFoundPage(numbers: EmergencyNumbers): PageParts {
  const sentences = [
    'There is nothing to show at this address, or not for you.',
    'If you typed it, check it.',
  ]
  return plainPage('Page not found', sentences, numbers, { text: 'Go to home', href: '/' })
}

/** Never the error itself: it may carry a name. The reference stands beside it in the log. */
export function outagePage(reference: string, numbers: EmergencyNumbers): PageParts {
  const sentences = [
    'Something went wrong on our side. What you sent may not have been saved.',
    'Try again in a few minutes. If it goes on, tell the service desk this reference:',
    html`<strong class="hub-reference">${reference}</strong>`,
  ]
  return plainPage('The service is not working at the moment', sentences, numbers)
}

/** For those without a live session. `returnTo` is where they wanted to go. */
export function signInFirstPage(
  options: { wasSignedIn: boolean; returnTo?: string | undefined },
  numbers: EmergencyNumbers,
): PageParts {
  const href = options.returnTo ? `/sign-in?returnTo=${encodeURIComponent(options.returnTo)}` : '/sign-in'
  const sentences = options.wasSignedIn
    ? ['You are signed out. This happens after 15 minutes without opening a page, and after 8 hours.']
    : [
        'For people who work with children and families in Lancashire. It shows who is helping a family, and how to reach them, where the law and the partners’ agreements allow it.',
      ]
  return plainPage(options.wasSignedIn ? 'Sign in again' : 'Sign in first', sentences, numbers, {
    text: 'Sign in',
    href,
  })
}

export function roleMayNotPage(roleName: string, numbers: EmergencyNumbers): PageParts {
  const sentences = [
    `This page is not part of the role in which you are signed in: ${roleName}.`,
    'That says nothing about any child or family.',
  ]
  return plainPage('You cannot open this page', sentences, numbers, { text: 'Go to home', href: '/' })
}

export function formExpiredPage(numbers: EmergencyNumbers): PageParts {
  const sentences = [
    'This form belonged to an earlier sign-in, so nothing was sent.',
    'Go back, reload the page and send it again.',
  ]
  return plainPage('Send the form again', sentences, numbers)
}

export function tooManyPage(numbers: EmergencyNumbers): PageParts {
  const sentences = ['There were very many requests from your network. Wait a minute, then try again.']
  return plainPage('Too many requests', sentences, numbers)
}

export function badRequestPage(numbers: EmergencyNumbers): PageParts {
  return plainPage('This could not be read', ['Nothing was saved. Go back and try again.'], numbers)
}
