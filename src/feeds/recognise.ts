import { csvParser } from '../kit/csv.ts'
import type { Contract, Document, Table } from './contract.ts'
import { CONTRACTS } from './contracts/all.ts'
import type { Inspected } from './readers/inspect.ts'
import { rootOf } from './readers/xml.ts'

/** What a file is to a contract: one of its tables, its document, or nothing that it reads. */
export type Assigned =
  | { file: Inspected; table: Table; document?: undefined }
  | { file: Inspected; document: Document; table?: undefined }
  | { file: Inspected; table?: undefined; document?: undefined }

/** A table is taken for the one of a contract from this share of its columns on. */
const ENOUGH_COLUMNS = 0.6

export function findContract(id: string): Contract | undefined {
  return CONTRACTS.find(contract => contract.id === id)
}

/** The contract that a file fits by its root element, or best by its column names and its own name. */
export function recogniseContract(file: Pick<Inspected, 'name' | 'head'>): Contract | undefined {
  const root = rootOf(file.head)
  if (root !== undefined)
    return CONTRACTS.find(contract => 'document' in contract && contract.document.root === root)
  const header = headerOf(file)
  let best: { contract: Contract; likeness: number } | undefined
  for (const contract of CONTRACTS) {
    if ('document' in contract) continue
    for (const table of contract.tables) {
      const likeness = share(table, header) + (isNamed(file, table) ? 0.3 : 0)
      if (likeness >= ENOUGH_COLUMNS && likeness > (best?.likeness ?? 0)) best = { contract, likeness }
    }
  }
  return best?.contract
}

/** Gives each file its part of the contract: by its name first, because a renamed column must be named and not guessed around. */
export function assign(files: Inspected[], contract: Contract): Assigned[] {
  return files.map(file => {
    if ('document' in contract)
      return rootOf(file.head) === undefined ? { file } : { file, document: contract.document }
    const named = contract.tables
      .filter(table => isNamed(file, table))
      .toSorted((a, b) => b.scope.length - a.scope.length)[0]
    if (named) return { file, table: named }
    const header = headerOf(file)
    const fits = contract.tables
      .map(table => ({ table, likeness: share(table, header) }))
      .filter(({ likeness }) => likeness >= ENOUGH_COLUMNS)
      .toSorted((a, b) => b.likeness - a.likeness)[0]
    return fits ? { file, table: fits.table } : { file }
  })
}

/** Small tables first, then the order of the contract. */
export function inReadingOrder(assigned: Assigned[], contract: Contract): Assigned[] {
  if ('document' in contract) return assigned
  const place = (one: Assigned) => (one.table ? contract.tables.indexOf(one.table) : contract.tables.length)
  return assigned.toSorted((a, b) => place(a) - place(b))
}

/** `ssd_person.csv` and `ssd_person_2026-11-20.csv` are both the table `ssd_person`. */
function isNamed(file: Pick<Inspected, 'name'>, table: Table): boolean {
  const name = file.name.toLowerCase().replace(/\.[a-z]+$/, '')
  return (
    name.startsWith(table.scope) &&
    /^([^a-z].*)?$/.test(name.slice(table.scope.length).replace(/^_+(?=\d|$)/, ''))
  )
}

function headerOf(file: Pick<Inspected, 'head'>): Set<string> {
  const parser = csvParser()
  const row = [...parser.push(file.head), ...parser.end()][0]
  return new Set(row?.cells?.map(name => name.trim().toLowerCase()))
}

function share(table: Table, header: Set<string>): number {
  const names = Object.keys(table.columns)
  return names.filter(name => header.has(name)).length / names.length
}
