/** How pages speak of deliveries: the state as a word in a tag, and what it means. */

import type { DeliveryState } from '../../access/feeds-view.ts'
import { type Html, html } from '../../kit/html.ts'
import { detailsAbout } from '../details-about.ts'
import { type TagColour, tag } from '../page-components.ts'

export const SECTION = 'Feeds'

const STATES: Record<DeliveryState, { word: string; colour: TagColour; says: string }> = {
  received: { word: 'Received', colour: 'grey', says: 'It is being read. Nobody can see any of it yet.' },
  checked: { word: 'Checked', colour: 'grey', says: 'It has been read. Nobody can see any of it yet.' },
  held: { word: 'Held', colour: 'orange', says: 'It waits for a data steward. Nobody can see any of it.' },
  published: {
    word: 'Published',
    colour: 'blue',
    says: 'Pages show it. It is now being linked to other records.',
  },
  linked: { word: 'Linked', colour: 'green', says: 'Pages show it, and its records are linked to others.' },
  refused: { word: 'Refused', colour: 'red', says: 'None of it was taken. Nobody can see any of it.' },
  swept: { word: 'Interrupted', colour: 'grey', says: 'It came to no end. Nobody can see any of it.' },
}

type Stage = { state: DeliveryState; awaits: 'sender' | 'steward' | null }

const AWAITS_SENDER = {
  word: 'To approve',
  colour: 'yellow',
  says: 'It waits for its sender to approve or withdraw it. Nobody else can see any of it.',
} as const

function stageOf({ state, awaits }: Stage) {
  return state === 'held' && awaits === 'sender' ? AWAITS_SENDER : STATES[state]
}

export function stateTag(stage: Stage): Html {
  const { word, colour } = stageOf(stage)
  return tag(word, colour)
}

export function stateSays(stage: Stage): string {
  return stageOf(stage).says
}

/** The address of a feed’s own page. Neither a partner’s id nor a contract’s is about a person. */
export function feedPath({ partnerId, contract }: { partnerId: string; contract: string }): string {
  return `/feeds/of/${encodeURIComponent(partnerId)}/${contract.split('/').map(encodeURIComponent).join('/')}`
}

/** `0.984` as `98 %`; what is not quite all is never called all. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100)
  return `${rounded === 100 && share < 1 ? '99' : rounded} %`
}

export function count(value: number): string {
  return value.toLocaleString('en-GB')
}

/** `1 row`, `1,204 rows`. */
export function rows(value: number): string {
  return `${count(value)} ${value === 1 ? 'row' : 'rows'}`
}

/** Of a delivery that was refused before a row was read, noughts would say that its files were empty. */
export function isUnread({ state, rowsRead }: { state: DeliveryState; rowsRead: number }): boolean {
  return state === 'refused' && rowsRead === 0
}

/** Fields that no purpose needs: dropped before anything was stored, so only their names are known. */
export function droppedWords(dropped: Record<string, number>, about: string): Html {
  const fields = Object.entries(dropped).toSorted(([a], [b]) => a.localeCompare(b))
  if (fields.length === 0) return html`None`
  const items = fields.map(([name, times]) => html`<li>${name}: ${rows(times)}</li>`)
  const summary = fields.length === 1 ? '1 field' : `${count(fields.length)} fields`
  const list = html`<ul class="govuk-list govuk-!-margin-bottom-0">${items}</ul>`
  return detailsAbout(summary, `not taken from ${about}`, list)
}
