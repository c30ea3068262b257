import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { SEX_WORDS, STAGE_WORDS } from '../../src/linkage/read/scan-sex-and-stage.ts'

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
