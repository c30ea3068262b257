import { dirname, join } from 'node:path/posix'
import { parseSync } from 'oxc-parser'

/** A file of the repository by its path from the root. */
export type SourceFile = { path: string; text: string }

/** What a file's syntax says about it. */
export type Parsed = SourceFile & {
  /** Paths of the repository's own files that it imports, also by `new URL`. */
  imports: string[]
  hasDefaultExport: boolean
  /** Each with its own lines: those of functions inside it count there. */
  functions: { name: string; line: number; lines: number }[]
  /** Texts of its strings and templates. */
  texts: string[]
}

type Node = { type: string; start: number; end: number } & Record<string, unknown>

export function parseFile(file: SourceFile): Parsed {
  const { program, module, errors } = parseSync(file.path, file.text)
  if (errors.length > 0) throw new Error(`${file.path}: ${errors[0]?.message}`)
  const requests = [
    ...module.staticImports.map(one => one.moduleRequest.value),
    ...module.staticExports.flatMap(one => one.entries.flatMap(entry => entry.moduleRequest?.value ?? [])),
    ...[...file.text.matchAll(/new URL\('([^']+)', import\.meta\.url\)/g)].flatMap(match => match[1] ?? []),
    ...[...file.text.matchAll(/import\('([^']+)'\)/g)].flatMap(match => match[1] ?? []),
  ]
  const parsed: Parsed = {
    ...file,
    imports: requests.filter(name => name.startsWith('.')).map(name => join(dirname(file.path), name)),
    hasDefaultExport: module.staticExports.some(one =>
      one.entries.some(entry => String(entry.exportName.kind) === 'Default'),
    ),
    functions: [],
    texts: [],
  }
  visit(program as unknown as Node, parsed, '')
  return parsed
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

/** Gives how many lines the functions inside a node take away from the function around it. */
function visit(node: Node, parsed: Parsed, name: string): number {
  if (node.type === 'Literal' && typeof node['value'] === 'string') parsed.texts.push(node['value'])
  if (node.type === 'TemplateLiteral') parsed.texts.push(parsed.text.slice(node.start, node.end))
  const known = nameOf(node) ?? name
  let inner = 0
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) inner += visit(child, parsed, known)
    }
  }
  if (!FUNCTIONS.has(node.type)) return inner
  const line = parsed.text.slice(0, node.start).split('\n').length
  const lines = parsed.text.slice(node.start, node.end).split('\n').length
  parsed.functions.push({ name: known, line, lines: lines - inner })
  return lines - 1
}

