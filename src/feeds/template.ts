import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { csvParser, FOR_SPREADSHEETS } from '../kit/csv.ts'
import type { Check } from './checks/check.ts'
import type { Contract, Table } from './contract.ts'
import { decode, inspect } from './readers/inspect.ts'
import { openSource, type SourceFile } from './readers/source.ts'

/** Made-up files of every contract, as a partner would send them. */
const SAMPLES = join(import.meta.dirname, '../../examples/feeds')

export type Template = { fileName: string; type: string; text: string }

/** What a partner fills in, as the contract reads it. */
export type TemplateField = {
  name: string
  needs: 'nothing' | 'present' | 'filled'
  /** What the field must be like, a sentence a check. */
  says: string[]
}

export type TemplateTable = { scope: string; required: boolean; fields: TemplateField[] }

/** The tables of a contract with their columns; none for one whose form a document gives. */
export function templateTables(contract: Contract): TemplateTable[] {
  if ('document' in contract) return []
  return contract.tables.map(({ scope, columns, required }) => ({
    scope,
    required: required ?? contract.tables.length === 1,
    fields: Object.entries(columns).map(([name, { needs, checks, reads }]) => ({
      name,
      needs,
      says: [...checks, ...(reads ? [reads] : [])].map((check: Check) => check.says),
    })),
  }))
}

/**
 * A file to begin with: for a table its agreed column names and one made-up row, for a document the whole sample.
 * `undefined` where the contract has no such part. What the contract does not read is left out.
 */
export async function templateOf(contract: Contract, scope: string): Promise<Template | undefined> {
  if ('document' in contract) {
    const [file] = scope === 'document' ? await sampleFiles(contract) : []
    return file && { fileName: file.name, type: 'application/xml', text: await textOf(file) }
  }
  const table = contract.tables.find(one => one.scope === scope)
  if (table === undefined) return undefined
  const names = Object.keys(table.columns)
  const row = await sampleRow(contract, table)
  const text = stringify([names, names.map(name => row.get(name) ?? '')], {
    bom: true,
    ...FOR_SPREADSHEETS,
  })
  return { fileName: `${scope}.csv`, type: 'text/csv', text }
}

async function sampleFiles(contract: Contract): Promise<SourceFile[]> {
  const opened = await openSource(join(SAMPLES, contract.sample))
  if ('refused' in opened) throw new Error(`the sample of ${contract.id} cannot be opened`)
  return opened.source.files
}

async function sampleRow(contract: Contract, { scope }: Table): Promise<Map<string, string>> {
  const file = (await sampleFiles(contract)).find(one => one.name.replace(/\.csv$/, '') === scope)
  if (file === undefined) return new Map()
  const parser = csvParser()
  const [header, row] = [...parser.push(await textOf(file)), ...parser.end()]
  return new Map(header?.cells?.map((name, at) => [name.trim().toLowerCase(), row?.cells?.[at] ?? '']))
}

async function textOf(file: SourceFile): Promise<string> {
  const parts: string[] = []
  for await (const part of decode(await inspect(file))) parts.push(part)
  return parts.join('').replace(/^\uFEFF/, '')
}
