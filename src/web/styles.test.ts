import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fastify from 'fastify'
import { buildStyles, registerAssets, type Styles, stylesheetPath } from './styles.ts'

const cacheFolder = await mkdtemp(join(tmpdir(), 'family-hub-styles-'))
after(() => rm(cacheFolder, { recursive: true, force: true }))
const styles: Styles = await buildStyles(cacheFolder)

test('the style sheet is compiled once and read back afterwards', async () => {
  assert.deepEqual(await buildStyles(cacheFolder), styles)
  assert.equal((await readdir(cacheFolder)).length, 1)
})

test('a folder that cannot be written to costs time and nothing else', async () => {
  const [file = ''] = await readdir(cacheFolder)
  assert.equal((await buildStyles(join(cacheFolder, file, 'inside-a-file'))).hash, styles.hash)
})

test('the county uses neither the typeface nor the crown of GOV.UK, and nothing from elsewhere', () => {
  const foreign = /GDS Transport|@font-face|crown|crest|@import|url\((?!\/assets\/)/.exec(styles.css)
  assert.equal(foreign?.[0], undefined)
})

test('the style sheet is served under its hash, for a year', async () => {
  const app = fastify()
  await registerAssets(app, styles)
  const response = await app.inject(stylesheetPath(styles.hash))
  assert.equal(response.statusCode, 200)
  assert.match(String(response.headers['cache-control']), /max-age=31536000, immutable/)
  assert.match(String(response.headers['content-type']), /^text\/css/)
  assert.match(String((await app.inject('/assets/icon.svg')).headers['content-type']), /svg/)
})

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function contrast(one: string, other: string): number {
  const [brighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (brighter + 0.05) / (darker + 0.05)
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(i => {
    const part = Number.parseInt(hex.slice(i, i + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function colour(name: string): string {
  const found = new RegExp(`--govuk-${name}-colour[:,] ?(#[0-9a-f]{6})`).exec(styles.css)
  return found?.[1] ?? assert.fail(`no colour ${name}`)
}

test('every text colour of the county stands out from every ground it is used on', () => {
  const grounds = ['#ffffff', colour('surface-background')]
  for (const text of [
    'text',
    'secondary-text',
    'link',
    'link-visited',
    'link-hover',
    'error',
    'success',
    'brand',
  ]) {
    for (const ground of grounds) assert.ok(contrast(colour(text), ground) >= 4.5, `${text} on ${ground}`)
  }
  assert.ok(contrast('#ffffff', '#0b5d52') >= 4.5, 'the words of a button')
  assert.ok(contrast(colour('focus'), colour('focus-text')) >= 4.5, 'what has the focus')
})
