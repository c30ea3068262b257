import { Fault } from '../../kit/faults.ts'
import type { Dictionary } from '../rows/dictionary.ts'
import { fingerprint, hashOn } from '../rows/fingerprints.ts'
import { type Layout, SEAL } from '../rows/row-layout.ts'
import { type BlockPart, listParts, partComparer, partReader } from './rule-parts.ts'

/** The rules of a run, ready to be used on rows. */
export type Blocking = {
  rules: string[]
  /** For each rule the comparisons that are settled inside its blocks, and so cannot be learnt from there. */
  settles: number[][]
  /** The block of a row under a rule, 0 where it stands in none. */
  keyOf: (rule: number, rows: Int32Array, row: number) => number
  /** Which rules a pair satisfies, a bit each. */
  rulesOf: (rows: Int32Array, a: number, b: number) => number
}

/** The table of which rules a pair satisfies has a place for each set of parts: a megabyte for so many. */
export const MOST_PARTS = 18

/** Makes the rules of a model, such as `given+birthDate`, ready. Throws a fault that names a part nobody knows, or too many. */
export function makeBlocking(
  rules: string[],
  dictionary: Dictionary,
  layout: Layout,
  identifiers: string[],
  texts: string[],
): Blocking {
  const known = listParts(layout, identifiers, texts)
  const names = partsOf(rules)
  if (names.length > MOST_PARTS)
    throw new Fault(
      'model-unusable',
      `Blocking rules have ${names.length} different parts (${names.join(', ')}), and ${MOST_PARTS} is the most. Leave out a rule with parts that no other has.`,
    )
  const parts = names.map(name => known.get(name) ?? refuse(name, known))
  const masks = rules.map(rule =>
    rule.split('+').reduce((mask, name) => mask | (1 << names.indexOf(name)), 0),
  )
  const ofRule = rules.map(rule => rule.split('+').map(name => parts[names.indexOf(name)]!))
  const satisfied = tableOf(masks, names.length)
  const valueOf = partReader(dictionary)
  const equalParts = partComparer(names, parts, dictionary)
  return {
    rules,
    settles: ofRule.map(own => [...new Set(own.flatMap(part => part.settles))]),
    keyOf: (rule, rows, row) => {
      let key = hashOn(rule + 1, dictionary.hashes[rows[row + SEAL]!]!)
      for (const part of ofRule[rule]!) {
        const value = valueOf(part, rows, row)
        if (value === 0) return 0
        key = hashOn(key, value)
      }
      return fingerprint(key)
    },
    rulesOf: (rows, a, b) => satisfied[equalParts(rows, a, b)]!,
  }
}

/** The different parts of rules, in the order in which they are met. */
export const partsOf = (rules: readonly string[]): string[] => [
  ...new Set(rules.flatMap(rule => rule.split('+'))),
]

/** For each set of equal parts the set of rules that it satisfies. */
function tableOf(masks: number[], parts: number): Int32Array {
  const table = new Int32Array(1 << parts)
  for (const [rule, mask] of masks.entries()) {
    const others = (table.length - 1) & ~mask
    // Every set of the other parts, from all of them down to none.
    for (let beside = others; beside >= 0; beside = beside === 0 ? -1 : (beside - 1) & others)
      table[mask | beside]! |= 1 << rule
  }
  return table
}

function refuse(name: string, known: ReadonlyMap<string, BlockPart>): never {
  throw new Fault(
    'model-unusable',
    `A blocking rule has "${name}", which is none of ${[...known.keys()].join(', ')}.`,
  )
}
