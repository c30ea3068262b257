/**
 * Packs the linkage engine as a package of its own: `npm run pack:linkage [-- FOLDER]` writes it to `dist/linkage`, or
 * the folder, and beside it the `.tgz` that `npm install` takes.
 */
import { execFileSync } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

type Package = { version: string; license: string; dependencies: Record<string, string> }

/** A package in `import … from 'name'` at the end of a line, or in `import('name')`. */
const IMPORTED = /(?:^[^'"]*\bfrom |\bimport\()['"]((?:@[\w.-]+\/)?[a-z][\w.:-]*)(?:\/[\w./-]*)?['"]\)?;?/gm

const ROOT = new URL('..', import.meta.url).pathname
const out = process.argv[2] ?? join(ROOT, 'dist/linkage')
const bin = (name: string): string => join(ROOT, 'node_modules/.bin', name)

await rm(join(out, 'code'), { recursive: true, force: true })
await mkdir(out, { recursive: true })
const config = join(ROOT, 'tsconfig.linkage.json')
execFileSync(bin('tsc'), ['-p', config, '--outDir', join(out, 'code')], { stdio: 'inherit' })
const whole = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Package
await writeFile(join(out, 'package.json'), `${JSON.stringify(await describe(whole), null, 2)}\n`)
for (const [from, to] of [
  ['LICENSE', 'LICENSE'],
  ['docs/linkage.md', 'linkage.md'],
  ['docs/reference/linkage-model.schema.json', 'linkage-model.schema.json'],
  ['examples/models/county-people.json', 'example-model.json'],
] as const)
  await cp(join(ROOT, from), join(out, to))
const readMe = await readFile(join(ROOT, 'docs/how-to/link-from-a-program.md'), 'utf8')
await writeFile(join(out, 'README.md'), readMe.replaceAll('](../', ']('))
execFileSync('npm', ['pack', '--silent', '--pack-destination', out], { cwd: out, stdio: 'inherit' })

/** The package's own `package.json`: it needs what its code imports, in the versions that the whole product has. */
async function describe({ version, license, dependencies }: Package): Promise<object> {
  const needed = new Set<string>()
  for (const path of await readdir(join(out, 'code'), { recursive: true })) {
    if (!path.endsWith('.js')) continue
    const text = await readFile(join(out, 'code', path), 'utf8')
    for (const [, name = ''] of text.matchAll(IMPORTED)) if (!name.startsWith('node:')) needed.add(name)
  }
  return {
    name: 'family-hub-linkage',
    version,
    description: 'Links and de-duplicates records of people',
    license,
    type: 'module',
    engines: { node: '>=22' },
    exports: { '.': { types: './code/linkage/library.d.ts', default: './code/linkage/library.js' } },
    files: ['code', '*.md', '*.json'],
    dependencies: Object.fromEntries(
      [...needed].sort().map(name => {
        const known = dependencies[name]
        if (known === undefined) throw new Error(`${name} is imported and is no dependency.`)
        return [name, known]
      }),
    ),
  }
}
