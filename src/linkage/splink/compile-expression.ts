import { type Expression, NotReadable, type Side, type Value } from './parse-expression.ts'
import { FUNCTIONS } from './sql-functions.ts'
import { castValue, compareValues, orderValues, toText } from './sql-values.ts'
import { levenshtein } from './string-distance.ts'

/** The records of all files as columns of text; an empty cell is null. */
export type Table = { count: number; columns: ReadonlyMap<string, (string | null)[]> }

/** The value of an expression for a pair of records, by their numbers. */
export type Evaluate = (l: number, r: number) => Value

/** Makes functions of expressions over one table. What only one record tells is worked out once a record. */
export type Compiler = {
  compile(expression: Expression): Evaluate
}

type Call = Extract<Expression, { kind: 'call' }>

export function makeCompiler(table: Table): Compiler {
  const ofRecord = new Map<string, (Value | undefined)[]>()
  const ofPair = new Map<string, Evaluate>()

  function compile(expression: Expression): Evaluate {
    if (expression.kind === 'literal') return () => expression.value
    if (expression.kind === 'column') return columnOf(expression.name, expression.side)
    const sides = sidesOf(expression)
    const plain = compilePlain(expression)
    if (sides.size === 1) return onceARecord(expression, plain, [...sides][0]!)
    return expression.kind === 'call' && DEAR.has(expression.name) ? onceAPair(expression, plain) : plain
  }

  function columnOf(name: string, side: Side): Evaluate {
    const values = table.columns.get(name.toLowerCase())
    if (values === undefined) throw new NotReadable(`there is no column "${name}"`)
    return side === 'l' ? l => values[l]! : (_, r) => values[r]!
  }

  function compilePlain(expression: Expression): Evaluate {
    if (expression.kind === 'cast') return compileCast(expression, compile(expression.arg))
    if (expression.kind !== 'call') return compile(expression)
    const bounded = compileBounded(expression)
    if (bounded) return bounded
    const args = expression.args.map(compile)
    const special = SPECIAL[expression.name]
    return special ? special(args) : applied(expression.name, args)
  }

  /** `levenshtein(…) <= 2` asks for no distance above 2. */
  function compileBounded({ name, args: [distance, bound] }: Call): Evaluate | undefined {
    if ((name !== '<=' && name !== '<') || bound?.kind !== 'literal' || typeof bound.value !== 'number')
      return undefined
    if (distance?.kind !== 'call' || distance.name !== 'levenshtein' || distance.args.length !== 2)
      return undefined
    const [one, other] = distance.args.map(compile)
    const most = name === '<' ? Math.ceil(bound.value) - 1 : Math.floor(bound.value)
    return (l, r) => {
      const a = one!(l, r)
      const b = other!(l, r)
      return a === null || b === null ? null : levenshtein(toText(a), toText(b), most) <= most
    }
  }

  /** The same expression of the other record shares its values. */
  function onceARecord(expression: Expression, plain: Evaluate, side: Side): Evaluate {
    const key = textOf(expression, false)
    const values = ofRecord.get(key) ?? Array.from<Value | undefined>({ length: table.count })
    ofRecord.set(key, values)
    return (l, r) => {
      const record = side === 'l' ? l : r
      const known = values[record]
      return known === undefined ? (values[record] = plain(record, record)) : known
    }
  }

  /** The levels of a comparison ask for one distance several times, one behind the other. */
  function onceAPair(expression: Expression, plain: Evaluate): Evaluate {
    const key = textOf(expression, true)
    const known = ofPair.get(key)
    if (known) return known
    let [lastL, lastR]: [number, number] = [-1, -1]
    let value: Value = null
    const made: Evaluate = (l, r) => {
      if (l !== lastL || r !== lastR) {
        value = plain(l, r)
        lastL = l
        lastR = r
      }
      return value
    }
    ofPair.set(key, made)
    return made
  }

  return { compile }
}

const DEAR = new Set([
  'levenshtein',
  'damerau_levenshtein',
  'jaro_similarity',
  'jaro_winkler_similarity',
  'jaccard',
])

function compileCast({ to, isTry }: Extract<Expression, { kind: 'cast' }>, arg: Evaluate): Evaluate {
  castValue('1', to) // The type is known, whatever the cells hold.
  return (l, r) => {
    const value = arg(l, r)
    if (value === null) return null
    const made = castValue(value, to)
    if (made !== undefined) return made
    if (isTry) return null
    throw new NotReadable(`a cell cannot be read as ${to.toUpperCase()}; TRY_CAST would pass over it`)
  }
}

