import { type Html, html } from '../../kit/html.ts'

const WIDTH = 320
const ROW = 22
const BAR = 14

/**
 * Bars to both sides of nought, without a script. The chart is for the eye alone: the table beside it has the same
 * figures, so that a screen reader reads them once.
 */
export function barChart(values: readonly number[]): Html {
  const most = Math.max(0, ...values)
  const least = Math.min(0, ...values)
  const scale = WIDTH / Math.max(1, most - least)
  const nought = -least * scale
  const height = ROW * values.length
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" aria-hidden="true" focusable="false">
${values.map((value, at) => {
  const length = Math.max(1, Math.abs(value) * scale)
  const from = value < 0 ? nought - length : nought
  return html`<rect x="${from.toFixed(1)}" y="${ROW * at + (ROW - BAR) / 2}" width="${length.toFixed(1)}" height="${BAR}" class="${value < 0 ? 'against' : 'for'}"/>`
})}
<line x1="${nought.toFixed(1)}" x2="${nought.toFixed(1)}" y1="0" y2="${height}"/></svg>`
}