function nameOf(node: Node): string | undefined {
  const id = node['id'] ?? node['key']
  return isNode(id) && typeof id['name'] === 'string' ? id['name'] : undefined
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The folders in the order in which information flows: a folder imports only from those before it. */
const FLOW = [
  'kit',
  'linkage',
  'audit',
  'registers',
  'feeds',
  'records',
  'access',
  'casework',
  'rights',
  'insights',
  'web',
  'api',
  'cli',
  'routes.ts',
  'main.ts',
]
const SIDE_BY_SIDE = ['web', 'api', 'cli']

export function roomOf(path: string): string {
  return path.split('/')[1] ?? ''
}

/** Imports of `src` that go against the flow, or into a room that is not theirs to enter. */
export function againstTheLaw(files: Parsed[]): string[] {
  return files
    .filter(isProduct)
    .flatMap(file =>
      file.imports
        .filter(to => to.startsWith('src/') && !mayImport(roomOf(file.path), roomOf(to)))
        .map(to => `${file.path} imports ${to}`),
    )
}

function mayImport(from: string, to: string): boolean {
  if (from === to) return true
  if (to === 'county' || to === 'config.ts') return from === 'cli' || from === 'main.ts'
  if (from === 'county' || from === 'config.ts') return to === 'kit'
  if (SIDE_BY_SIDE.includes(from) && SIDE_BY_SIDE.includes(to)) return false
  return FLOW.includes(from) && FLOW.includes(to) && FLOW.indexOf(to) < FLOW.indexOf(from)
}

/** Stores that read persons may be imported by their own room and by the door; the rest of the house asks the door. */
export function pastTheDoor(files: Parsed[]): string[] {
  const imports = files
    .filter(isProduct)
    .flatMap(file =>
      file.imports
        .filter(to => /^src\/records\/.*-store\.ts$/.test(to) && !/^src\/(records|access)\//.test(file.path))
        .map(to => `${file.path} imports ${to}`),
    )
  const queries = files
    .filter(file => isProduct(file) && /^src\/(web|api)\//.test(file.path))
    .filter(file => file.texts.some(text => /\b(records|feeds)\.[a-z_]+\b/.test(text) && isSql(text)))
    .map(file => `${file.path} queries persons itself`)
  return [...imports, ...queries]
}

/** SQL stands beside its callers in stores, in the kit, and in the counts that name nobody. */
export function sqlAstray(files: Parsed[]): string[] {
  return files
    .filter(isProduct)
    .filter(file => !/(-store\.ts|fixtures\.ts|^src\/kit\/.*|^src\/records\/counts\.ts)$/.test(file.path))
    .filter(file => file.texts.some(isSql))
    .map(file => `${file.path} holds SQL`)
}

function isSql(text: string): boolean {
  return /\b(select\s[^<>]+?\sfrom\s+[a-z_]+[.(]|insert into [a-z_]+\.|update [a-z_]+\.[a-z_]+ |delete from [a-z_]+\.|truncate [a-z_]+\.)/.test(
    text,
  )
}

/** A file of more lines, or a function of more, is two things. A list of cases in a test may be longer. */
export const LIMITS = { file: 330, function: 45, testFile: 450 }

export function tooLong(files: Parsed[], lists: string[] = []): string[] {
  return files.flatMap(file => {
    const lines = file.text.split('\n').length - 1
    const long = isTest(file)
      ? []
      : file.functions.filter(
          one => one.lines > LIMITS.function && !lists.includes(`${file.path} ${one.name}`),
        )
    return [
      ...(lines > (isTest(file) ? LIMITS.testFile : LIMITS.file) ? [`${file.path} has ${lines} lines`] : []),
      ...long.map(one => `${file.path}:${one.line} ${one.name} has ${one.lines} lines`),
    ]
  })
}

/** Files of `src` that neither the service nor the command line ever reaches. */
export function deadFiles(files: Parsed[], beginnings: string[], testOnly: string[]): string[] {
  const byPath = new Map(files.map(file => [file.path, file]))
  const reached = new Set<string>()
  const queue = [...beginnings]
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    queue.push(...(byPath.get(path)?.imports ?? []))
  }
  return files
    .filter(file => isProduct(file) && !file.path.endsWith('.d.ts'))
    .filter(file => !reached.has(file.path) && !testOnly.includes(file.path))
    .map(file => file.path)
}

export function badNames(paths: string[], fieldsOwn: string[] = []): string[] {
  return paths.filter(path => {
    if (fieldsOwn.includes(path)) return false
    const name = path.split('/').at(-1) ?? ''
    const isCode = /\.(ts|mjs|sql)$/.test(name)
    const kebab =
      /^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.(ts|mjs)$/.test(name) || /^\d{4}_[a-z0-9_]+\.sql$/.test(name)
    return (isCode && !kebab) || /(^|[-.])(utils?|helpers?|managers?|services?)([-.]|$)/.test(name)
  })
}

export function defaultExports(files: Parsed[]): string[] {
  return files.filter(file => file.hasDefaultExport).map(file => file.path)
}

/** Paths of somebody's machine, and hosts of package registries. */
export function machineTraces(files: SourceFile[]): string[] {
  const traces = [
    /(^|[^A-Za-z0-9_.])\/(work|farm|root|home\/[a-z]+)\//,
    /https?:\/\/(registry|files|repo1|deb)\./,
  ]
  return files.flatMap(file =>
    file.text
      .split('\n')
      .flatMap((line, at) => (traces.some(trace => trace.test(line)) ? [`${file.path}:${at + 1}`] : [])),
  )
}

export function isTest({ path }: SourceFile): boolean {
  return path.endsWith('.test.ts')
}

function isProduct(file: SourceFile): boolean {
  return file.path.startsWith('src/') && file.path.endsWith('.ts') && !isTest(file)
}
