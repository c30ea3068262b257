import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import type { Check } from './check.ts'
import { knownCode } from './known-code.ts'

const files = (await readdir(import.meta.dirname)).filter(
  name => name.endsWith('.ts') && !name.endsWith('.test.ts') && !['check.ts', 'known-code.ts'].includes(name),
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
