/**
 * Charts for those who see them; all that they say stands in a table beside them. Drawn on the server, in one size
 * that is read on a telephone too. Lines are told apart by their dash and their mark, and not by colour.
 */

import { scaleLinear, scalePoint } from 'd3-scale'
import { line, symbol, symbolCircle, symbolSquare, symbolTriangle } from 'd3-shape'
import { type Html, html } from '../../kit/html.ts'

export type Series = { name: string; values: readonly (number | undefined)[] }

export type TrendChart = {
  /** Names the chart's parts in the page. */
  id: string
  /** The message, which is the title: what somebody should take away. */
  title: string
  /** One label for each place of the series; the first and the last are written below the axis. */
  labels: readonly string[]
  series: readonly Series[]
  /** From nought to this; `undefined` is the largest value. */
  top?: number | undefined
  format: (value: number) => string
}

const [WIDTH, HEIGHT] = [340, 190]
/** On the left there is room for a million rows. */
const EDGE = { left: 78, right: 12, top: 10, bottom: 30 }
const STYLES = [
  { dash: 'none', mark: symbolCircle },
  { dash: '7 4', mark: symbolSquare },
  { dash: '2 4', mark: symbolTriangle },
] as const

/** Lines over the deliveries, with the key above and the title as heading. */
export function trendChart(chart: TrendChart): Html {
  const { id, title, series } = chart
  return html`<figure class="hub-chart">
<figcaption class="govuk-heading-s govuk-!-margin-bottom-2">${title}</figcaption>
${series.length > 1 ? keyOf(series) : ''}
<svg class="hub-chart__picture" role="img" aria-labelledby="${id}-title ${id}-text" viewBox="0 0 ${WIDTH} ${HEIGHT}" focusable="false">
<title id="${id}-title">${title}</title>
<desc id="${id}-text">${describe(chart)} The table on this page has every figure.</desc>
${drawing(chart)}
</svg>
</figure>`
}

function drawing({ labels, series, top, format }: TrendChart): Html {
  const places = labels.map((_, at) => at)
  const x = scalePoint<number>(places, [EDGE.left + 8, WIDTH - EDGE.right - 8])
  const largest = Math.max(1, ...series.flatMap(one => one.values.filter(value => value !== undefined)))
  const y = scaleLinear([0, top ?? largest], [HEIGHT - EDGE.bottom, EDGE.top])
  if (top === undefined) y.nice(4)
  const ticks = y.ticks(4)
  const grid = ticks.map(
    tick => html`<line class="hub-chart__grid" x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/>
<text class="hub-chart__label" text-anchor="end" x="${EDGE.left - 6}" y="${round(y(tick)) + 4}">${format(tick)}</text>`,
  )
  const lines = series.map((one, at) => lineOf(one, at, place => x(place) ?? 0, y))
  return html`${grid}${endLabels(labels, place => x(place) ?? 0)}${lines}`
}

type Place = (value: number) => number

function lineOf({ values }: Series, at: number, x: Place, y: Place): Html {
  const { dash, mark } = STYLES[at % STYLES.length] ?? STYLES[0]
  const known = values.map((value, place) => ({ value, place }))
  const path = line<(typeof known)[number]>()
    .defined(one => one.value !== undefined)
    .x(one => round(x(one.place)))
    .y(one => round(y(one.value ?? 0)))(known)
  const marks = known.flatMap(({ value, place }) =>
    value === undefined
      ? []
      : html`<path class="hub-chart__mark" transform="translate(${round(x(place))},${round(y(value))})" d="${symbol(mark, 40)() ?? ''}"/>`,
  )
  return html`<path class="hub-chart__line" stroke-dasharray="${dash}" d="${path ?? ''}"/>${marks}`
}

/** The first and the last: between them the table tells. */
function endLabels(labels: readonly string[], x: Place): Html {
  const last = labels.length - 1
  const below = HEIGHT - 8
  if (last < 0) return html``
  const first = html`<text class="hub-chart__label" text-anchor="${last === 0 ? 'middle' : 'start'}" x="${last === 0 ? round(x(0)) : EDGE.left}" y="${below}">${labels[0] ?? ''}</text>`
  if (last === 0) return first
  return html`${first}<text class="hub-chart__label" text-anchor="end" x="${WIDTH - EDGE.right}" y="${below}">${labels[last] ?? ''}</text>`
}

function keyOf(series: readonly Series[]): Html {
  const items = series.map(({ name }, at) => {
    const { dash, mark } = STYLES[at % STYLES.length] ?? STYLES[0]
    return html`<li><svg class="hub-chart__sample" viewBox="0 0 40 14" aria-hidden="true" focusable="false"><path class="hub-chart__line" stroke-dasharray="${dash}" d="M0,7L40,7"/><path class="hub-chart__mark" transform="translate(20,7)" d="${symbol(mark, 40)() ?? ''}"/></svg> ${name}</li>`
  })
  return html`<ul class="hub-chart__key">${items}</ul>`
}

/** What a line does, from its first figure to its last. */
function describe({ labels, series, format }: TrendChart): string {
  const words = series.map(({ name, values }) => {
    const known = values.filter(value => value !== undefined)
    const [first, last] = [known[0], known.at(-1)]
    if (first === undefined || last === undefined) return `${name}: no figures.`
    if (known.length === 1) return `${name}: ${format(last)}.`
    return `${name}: from ${format(first)} to ${format(last)}.`
  })
  return `${labels.length} deliveries, from ${labels[0] ?? ''} to ${labels.at(-1) ?? ''}. ${words.join(' ')}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
