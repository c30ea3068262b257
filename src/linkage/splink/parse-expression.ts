/**
 * The conditions of a Splink model are SQL expressions over two records. This reads the expressions that Splink writes
 * for DuckDB, and what people add to them by hand: no statements, no subqueries, no lambdas.
 */

/** A value of an expression; null is SQL's "unknown", a list stands for an array, a Date for a date or a moment. */
export type Value = string | number | boolean | Date | null | Value[]
export type Side = 'l' | 'r'

export type Expression =
  | { kind: 'literal'; value: Value }
  | { kind: 'column'; name: string; side: Side }
  /** Operators are calls whose name is their sign: `=`, `and`, `is null`. */
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'cast'; to: string; isTry: boolean; arg: Expression }

/** What cannot be read, in words. */
export class NotReadable extends Error {}

type Token = { kind: 'word' | 'quoted' | 'text' | 'number' | 'sign' | 'end'; text: string }

const TOKEN =
  /\s+|--[^\n]*|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<quoted>"(?:[^"]|"")*")|(?<text>'(?:[^']|'')*')|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<sign>::|\|\||<=|>=|<>|!=|==|->|[-+*/%=<>(),.[\]{}:])/uy

function tokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < sql.length) {
    const at = TOKEN.lastIndex
    const found = TOKEN.exec(sql)
    if (found === null) throw new NotReadable(`it has a sign that is not known: ${sql.slice(at, at + 20)}`)
    for (const [kind, text] of Object.entries(found.groups!))
      if (text !== undefined) tokens.push({ kind: kind as Token['kind'], text })
  }
  return [...tokens, { kind: 'end', text: '' }]
}

/** How a column's name tells its record: `l.name` in blocking rules, `name_l` in comparisons. */
export type Naming = 'prefix' | 'suffix'

type Reader = { tokens: Token[]; at: number; naming: Naming }

/** Reads one expression. Throws `NotReadable`. */
export function parseExpression(sql: string, naming: Naming): Expression {
  const reader: Reader = { tokens: tokensOf(sql), at: 0, naming }
  const whole = parseOr(reader)
  if (peek(reader).kind !== 'end') throw new NotReadable(`"${peek(reader).text}" stands where it may not`)
  return whole
}

const peek = ({ tokens, at }: Reader): Token => tokens[at]!
const isNext = (reader: Reader, text: string): boolean => {
  const { kind, text: own } = peek(reader)
  return (kind === 'word' || kind === 'sign') && own.toLowerCase() === text
}
const take = (reader: Reader): Token => reader.tokens[reader.at++]!
function accept(reader: Reader, text: string): boolean {
  if (!isNext(reader, text)) return false
  reader.at++
  return true
}
function expect(reader: Reader, text: string): void {
  if (!accept(reader, text))
    throw new NotReadable(`"${text.toUpperCase()}" is missing before "${peek(reader).text || 'the end'}"`)
}

export const call = (name: string, ...args: Expression[]): Expression => ({ kind: 'call', name, args })

function parseOr(reader: Reader): Expression {
  let left = parseAnd(reader)
  while (accept(reader, 'or')) left = call('or', left, parseAnd(reader))
  return left
}

function parseAnd(reader: Reader): Expression {
  let left = parseNot(reader)
  while (accept(reader, 'and')) left = call('and', left, parseNot(reader))
  return left
}

function parseNot(reader: Reader): Expression {
  return accept(reader, 'not') ? call('not', parseNot(reader)) : parseComparison(reader)
}