/** A function of known values: unknown where one is. */
function applied(name: string, args: Evaluate[]): Evaluate {
  const apply = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]! : undefined
  if (apply === undefined) throw new NotReadable(`the function ${name.toUpperCase()} is not known`)
  const [one, other] = args
  if (args.length === 2)
    return (l, r) => {
      const a = one!(l, r)
      if (a === null) return null
      const b = other!(l, r)
      return b === null ? null : apply(a, b)
    }
  return (l, r) => {
    const values = args.map(arg => arg(l, r))
    return values.includes(null) ? null : apply(...(values as Exclude<Value, null>[]))
  }
}

const isKnown = (value: Value): value is Exclude<Value, null> => value !== null

/** What has its own way with unknown values, and evaluates no more than it must. */
const SPECIAL: Record<string, (args: Evaluate[]) => Evaluate> = {
  and:
    ([one, other]) =>
    (l, r) => {
      const a = one!(l, r)
      if (a === false) return false
      const b = other!(l, r)
      return b === false ? false : a === null || b === null ? null : true
    },
  or:
    ([one, other]) =>
    (l, r) => {
      const a = one!(l, r)
      if (a === true) return true
      const b = other!(l, r)
      return b === true ? true : a === null || b === null ? null : false
    },
  not:
    ([arg]) =>
    (l, r) => {
      const value = arg!(l, r)
      return value === null ? null : value !== true
    },
  'is null':
    ([arg]) =>
    (l, r) =>
      arg!(l, r) === null,
  'is true':
    ([arg]) =>
    (l, r) =>
      arg!(l, r) === true,
  'is same':
    ([one, other]) =>
    (l, r) => {
      const [a, b] = [one!(l, r), other!(l, r)]
      return isKnown(a) && isKnown(b) ? compareValues(a, b) === 0 : a === b
    },
  case: args => (l, r) => {
    for (let at = 0; at + 1 < args.length; at += 2) if (args[at]!(l, r) === true) return args[at + 1]!(l, r)
    return args.at(-1)!(l, r)
  },
  coalesce: args => (l, r) => {
    for (const arg of args) {
      const value = arg(l, r)
      if (value !== null) return value
    }
    return null
  },
  nullif:
    ([one, other]) =>
    (l, r) => {
      const [a, b] = [one!(l, r), other!(l, r)]
      return isKnown(a) && isKnown(b) && compareValues(a, b) === 0 ? null : a
    },
  concat: args => (l, r) =>
    args
      .map(arg => arg(l, r))
      .filter(isKnown)
      .map(String)
      .join(''),
  concat_ws:
    ([by, ...args]) =>
    (l, r) =>
      args
        .map(arg => arg(l, r))
        .filter(isKnown)
        .map(String)
        .join(String(by!(l, r))),
  greatest: args => extreme(args, 1),
  least: args => extreme(args, -1),
  list_value: args => (l, r) => args.map(arg => arg(l, r)),
}
SPECIAL['ifnull'] = SPECIAL['coalesce']!
SPECIAL['if'] = SPECIAL['case']!

function extreme(args: Evaluate[], sign: number): Evaluate {
  return (l, r) =>
    args
      .map(arg => arg(l, r))
      .filter(isKnown)
      .reduce<Value>(
        (best, value) => (best === null || sign * orderValues(value, best) > 0 ? value : best),
        null,
      )
}

/** The records that an expression looks at. */
export function sidesOf(expression: Expression): Set<Side> {
  if (expression.kind === 'column') return new Set([expression.side])
  if (expression.kind === 'cast') return sidesOf(expression.arg)
  return expression.kind === 'call' ? new Set(expression.args.flatMap(arg => [...sidesOf(arg)])) : new Set()
}

/** The columns of an expression, in small letters; some may stand there more than once. */
export function columnsIn(expression: Expression): string[] {
  if (expression.kind === 'column') return [expression.name.toLowerCase()]
  if (expression.kind === 'cast') return columnsIn(expression.arg)
  return expression.kind === 'call' ? expression.args.flatMap(columnsIn) : []
}

/** An expression as text, by which equal ones are known; without sides, what it is of either record. */
export function textOf(expression: Expression, withSides: boolean): string {
  if (expression.kind === 'literal') return JSON.stringify(expression.value)
  if (expression.kind === 'column')
    return `"${expression.name.toLowerCase()}"${withSides ? expression.side : ''}`
  if (expression.kind === 'cast')
    return `cast${expression.isTry}(${textOf(expression.arg, withSides)} as ${expression.to})`
  return `${expression.name}(${expression.args.map(arg => textOf(arg, withSides)).join(',')})`
}
