import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { listParts } from '../../src/linkage/block/rule-parts.ts'
import { LEVELS } from '../../src/linkage/compare/comparisons.ts'
import { SEX_WORDS, STAGE_WORDS } from '../../src/linkage/read/values/scan-sex-and-stage.ts'
import { layRows } from '../../src/linkage/rows/row-layout.ts'

const page = readFileSync(new URL('../../docs/linkage.md', import.meta.url), 'utf8')

/** The line of the table of roles that begins with this role. */
const rowOf = (role: string): string =>
  page.split('\n').find(line => line.startsWith('|') && line.includes(`\`${role}\``)) ?? ''

test('the page lists every word of sex and of stage that is read', () => {
  for (const [role, words] of [
    ['sex', SEX_WORDS],
    ['stage', STAGE_WORDS],
  ] as const) {
    const said = rowOf(role).toLowerCase()
    const missing = Object.keys(words).filter(word => !new RegExp(`[ ,;] ?${word}[,;. ]`).test(said))
    assert.deepEqual(missing, [], role)
  }
})

/** The rows of a table by its first head: the words in code of each cell. */
function tableOf(head: string): string[][][] {
  const lines = page.split('\n')
  const from = lines.findIndex(line => line.startsWith(`| ${head} |`)) + 2
  const end = lines.findIndex((line, at) => at >= from && !line.startsWith('|'))
  return lines.slice(from, end).map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => [...cell.matchAll(/`([^`]+)`/g)].map(match => match[1]!)),
  )
}

test('the page lists every part of a rule, and every comparison with its levels in their order', () => {
  const layout = layRows({ identifiers: ['COLUMN'], text: ['COLUMN'] })
  const parts = [...listParts(layout, ['COLUMN'], ['COLUMN']).keys()]
  assert.deepEqual(
    tableOf('Part of a rule')
      .flatMap(([names]) => names!)
      .toSorted(),
    parts.toSorted(),
  )
  const said = tableOf('Comparison').flatMap(([names, levels]) =>
    names!.map(name => [name.replace(' COLUMN', ''), levels]),
  )
  assert.deepEqual(Object.fromEntries(said), LEVELS)
})