const COMPARISONS: Record<string, string> = {
  '=': '=',
  '==': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

function parseComparison(reader: Reader): Expression {
  let left = parseSum(reader)
  for (;;) {
    const sign = peek(reader).kind === 'sign' ? COMPARISONS[peek(reader).text] : undefined
    if (sign) {
      reader.at++
      left = call(sign, left, parseSum(reader))
    } else if (accept(reader, 'is')) left = parseIs(reader, left)
    else {
      const isNot = accept(reader, 'not')
      const found = parsePredicate(reader, left)
      if (found === undefined) {
        if (isNot) throw new NotReadable(`"NOT" stands before "${peek(reader).text}"`)
        return left
      }
      left = isNot ? call('not', found) : found
    }
  }
}

function parseIs(reader: Reader, left: Expression): Expression {
  const isNot = accept(reader, 'not')
  let found: Expression
  if (accept(reader, 'null')) found = call('is null', left)
  else if (accept(reader, 'true')) found = call('is true', left)
  else if (accept(reader, 'false')) found = call('is true', call('not', left))
  else if (accept(reader, 'distinct')) {
    expect(reader, 'from')
    found = call('not', call('is same', left, parseSum(reader)))
  } else throw new NotReadable(`"IS ${peek(reader).text}" is not known`)
  return isNot ? call('not', found) : found
}

function parsePredicate(reader: Reader, left: Expression): Expression | undefined {
  if (accept(reader, 'like')) return call('like', left, parseSum(reader))
  if (accept(reader, 'ilike')) return call('like', call('lower', left), call('lower', parseSum(reader)))
  if (accept(reader, 'between')) {
    const low = parseSum(reader)
    expect(reader, 'and')
    return call('and', call('>=', left, low), call('<=', left, parseSum(reader)))
  }
  if (!accept(reader, 'in')) return undefined
  expect(reader, '(')
  return parseArgs(reader, ')')
    .map(value => call('=', left, value))
    .reduce((all, one) => call('or', all, one))
}

function parseSum(reader: Reader): Expression {
  let left = parseProduct(reader)
  for (const signs = ['+', '-', '||']; ; ) {
    const sign = signs.find(one => accept(reader, one))
    if (sign === undefined) return left
    left = call(sign, left, parseProduct(reader))
  }
}

function parseProduct(reader: Reader): Expression {
  let left = parseUnary(reader)
  for (const signs = ['*', '/', '%']; ; ) {
    const sign = signs.find(one => accept(reader, one))
    if (sign === undefined) return left
    left = call(sign, left, parseUnary(reader))
  }
}

function parseUnary(reader: Reader): Expression {
  if (accept(reader, '-')) return call('-', { kind: 'literal', value: 0 }, parseUnary(reader))
  if (accept(reader, '+')) return parseUnary(reader)
  let inner = parsePrimary(reader)
  for (;;) {
    if (accept(reader, '::')) inner = { kind: 'cast', to: parseType(reader), isTry: false, arg: inner }
    else if (accept(reader, '[')) {
      inner = call('list_extract', inner, parseOr(reader))
      expect(reader, ']')
    } else return inner
  }
}

function parseArgs(reader: Reader, end: string): Expression[] {
  const args: Expression[] = []
  while (!accept(reader, end)) {
    if (args.length > 0) expect(reader, ',')
    args.push(parseOr(reader))
  }
  return args
}

function parsePrimary(reader: Reader): Expression {
  const token = take(reader)
  const { text } = token
  if (token.kind === 'number') return { kind: 'literal', value: Number(text) }
  if (token.kind === 'text') return { kind: 'literal', value: text.slice(1, -1).replaceAll("''", "'") }
  if (token.kind === 'quoted') return parseColumn(reader, token)
  if (text === '(') {
    const inner = parseOr(reader)
    expect(reader, ')')
    return inner
  }
  if (text === '[') return call('list_value', ...parseArgs(reader, ']'))
  if (token.kind !== 'word') throw new NotReadable(`"${text || 'the end'}" stands where a value should`)
  return parseWord(reader, token)
}

function parseWord(reader: Reader, token: Token): Expression {
  const word = token.text.toLowerCase()
  if (word === 'null') return { kind: 'literal', value: null }
  if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' }
  if (word === 'case') return parseCase(reader)
  if ((word === 'date' || word === 'timestamp') && peek(reader).kind === 'text')
    return { kind: 'cast', to: word, isTry: false, arg: parsePrimary(reader) }
  if (!isNext(reader, '(')) return parseColumn(reader, token)
  reader.at++
  if (word === 'cast' || word === 'try_cast') {
    const arg = parseOr(reader)
    expect(reader, 'as')
    const to = parseType(reader)
    expect(reader, ')')
    return { kind: 'cast', to, isTry: word === 'try_cast', arg }
  }
  return call(word, ...parseArgs(reader, ')'))
}

/** A type's name, without its size: `varchar(10)` is `varchar`. */
function parseType(reader: Reader): string {
  let type = take(reader).text.toLowerCase()
  if (type === 'double' && accept(reader, 'precision')) type = 'double'
  if (accept(reader, '(')) parseArgs(reader, ')')
  return type
}

/** `CASE WHEN a THEN b ELSE c END` as a call of a, b, c; `CASE x WHEN y …` compares x with each. */
function parseCase(reader: Reader): Expression {
  const operand = isNext(reader, 'when') ? undefined : parseOr(reader)
  const args: Expression[] = []
  while (accept(reader, 'when')) {
    const when = parseOr(reader)
    expect(reader, 'then')
    args.push(operand ? call('=', operand, when) : when, parseOr(reader))
  }
  args.push(accept(reader, 'else') ? parseOr(reader) : { kind: 'literal', value: null })
  expect(reader, 'end')
  return call('case', ...args)
}

const nameOf = ({ kind, text }: Token): string =>
  kind === 'quoted' ? text.slice(1, -1).replaceAll('""', '"') : text

function parseColumn(reader: Reader, token: Token): Expression {
  const name = nameOf(token)
  const hasDot = isNext(reader, '.')
  if (reader.naming === 'prefix') {
    const side = name.toLowerCase()
    if (!hasDot || (side !== 'l' && side !== 'r')) throw new NotReadable(`"${name}" is no column of l or r`)
    reader.at++
    return { kind: 'column', name: nameOf(take(reader)), side }
  }
  const side = name.slice(-2).toLowerCase()
  if (hasDot || (side !== '_l' && side !== '_r'))
    throw new NotReadable(`"${name}" is no column that ends in _l or _r`)
  return { kind: 'column', name: name.slice(0, -2), side: side === '_l' ? 'l' : 'r' }
}
