import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import { CHECKS, ROW_RULES } from './all.ts'
import type { Check, Rule } from './check.ts'
import { knownCode } from './known-code.ts'
import { isPlainText } from './plain-text.ts'

const NO_CHECKS = ['all.ts', 'check.ts', 'known-code.ts', 'plain-text.ts', 'row-rules.ts']

const files = (await readdir(import.meta.dirname)).filter(
  name => name.endsWith('.ts') && !name.endsWith('.test.ts') && !NO_CHECKS.includes(name),
)

async function checkIn(file: string): Promise<Check> {
  const exported: Record<string, unknown> = await import(`./${file}`)
  const check = Object.values(exported).find(value => typeof value === 'object')
  assert.ok(check, `${file} exports a check`)
  return check as Check
}

const inFiles = await Promise.all(files.map(checkIn))
const checks = [...inFiles, knownCode(['current', 'closed'])]

test('the list of all checks and rules of rows has every one of them once', async () => {
  assert.deepEqual(new Set(CHECKS), new Set(inFiles))
  assert.equal(CHECKS.length, inFiles.length)
  const rowRules: Record<string, unknown> = await import('./row-rules.ts')
  for (const [name, rule] of Object.entries(rowRules))
    if (typeof rule === 'object') assert.ok(ROW_RULES.includes(rule as Rule), name)
  const functions = Object.values(rowRules).filter(rule => typeof rule === 'function').length
  assert.equal(ROW_RULES.length, Object.keys(rowRules).length, `with ${functions} that name rows or columns`)
})

for (const check of checks)
  test(`check ${check.rule}: its examples are as it says`, () => {
    assert.ok(
      check.examples.some(example => example.passes) && check.examples.some(example => !example.passes),
    )
    for (const { text, passes, today } of check.examples)
      assert.equal(check.passes(text, today ?? '2026-11-22'), passes, JSON.stringify(text.slice(0, 40)))
  })

test('a text that is taken for plain holds nothing that a check of all text looks for', () => {
  const every = checks.filter(({ rule }) =>
    ['control-characters', 'damaged-text', 'invisible-characters'].includes(rule),
  )
  assert.equal(every.length, 3)
  for (let code = 0; code < 0x11_0000; code++) {
    const text = `Ann${String.fromCodePoint(code)}a`
    if (isPlainText(text)) for (const { passes } of every) assert.ok(passes(text, ''), code.toString(16))
  }
  for (const { passes, examples } of every)
    for (const { text } of examples) assert.ok(passes(text, '') || !isPlainText(text), text)
})
