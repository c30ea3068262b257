/** One row of a table: a value for each engine. In a row of costs the others are set beside the last. */
export type Row = { name: string; values: (number | undefined)[]; digits: number; isCost: boolean }

/** Prints engines as columns, and for costs how many times each engine's the last one's is. */
export function printTable(names: string[], rows: Row[]): void {
  const last = names.length - 1
  const isBeside = names.length > 2
  const ratios = isBeside ? names.slice(0, last).map(name => `${names[last]} / ${name}`) : []
  const lines = [
    ['', ...names, ...ratios],
    ...rows.map(({ name, values, digits, isCost }) => [
      name,
      ...values.map(value => (value === undefined ? '' : show(value, digits))),
      ...ratios.map((_, at) => (isCost ? ratioOf(values[last], values[at]) : '')),
    ]),
  ]
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map(line => line[column]!.length)))
  for (const line of lines)
    console.log(
      line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '),
    )
}

const show = (value: number, digits: number): string =>
  value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits })

const ratioOf = (value: number | undefined, beside: number | undefined): string =>
  value === undefined || beside === undefined || beside === 0 ? '' : (value / beside).toFixed(2)

export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}
