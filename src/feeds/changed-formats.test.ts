import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { csvParser } from '../kit/csv.ts'
import type { Contract, Table } from './contract.ts'
import { CONTRACTS } from './contracts/all.ts'
import { readTexts } from './fixtures.ts'
import { placeOf } from './readers/header.ts'
import { findContract } from './recognise.ts'

/** Formats change every year: what every contract does with a column or an element that is new, gone, or missing. */

const SAMPLES = join(import.meta.dirname, '../../examples/feeds')
const CANARY = 'canary-of-a-later-year'

type Rows = string[][]

async function rowsOf(file: string): Promise<Rows> {
  const parser = csvParser()
  const text = await readFile(file, 'utf8')
  return [...parser.push(text), ...parser.end()].map(row => row.cells ?? [])
}

const csv = (rows: Rows) =>
  rows.map(row => row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')

/** The tables of a contract as its sample has them. */
async function sampleTables(contract: Contract): Promise<{ table: Table; file: string; rows: Rows }[]> {
  if (!('tables' in contract)) return []
  const folder = join(SAMPLES, contract.sample)
  const files = (await readdir(folder)).filter(name => name.endsWith('.csv'))
  const found = contract.tables
    .filter(table => !table.unread)
    .map(async table => {
      const file = files.find(name => name === `${table.scope}.csv`)
      return file === undefined ? [] : [{ table, file, rows: await rowsOf(join(folder, file)) }]
    })
  return (await Promise.all(found)).flat()
}

function readTable(contract: Contract, file: string, rows: Rows) {
  const manifest = { partner: 'a-partner', contract: contract.id, asOf: '2026-11-20T18:00:00Z' }
  return readTexts({ [file]: `${csv(rows)}\n` }, manifest)
}

const without = (rows: Rows, at: number): Rows => rows.map(row => row.filter((_, place) => place !== at))

for (const contract of CONTRACTS.filter(one => 'tables' in one))
  describe(contract.id, () => {
    test('a column that nobody agreed is dropped and counted, and the rest is taken as before', async () => {
      for (const { file, rows } of await sampleTables(contract)) {
        const before = await readTable(contract, file, rows)
        const after = await readTable(
          contract,
          file,
          rows.map((row, at) => [...row, at === 0 ? 'new_in_2031' : CANARY]),
        )
        assert.equal(after.refused, undefined, file)
        assert.deepEqual(after.drafts, before.drafts, file)
        assert.equal(after.dropped['new_in_2031'], rows.length - 1, file)
        assert.doesNotMatch(JSON.stringify([after.drafts, after.protections]), new RegExp(CANARY))
      }
    })

    test('a column that may be missing is not missed; one that must be there is named, and nothing is taken', async () => {
      for (const { table, file, rows } of await sampleTables(contract)) {
        const names = (rows[0] ?? []).map(name => name.toLowerCase())
        for (const [name, field] of Object.entries(table.columns)) {
          const at = placeOf(name, field, names)
          if (at < 0) continue
          const { refused, rejections } = await readTable(contract, file, without(rows, at))
          if (field.needs === 'nothing')
            assert.deepEqual([refused, rejections], [undefined, []], `${file} ${name}`)
          else assert.match(refused ?? '', new RegExp(`${file} has no column “${name}”`), `${file} ${name}`)
        }
      }
    })
  })

const DOCUMENTS: [id: string, file: string, record: string, required: string][] = [
  ['ctf/21', 'school/8882001_CTF_888LLLL_001.xml', 'Pupil', 'Surname'],
  ['cin-census/1', 'cin-census/CIN_2026_888.xml', 'Child', 'LAchildID'],
]

for (const [id, file, record, required] of DOCUMENTS)
  describe(id, async () => {
    const contract = findContract(id)
    const xml = await readFile(join(SAMPLES, file), 'utf8')
    const read = (text: string) =>
      readTexts(
        { 'a.xml': text },
        { partner: id === 'ctf/21' ? 'school-8882001' : 'a-partner', contract: id },
      )

    test('an element that nobody agreed is dropped and counted, and the rest is taken as before', async () => {
      const before = await read(xml)
      const after = await read(
        xml
          .replaceAll(`</${record}>`, `<NewIn2031><Deep>${CANARY}</Deep></NewIn2031></${record}>`)
          .replace('</Header>', `<NewIn2031>${CANARY}</NewIn2031></Header>`),
      )
      assert.equal(after.refused, undefined)
      assert.deepEqual(after.drafts, before.drafts)
      assert.equal(after.dropped[`${record}/NewIn2031`], xml.split(`</${record}>`).length - 1)
      assert.doesNotMatch(JSON.stringify(after.drafts), new RegExp(CANARY))
    })

    test('an element that may be missing is not missed; one that must be there is named', async () => {
      assert.ok(contract && 'document' in contract)
      for (const path of contract.document.reads.filter(one => one.startsWith(record))) {
        const name = path.split('/').at(-1) ?? ''
        const { refused, rejections } = await read(
          xml.replaceAll(new RegExp(`<${name}>[^<]*</${name}>`, 'g'), ''),
        )
        assert.equal(refused, undefined, name)
        const missing = rejections.filter(one => one.rule === 'required-missing').map(one => one.column)
        if (name === required) assert.ok(missing.length > 0 && missing.every(one => one === required), name)
        else assert.ok(!missing.includes(required), name)
      }
    })
  })
