import { type Html, html } from '../../kit/html.ts'

const WIDTH = 160
const HEIGHT = 14

/**
 * A bar for each value, to one side of nought or the other, all by one scale: a chart whose bars stand in the rows of
 * the table that has the figures. They are for the eye alone, so a screen reader reads the figures once.
 */
export function barsOf(values: readonly number[]): Html[] {
  const most = Math.max(0, ...values)
  const least = Math.min(0, ...values)
  const scale = WIDTH / Math.max(1, most - least)
  const nought = -least * scale
  return values.map(value => {
    const length = Math.max(1, Math.abs(value) * scale)
    const from = value < 0 ? nought - length : nought
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" aria-hidden="true" focusable="false"><rect x="${from.toFixed(1)}" y="1" width="${length.toFixed(1)}" height="${HEIGHT - 2}" class="${value < 0 ? 'against' : 'for'}"/><line x1="${nought.toFixed(1)}" x2="${nought.toFixed(1)}" y1="0" y2="${HEIGHT}"/></svg>`
  })
}
