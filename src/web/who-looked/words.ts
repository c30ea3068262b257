/** How pages speak of what stands in the audit log. */

import type { UsesView } from '../../access/who-looked.ts'
import { showInstant } from '../../kit/clock.ts'
import { type Html, html } from '../../kit/html.ts'
import { stackedTable, type TagColour, tag, type Words } from '../page-components.ts'

export const SECTION = 'Who looked'

export type Use = Extract<UsesView, { outcome: 'shown' }>['uses'][number]

const KINDS: Record<string, string> = {
  disclosure: 'Opened a record',
  search: 'Searched',
  list: 'Opened a list',
  'sign-in': 'Signed in or out',
  service: 'The service itself',
}

const ACTIONS: Record<string, string> = {
  'see-who-looked': 'Looked at this log',
  'see-feeds': 'Looked at feeds',
  'see-desk': 'Looked at the protected-records desk',
  'answer-desk': 'Rang back from the protected-records desk',
  'upload-delivery': 'Uploaded a delivery',
  'upload-own-delivery': 'Uploaded a delivery of the own organisation',
  'see-own-deliveries': 'Looked at deliveries of the own organisation',
  'add-credential': 'Registered a key of a partner’s system',
  'revoke-credential': 'Ended a key of a partner’s system',
  'approve-delivery': 'Approved or withdrew an upload',
  'set-feed-threshold': 'Changed when a feed is held',
  'release-delivery': 'Released a held delivery',
  'return-delivery': 'Returned a held delivery',
}

const OUTCOMES: Record<string, { word: string; colour: TagColour }> = {
  disclosed: { word: 'Shown', colour: 'blue' },
  refused: { word: 'Not shown', colour: 'grey' },
  changed: { word: 'Done', colour: 'green' },
  recorded: { word: 'Recorded', colour: 'grey' },
}

const COLUMNS = ['When', 'Who', 'What', 'Outcome', 'Why', 'Receipt']

/** Uses that one press of a button made: a list writes an entry for each person that it showed, and one of its own. */
export type UseGroup = { first: Use; shown: number }

/** Puts together what has one receipt and stands together, so that a list of forty is one line and not forty-one. */
export function groupUses(uses: readonly Use[]): UseGroup[] {
  const groups: UseGroup[] = []
  for (const use of uses) {
    const last = groups.at(-1)
    const counts = 'shown' in use.detail ? 0 : 1
    if (last !== undefined && isOfOneUse(last.first, use)) last.shown += counts
    else groups.push({ first: use, shown: counts })
  }
  return groups
}

function isOfOneUse(one: Use, other: Use): boolean {
  return (
    isMany(other) && one.receiptId !== null && one.receiptId === other.receiptId && one.kind === other.kind
  )
}

function isMany({ kind }: Use): boolean {
  return kind === 'list' || kind === 'search'
}

/** What was done, in words; an action without words of its own by its id. */
export function whatWasDone({ first, shown }: UseGroup): string {
  const { kind, detail, outcome } = first
  const action = typeof detail['action'] === 'string' ? detail['action'] : ''
  if (kind === 'act') {
    const done = ACTIONS[action] ?? action.replaceAll('-', ' ')
    return outcome === 'refused' ? `Tried: ${done.charAt(0).toLowerCase()}${done.slice(1)}` : done
  }
  const word = KINDS[kind] ?? kind
  if (shown === 0 || !isMany(first)) return word
  return `${word}: ${shown === 1 ? '1 person' : `${shown} people`}`
}

export function usesTable(caption: string, uses: readonly Use[]): Html {
  return stackedTable({ caption, columns: COLUMNS, rows: groupUses(uses).map(lineOf) })
}

function lineOf(group: UseGroup): Words[] {
  const use = group.first
  const role = [use.roleName, use.partnerName].filter(word => word !== null).join(', ')
  const { receiptId } = use
  return [
    showInstant(use.occurredAt),
    html`${use.practitionerName ?? nameless(use.practitionerId)}${role === '' ? '' : html`<br><span class="govuk-body-s">${role}</span>`}`,
    html`${whatWasDone(group)}${othersLink(group)}`,
    outcomeOf(group),
    whyOf(use),
    receiptId === null
      ? 'None'
      : html`<a class="govuk-link" href="/who-looked?receipt=${receiptId}">${receiptId}<span class="govuk-visually-hidden">: only this receipt</span></a>`,
  ]
}

/** From one use to the others of the same person's records: the log knows the person by a pseudonym only. */
function othersLink({ first, shown }: UseGroup): Html {
  // A refusal looks the same whether or not there is such a person.
  if (!first.aboutPerson || first.outcome === 'refused' || shown > 1) return html``
  return html`<br><a class="govuk-link govuk-body-s" href="/who-looked/${first.entryId}">Who else looked<span class="govuk-visually-hidden"> at the person of this use, ${showInstant(first.occurredAt)}</span></a>`
}

/** A command at a console names its operator, a partner's system has a name of its own; the service itself has none. */
function nameless(practitionerId: string | null): string {
  if (practitionerId === null) return 'The service'
  if (practitionerId.startsWith('console/')) return `${practitionerId.slice('console/'.length)}, at a console`
  if (practitionerId.startsWith('credential/'))
    return `The system ${practitionerId.slice('credential/'.length)}`
  return practitionerId
}

function outcomeOf({ first, shown }: UseGroup): Html {
  const { kind, outcome } = first
  if (isMany(first) && shown === 0) return tag('Nobody shown', 'grey')
  if (kind === 'act' && outcome === 'refused') return tag('Refused', 'red')
  const { word, colour } = OUTCOMES[outcome] ?? { word: outcome, colour: 'grey' as const }
  return tag(word, colour)
}

function whyOf({ purposeName, reason }: Use): Html {
  if (purposeName === null && reason === null) return html`None asked for`
  const own = reason === null ? '' : reason.trim() === '' ? 'None given' : html`“${reason}”`
  if (purposeName === null) return html`${own}`
  return html`${purposeName}${reason === null ? '' : html`<br>${own}`}`
}
