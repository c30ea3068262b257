import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { settingsPage } from '../src/config.ts'
import { modelSchemas } from '../src/linkage/trained/read-model.ts'

const ROOT = new URL('..', import.meta.url).pathname
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).map(path => ({
  path,
  text: readFileSync(join(ROOT, path), 'utf8'),
}))

/** npm's own words that a page may tell the reader to type. */
const OF_NPM = new Set(['start', 'test', 'ci', 'install', 'run'])

test('every command that a page tells the reader to type exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const sources = globSync('src/cli/*.ts', { cwd: ROOT }).map(path => readFileSync(join(ROOT, path), 'utf8'))
  const commands = new Set(
    sources.flatMap(text => [...text.matchAll(/\.command\('([a-z]+)/g)].map(match => match[1])),
  )
  const wrong = pages.flatMap(({ path, text }) =>
    codeOf(text)
      .flatMap(code => [
        ...[...code.matchAll(/\bnpm run ([\w:-]+)/g)].filter(match => !((match[1] ?? '') in scripts)),
        ...[...code.matchAll(/(?:^|[\s;&])npm ([a-z]+)/g)].filter(match => !OF_NPM.has(match[1] ?? '')),
        ...[...code.matchAll(/(?:^|npx )family-hub ([a-z]+)/gm)].filter(
          match => !commands.has(match[1] ?? ''),
        ),
      ])
      .map(match => `${path}: ${match[0]}`),
  )
  assert.deepEqual(wrong, [])
  assert.ok(commands.has('backup') && commands.size >= 10)
})

test('every link from one page to another leads somewhere', () => {
  const broken = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(match => match[1] ?? '')
      .filter(target => !/^(https?:|mailto:|#)/.test(target))
      .filter(target => !existsSync(join(ROOT, dirname(path), target.replace(/#.*/, ''))))
      .map(target => `${path}: ${target}`),
  )
  assert.deepEqual(broken, [])
})

test('every decision is numbered, dated, and says why, what and what follows', () => {
  const names = globSync('docs/decisions/*', { cwd: ROOT })
    .map(path => path.replace(/.*\//, ''))
    .toSorted()
  const numbers = names.map(name => Number(name.slice(0, 4)))
  assert.deepEqual(
    numbers,
    numbers.map((_, at) => at + 1),
  )
  for (const name of names) {
    assert.match(name, /^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md$/)
    const text = readFileSync(join(ROOT, 'docs/decisions', name), 'utf8')
    assert.ok(text.startsWith(`# ${Number(name.slice(0, 4))}. `), name)
    assert.match(
      text,
      /\*\*Status:\*\* (proposed|accepted|superseded by \d{4}), \d{1,2} [A-Z][a-z]+ \d{4}/,
      name,
    )
    for (const part of ['Context', 'Decision', 'Consequences'])
      assert.ok(text.includes(`**${part}.** `), name)
  }
})

test('the reference pages are those that the code writes', () => {
  assert.equal(readFileSync(join(ROOT, 'docs/reference/settings.md'), 'utf8'), settingsPage())
  for (const [name, text] of Object.entries(modelSchemas()))
    assert.deepEqual(JSON.parse(readFileSync(join(ROOT, 'docs/reference', name), 'utf8')), JSON.parse(text))
})

/** What stands in code marks and code blocks: there a reader copies from. */
function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(/```[a-z]*\n([\s\S]*?)```/g)]
  const spans = [...text.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)]
  return [...blocks, ...spans].flatMap(match => match[1] ?? [])
}
