import type { Columns, Field } from './columns.ts'
import type { Context } from './contract.ts'

/**
 * What a delivery looks like without saying anything of anyone: how often each declared field is filled, the shares
 * of agreed codes, and the years of birth. A field that suddenly looks different is how a broken export shows.
 */
export type Profile = Record<string, TableProfile>

export type TableProfile = {
  rows: number
  /** Rows that were counted: all of a small table, every so many of a large one. */
  sampled: number
  fields: Record<string, FieldProfile>
}

export type FieldProfile = {
  /** Share of the rows in which the field holds something that can be read, from 0 to 1. */
  filled: number
  /** Rows without it are left out. */
  required?: true
  /** Shares of the values of a closed list, or of years of birth, among the filled ones. Small classes are lumped. */
  shares?: Record<string, number>
  years?: true
}

/** So many rows of a table are all counted; beyond them one in so many, with that weight. Both are noise to a rule. */
const COUNT_ALL = 2000
/** A prime, so that no rhythm in the file (a household of four, a page of fifty) is mistaken for the whole. */
const THEN_ONE_IN = 31
/** A table of fewer rows has no profile. */
const FEWEST_ROWS = 10
/** Classes of fewer rows are put together, so that nobody is told apart by a rare code. */
const FEWEST_OF_CLASS = 8
export const ALL_OTHERS = 'all others'

/** Counts the fields of one table. */
export type TableCounter = {
  /** Called once a row: the weight with which its fields are to be noted, or 0 where it is passed over. */
  next: () => number
  /** Notes all columns of a row; those that the file does not have count as not filled. */
  noteRow: (columns: Columns, values: Record<string, unknown>, weight: number) => void
  /** Wraps the reading of single fields, for documents, whose fields have no row. */
  noteReads: (read: Context['read'], weight: () => number) => Context['read']
}

export type Profiler = { table: (scope: string) => TableCounter; profile: () => Profile }

type FieldCount = {
  required: boolean
  counted: Field<unknown>['counted']
  seen: number
  filled: number
  classes: Map<string, { weight: number; rows: number }>
}

type TableCount = { rows: number; sampled: number; fields: Map<string, FieldCount> }

/** Begins to count. Sampling keeps it below a fiftieth of the processor time that reading a large file takes. */
export function openProfiler(): Profiler {
  const tables = new Map<string, TableCount>()
  return {
    table: scope => {
      const table = tables.get(scope) ?? { rows: 0, sampled: 0, fields: new Map() }
      tables.set(scope, table)
      return counterOf(table)
    },
    profile: () =>
      Object.fromEntries(
        [...tables]
          .filter(([, table]) => table.sampled >= FEWEST_ROWS)
          .map(([scope, table]) => [scope, tableProfile(table)]),
      ),
  }
}

function counterOf(table: TableCount): TableCounter {
  const note = (name: string, field: Field<unknown>, value: unknown, weight: number) => {
    let count = table.fields.get(name)
    if (count === undefined) {
      const { needs, counted } = field
      count = { required: needs === 'filled', counted, seen: 0, filled: 0, classes: new Map() }
      table.fields.set(name, count)
    }
    count.seen += weight
    if (value === undefined) return
    count.filled += weight
    if (count.counted === undefined) return
    const named = className(count.counted, value)
    const found = count.classes.get(named)
    if (found === undefined) count.classes.set(named, { weight, rows: 1 })
    else {
      found.weight += weight
      found.rows++
    }
  }
  return {
    next: () => {
      table.rows++
      const weight = table.rows <= COUNT_ALL ? 1 : table.rows % THEN_ONE_IN === 0 ? THEN_ONE_IN : 0
      if (weight > 0) table.sampled++
      return weight
    },
    noteRow: (columns, values, weight) => {
      for (const name in columns) note(name, columns[name] as Field<unknown>, values[name], weight)
    },
    noteReads: (read, weight) => (field, column, raw) => {
      const value = read(field, column, raw)
      if (weight() > 0) note(column, field, value, weight())
      return value
    },
  }
}

/** Only values that the contract lists are ever named. */
function className(counted: NonNullable<Field<unknown>['counted']>, value: unknown): string {
  const text = String(value)
  if (counted === 'years of birth') return text.slice(0, 4)
  return counted.includes(text) ? text : ALL_OTHERS
}

function tableProfile({ rows, sampled, fields }: TableCount): TableProfile {
  return {
    rows,
    sampled,
    fields: Object.fromEntries([...fields].map(([name, count]) => [name, fieldProfile(count)])),
  }
}

function fieldProfile({ seen, filled, required, counted, classes }: FieldCount): FieldProfile {
  return {
    filled: round(seen === 0 ? 0 : filled / seen),
    ...(required ? { required } : {}),
    ...(counted === undefined || filled === 0 ? {} : { shares: sharesOf(classes, filled) }),
    ...(counted === 'years of birth' ? { years: true } : {}),
  }
}

function sharesOf(classes: FieldCount['classes'], filled: number): Record<string, number> {
  const shares: Record<string, number> = {}
  for (const [name, { weight, rows }] of [...classes].toSorted(([a], [b]) => a.localeCompare(b))) {
    const shown = rows < FEWEST_OF_CLASS ? ALL_OTHERS : name
    shares[shown] = round((shares[shown] ?? 0) + weight / filled)
  }
  return shares
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000
}
