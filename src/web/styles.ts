/** The style sheet: compiled once from Sass, kept in a folder of the caller's, served under the hash of its words. */

import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply } from 'fastify'

export type Styles = { css: string; hash: string }

const SOURCES = new URL('./styles/', import.meta.url)
const ICON = '/assets/icon.svg'
const A_YEAR = 'public, max-age=31536000, immutable'

/** The folder of installed packages. */
const modules = dirname(dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json')))

/** Where the style sheet of this hash is served. */
export function stylesheetPath(hash: string): string {
  return `/assets/${hash}.css`
}

/**
 * The compiled style sheet and its hash. Compiling takes over a second, so the result is kept in `cacheFolder`
 * under a name made from everything that went in: our sources and the versions of the packages.
 */
export async function buildStyles(cacheFolder: string): Promise<Styles> {
  const file = join(cacheFolder, `styles-${await keyOfSources()}.css`)
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  const css = kept ?? (await compile())
  if (kept === undefined) await keep(file, css)
  return { css, hash: shortHash(css) }
}

async function keyOfSources(): Promise<string> {
  const names = (await readdir(SOURCES)).filter(name => name.endsWith('.scss')).toSorted()
  const sources = await Promise.all(names.map(name => readFile(new URL(name, SOURCES), 'utf8')))
  const packages = ['govuk-frontend', '@ministryofjustice/frontend', 'sass']
  const versions = await Promise.all(packages.map(versionOf))
  return shortHash(JSON.stringify([names, sources, versions]))
}

async function versionOf(name: string): Promise<string> {
  return JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8')).version
}

/** Sass is loaded only here: a start that finds the sheet kept does not pay for it. */
async function compile(): Promise<string> {
  const { compileAsync, Logger } = await import('sass')
  const { css } = await compileAsync(fileURLToPath(new URL('service.scss', SOURCES)), {
    style: 'compressed',
    logger: Logger.silent,
    // The Ministry of Justice's styles name the folder `node_modules` themselves, hence its parent.
    loadPaths: [modules, dirname(modules)],
  })
  return css
}

/** Written beside and renamed: a start that is cut off leaves no half sheet behind. A full disk costs only time. */
async function keep(file: string, css: string): Promise<void> {
  const draft = `${file}.${process.pid}.draft`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(draft, css)
    await rename(draft, file)
  } catch {
    // The next start compiles again.
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Serves the style sheet and the icon of the browser's tab. Both change their address or never. */
export async function registerAssets(app: FastifyInstance, styles: Styles): Promise<void> {
  const icon = await readFile(new URL('icon.svg', SOURCES))
  app.get(stylesheetPath(styles.hash), (_, reply) => send(reply, 'text/css; charset=utf-8', styles.css))
  app.get(ICON, (_, reply) => send(reply, 'image/svg+xml', icon))
}

function send(reply: FastifyReply, type: string, content: string | Buffer): FastifyReply {
  return reply.header('cache-control', A_YEAR).type(type).send(content)
}
