import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import type { Check } from './check.ts'
import { knownCode } from './known-code.ts'
import { isPlainText } from './plain-text.ts'

const NO_CHECKS = ['check.ts', 'known-code.ts', 'plain-text.ts', 'row-rules.ts']

const files = (await readdir(import.meta.dirname)).filter(
  name => name.endsWith('.ts') && !name.endsWith('.test.ts') && !NO_CHECKS.includes(name),
)

async function checkIn(file: string): Promise<Check> {
  const exported: Record<string, unknown> = await import(`./${file}`)
  const check = Object.values(exported).find(value => typeof value === 'object')
  assert.ok(check, `${file} exports a check`)
  return check as Check
}

const checks = [...(await Promise.all(files.map(checkIn))), knownCode(['current', 'closed'])]

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
