import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Columns } from '../../src/feeds/columns.ts'
import type { Contract } from '../../src/feeds/contract.ts'
import { sourceOfTexts } from '../../src/feeds/fixtures.ts'
import { parseManifest } from '../../src/feeds/readers/manifest.ts'
import type { DeliverySource, Manifest } from '../../src/feeds/readers/source.ts'
import { csvParser } from '../../src/kit/csv.ts'

const SAMPLES = join(import.meta.dirname, '../../examples/feeds')

/** The sample of a contract as texts, and its note. */
export type Sample = { texts: Record<string, string>; manifest: Manifest | undefined }

export async function sampleOf(contract: Contract): Promise<Sample> {
  const path = join(SAMPLES, contract.sample)
  const texts: Record<string, string> = {}
  let manifest: Manifest | undefined
  const names = (await stat(path)).isDirectory() ? await readdir(path) : ['']
  for (const name of names) {
    const text = await readFile(join(path, name), 'utf8')
    if (name !== 'delivery.json') texts[name === '' ? 'sample.xml' : name] = text
    else {
      const read = parseManifest(text)
      if ('manifest' in read) manifest = read.manifest
    }
  }
  return { texts, manifest }
}

/** A place in a sample where a text can stand: a column of a table, or an element of a document. */
export type Place = {
  file: string
  name: string
  /** Texts that the contract reads as nothing. */
  blank?: RegExp | undefined
  sourceWith: (texts: readonly string[]) => DeliverySource
}

/** Every column and element that the contract reads, each to be filled in row after row of a delivery. */
export function placesIn(contract: Contract, sample: Sample): Place[] {
  return Object.entries(sample.texts).flatMap(([file, text]) => {
    if ('document' in contract) return placesInDocument(contract, sample, file, text)
    const table = contract.tables.find(one => file.startsWith(`${one.scope}.`))
    return table === undefined || table.unread ? [] : placesInTable(table.columns, sample, file, text)
  })
}

function placesInTable(columns: Columns, sample: Sample, file: string, text: string): Place[] {
  const parser = csvParser()
  const rows = [...parser.push(text), ...parser.end()].map(row => row.cells ?? [])
  const [header = [], first = []] = rows
  const places = header.map(name => name.toLowerCase())
  return Object.entries(columns)
    .filter(([name]) => places.includes(name.toLowerCase()))
    .map(([name, { blank }]) => ({
      file,
      name,
      blank,
      sourceWith: texts => {
        const at = places.indexOf(name.toLowerCase())
        const rowOf = (value: string, n: number) => ofItsOwn(first, header, n).with(at, value)
        const lines = [header, ...texts.map(rowOf)].map(row =>
          row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(','),
        )
        return sourceOfTexts({ ...sample.texts, [file]: `${lines.join('\r\n')}\r\n` }, sample.manifest)
      },
    }))
}

/** A later protection of one person takes the place of the one before, so each row is about another. */
function ofItsOwn(row: string[], header: string[], n: number): string[] {
  const at = header.indexOf('source_ref')
  return at < 0 ? row : row.with(at, `P${n}`)
}

/** The first record of the document, with the first element of the name replaced. */
function placesInDocument(contract: Contract, sample: Sample, file: string, text: string): Place[] {
  if (!('document' in contract)) return []
  const tag = contract.document.record.split('/').at(-1) ?? ''
  const start = text.indexOf(`<${tag}>`)
  const end = text.indexOf(`</${tag}>`, start) + tag.length + 3
  const last = text.lastIndexOf(`</${tag}>`) + tag.length + 3
  const record = text.slice(start, end)
  const names = new Set(contract.document.reads.flatMap(path => path.split('/').at(-1) ?? []))
  return [...names]
    .map(name => ({ name, found: new RegExp(`(?<=<${name}>)[^<]*(?=</${name}>)`).exec(record) }))
    .flatMap(({ name, found }) => {
      if (found === null) return []
      const [before, after] = [record.slice(0, found.index), record.slice(found.index + found[0].length)]
      const sourceWith = (texts: readonly string[]) => {
        const records = texts.map(value => before + escaped(value) + after)
        const whole = text.slice(0, start) + records.join('\n') + text.slice(last)
        return sourceOfTexts({ ...sample.texts, [file]: whole }, sample.manifest)
      }
      return [{ file, name, sourceWith }]
    })
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}
