/** Results: who may be meant and why, nearest first, and the same closing words whatever was found. */

import type { FindView, FoundPerson } from '../../access/find.ts'
import type { Query } from '../../access/query.ts'
import { type Html, html } from '../../kit/html.ts'
import { queryWords } from '../find/search.ts'
import { button } from '../form-components.ts'
import { closingWords, type EmergencyNumbers, numbersToRing, type PageParts } from '../layout.ts'
import { type TagColour, tag, warningText } from '../page-components.ts'
import { personPath } from '../person-path.ts'
import { ageAndBirth, countInWords, dotted, pageWord, partOfAddress } from '../person-words.ts'

export type ResultsView = {
  searchId: string
  query: Query
  purposeName: string
  result: FindView
  receiptId: string
}

const BANDS: Record<FoundPerson['match']['band'], { text: string; colour: TagColour }> = {
  strong: { text: 'Strong', colour: 'green' },
  possible: { text: 'Possible', colour: 'yellow' },
  weak: { text: 'Weak', colour: 'grey' },
}

export function resultsPage(view: ResultsView, numbers: EmergencyNumbers): PageParts {
  const { searchId, query, purposeName, result, receiptId } = view
  const { found } = result
  const body = html`<h1 class="govuk-heading-l">${headingOf(view)}</h1>
<p class="govuk-body">You searched: <strong>${queryWords(query)}</strong> · ${purposeName} · <a class="govuk-link" href="/find?again=${searchId}">Change this search</a></p>
${found.some(person => person.isNearTwin) ? nearTwinNotice(found) : ''}
${found.length === 0 ? '' : html`<ul class="hub-results">${found.map(person => resultItem(person, searchId))}</ul>`}
${result.more ? html`<p class="govuk-body">More people may match. Add a date of birth or a postcode to narrow the search.</p>` : ''}
${result.needsAnotherFact ? button('Add to this search', { href: `/find?again=${searchId}` }) : ''}
${nextSteps(view)}
<p class="govuk-body-s">Why you see this: <a class="govuk-link" href="/receipt/${receiptId}">receipt ${receiptId}</a></p>
${closingWords(numbers)}
${found.length === 0 ? numbersToRing(numbers) : ''}`
  const backTo = { href: `/find?again=${searchId}`, text: 'Back to the search' }
  return { title: 'Results', section: 'Find', body, backTo }
}

function headingOf({ result, query }: ResultsView): string {
  const { found, more, needsAnotherFact } = result
  if (needsAnotherFact) return `One child may match: give ${missingFact(query)}`
  if (found.length === 0) return 'No match in what we can show you'
  const people = found.length === 1 ? 'person' : 'people'
  return more
    ? `The first ${found.length} ${people} who may match`
    : `${countInWords(found.length)} ${people} may match`
}

/** The fact that tells most and is not there yet. */
function missingFact({ birthDate, names }: Query): string {
  if (birthDate === undefined) return 'the date of birth'
  return names.length === 0 ? 'the name' : 'the postcode'
}

/** Who someone is, as far as it may be shown: for choosing between people, not for visiting them. */
export function whoIsIt(person: FoundPerson): Html {
  const part = partOfAddress(person)
  return dotted([
    ageAndBirth(person),
    ...(part === undefined ? [] : [part]),
    ...(person.hasNhsNumber ? ['NHS number on file'] : []),
  ])
}

function resultItem(person: FoundPerson, searchId: string): Html {
  const { match, isNearTwin } = person
  const { text, colour } = BANDS[match.band]
  const links = isNearTwin
    ? html`<a class="govuk-link" href="/find/${searchId}/check/${person.personId}">Check which child<span class="govuk-visually-hidden"> before opening ${person.name}</span></a>`
    : openLinks(person)
  return html`<li>
<h2 class="govuk-heading-m hub-results__name">${person.name} ${tag(text, colour)}</h2>
<p class="govuk-body">${whoIsIt(person)}</p>
<p class="govuk-body-s">Why this result: ${match.why.join('; ')}</p>
<p class="govuk-body hub-actions">${links}</p>
</li>`
}

/** The two ways on from a result. */
export function openLinks(person: FoundPerson): Html {
  const { personId, name } = person
  const link = (page: 'family' | 'child', text: string) =>
    html`<a class="govuk-link" href="${personPath(page, personId)}">${text}<span class="govuk-visually-hidden"> of ${name}</span></a>`
  return html`${link('family', 'Family')} ${link('child', pageWord(person))}`
}

/** Said before either of two people who are easily taken for each other is opened. */
export function nearTwinWords(found: readonly FoundPerson[]): string {
  const twins = found.filter(person => person.isNearTwin)
  const who = twins.every(({ age }) => age !== undefined && age < 18) ? 'children have' : 'people have'
  return `${countInWords(twins.length)} ${who} nearly the same name and the same date of birth. Check the date of birth and address with the family.`
}

function nearTwinNotice(found: readonly FoundPerson[]): Html {
  return warningText(nearTwinWords(found))
}

function nextSteps({ result, searchId }: ResultsView): Html {
  const heading =
    result.found.length === 0 && !result.needsAnotherFact
      ? 'What to try, and what an empty result means'
      : 'Not here? What to try'
  return html`<h2 class="govuk-heading-m">${heading}</h2>
<ul class="govuk-list govuk-list--bullet">
<li><a class="govuk-link" href="/find?again=${searchId}">Search again</a> with another spelling, an earlier name, or without the postcode.</li>
<li>Add the date of birth, or leave it out if you are not sure of it.</li>
<li>Ring the school, the health visitor or the service that the family names.</li>
<li>An empty result does not mean that nobody helps this child. Some services do not send data, and some records are not for your role.</li>
</ul>`
}
