import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import {
  againstTheLaw,
  badNames,
  deadFiles,
  defaultExports,
  machineTraces,
  parseFile,
  pastTheDoor,
  type SourceFile,
  sqlAstray,
  tooLong,
} from './house.ts'

const ROOT = new URL('..', import.meta.url).pathname
const BEGINNINGS = ['src/main.ts', 'src/cli/main.ts', 'src/linkage/library.ts']
/** Used by tests alone, and beside what they test: a hold is cleared there until it has a screen. */
const TEST_ONLY = ['src/access/clear-hold.ts', 'src/feeds/fixtures.ts']
/** Where the field itself speaks of helpers and services. */
const FIELDS_OWN = [
  'src/access/rules/sensitive-service.ts',
  'src/county/stories-of-helpers.ts',
  'src/feeds/contracts/adult-services-1.ts',
  'src/feeds/contracts/ssd-1-4/helpers.ts',
  'src/feeds/contracts/ssd-1-4/services.ts',
  'src/web/styles/service.scss',
]
/** Lists, which are read line by line. */
const LISTS = ['src/routes.ts routes']

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: ROOT,
  encoding: 'utf8',
})
const paths = listed.split('\0').filter(path => path !== '' && !path.startsWith('bench/data'))
const files = paths
  .filter(path => /\.(ts|mjs|sql|md|json|scss|html)$/.test(path) && path !== 'package-lock.json')
  .flatMap(readIfThere)
const parsed = files.filter(file => file.path.endsWith('.ts')).map(parseFile)

function readIfThere(path: string): SourceFile[] {
  try {
    return [{ path, text: readFileSync(`${ROOT}${path}`, 'utf8') }]
  } catch {
    return [] // deleted and not yet committed
  }
}

test('a folder imports only from folders to its left', () => {
  assert.deepEqual(againstTheLaw(parsed), [])
})

test('persons are read only through the door: no one else imports their stores or queries them', () => {
  assert.deepEqual(pastTheDoor(parsed), [])
})

test('SQL stands in stores, migrations and the kit', () => {
  assert.deepEqual(sqlAstray(parsed), [])
})

test('no file and no function grows beyond what one can read', () => {
  assert.deepEqual(tooLong(parsed, LISTS), [])
})

test('every file of the product is reached from the start or the command line', () => {
  assert.deepEqual(deadFiles(parsed, BEGINNINGS, TEST_ONLY), [])
})

test('files are named in kebab-case for what they do', () => {
  assert.deepEqual(
    badNames(
      paths.filter(path => /^(src|test|bench|scripts|migrations|bin)\//.test(path)),
      FIELDS_OWN,
    ),
    [],
  )
})

test('there are no default exports', () => {
  assert.deepEqual(defaultExports(parsed), [])
})

test('no file names a machine’s folders or a package registry', () => {
  assert.deepEqual(machineTraces(files), [])
})

test('the lock names every optional package, without which npm ci refuses it', () => {
  type Entry = { optionalDependencies?: Record<string, string> }
  const lock = JSON.parse(readFileSync(`${ROOT}package-lock.json`, 'utf8')) as {
    packages: Record<string, Entry>
  }
  const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter(
      name =>
        !(`node_modules/${name}` in lock.packages) && !(`${path}/node_modules/${name}` in lock.packages),
    ),
  )
  assert.deepEqual(missing, [])
})

test('each of these checks can fail', () => {
  const bad = (path: string, text: string) => [parseFile({ path, text })]
  const long = `export function long() {\n${'  void 0\n'.repeat(50)}}\n`
  assert.equal(againstTheLaw(bad('src/feeds/a.ts', "import { b } from '../access/b.ts'")).length, 1)
  assert.equal(againstTheLaw(bad('src/web/a.ts', "import { b } from '../cli/b.ts'")).length, 1)
  assert.equal(againstTheLaw(bad('src/access/a.ts', "import { b } from '../config.ts'")).length, 1)
  assert.equal(againstTheLaw(bad('src/county/a.ts', "import { b } from '../feeds/b.ts'")).length, 1)
  assert.equal(againstTheLaw(bad('src/feeds/a.ts', "export { b } from '../records/b.ts'")).length, 1)
  assert.equal(pastTheDoor(bad('src/cli/a.ts', "import { b } from '../records/person-store.ts'")).length, 1)
  assert.equal(pastTheDoor(bad('src/web/a.ts', "q('select 1 from records.person')")).length, 1)
  assert.equal(sqlAstray(bad('src/feeds/a.ts', 'q(`update feeds.delivery set a = 1`)')).length, 1)
  assert.equal(tooLong(bad('src/kit/a.ts', long)).length, 1)
  assert.equal(tooLong(bad('src/kit/a.ts', 'void 0\n'.repeat(331))).length, 1)
  assert.equal(deadFiles(bad('src/kit/a.ts', ''), ['src/main.ts'], []).length, 1)
  assert.equal(badNames(['src/kit/string-utils.ts', 'src/kit/aB.ts', 'src/access/user_service.ts']).length, 3)
  assert.equal(defaultExports(bad('src/kit/a.ts', 'export default 1')).length, 1)
  assert.equal(machineTraces([{ path: 'a', text: ['', 'home', 'ann', 'x'].join('/') }]).length, 1)
})
