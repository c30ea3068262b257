/** What is copied or downloaded to call people together: professionals’ names and numbers, never the family’s. */

import { randomUUID } from 'node:crypto'
import type { PersonHelping } from '../access/involvements.ts'
import { addDays, londonDay } from '../kit/clock.ts'
import { type Html, html } from '../kit/html.ts'
import { helperName } from './panel-cards.ts'

/** One line a person: who, of what, which number by day and by night. Each is named once. */
export function inviteLines(helping: readonly PersonHelping[]): string[] {
  const lines = helping.map(one => {
    const { organisation, phone, outOfHoursPhone } = one
    const night =
      outOfHoursPhone === undefined || outOfHoursPhone === phone ? '' : ` (out of hours ${outOfHoursPhone})`
    return `${helperName(one)}, ${organisation}: ${phone ?? 'no number recorded'}${night}`
  })
  return [...new Set(lines)]
}

/** A plain text that can be selected whole with one key, without a script. */
export function copyBlock(label: string, lines: readonly string[]): Html {
  const rows = Math.min(
    20,
    lines.reduce((sum, line) => sum + Math.ceil(line.length / 52), 1),
  )
  return html`<div class="govuk-form-group">
<label class="govuk-label govuk-label--s" for="copy">${label}</label>
<div id="copy-hint" class="govuk-hint">Select the text, copy it and paste it into your e-mail or your notes.</div>
<textarea class="govuk-textarea" id="copy" rows="${rows}" readonly spellcheck="false" aria-describedby="copy-hint">${lines.join('\n')}</textarea>
</div>`
}

/** A calendar entry by RFC 5545 for tomorrow at ten, to be moved. It names no child: calendars are shared. */
export function meetingFile(lines: readonly string[], now: Date): string {
  const day = addDays(londonDay(now), 1).replaceAll('-', '')
  const stamp = `${now.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
  const description = ['Invite:', ...lines].join('\n')
  const content = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Lancashire Family Hubs//Information Sharing//EN',
    'BEGIN:VEVENT',
    `UID:${randomUUID()}`,
    `DTSTAMP:${stamp}`,
    // Without a time zone: ten o'clock wherever the calendar is read.
    `DTSTART:${day}T100000`,
    `DTEND:${day}T110000`,
    'SUMMARY:Meeting of the people who help a family',
    `DESCRIPTION:${escapeText(description)}`,
    'CLASS:CONFIDENTIAL',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${content.map(foldLine).join('\r\n')}\r\n`
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, character => `\\${character}`).replace(/\r\n|[\r\n]/g, '\\n')
}

/** A line of a calendar file holds at most 75 bytes; what is longer goes on after a space. */
function foldLine(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const character of line) {
    if (Buffer.byteLength(part + character) > 74) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part].join('\r\n ')
}
