import type { Records } from '../read/read-people.ts'
import type { RecordName } from '../rows/name-records.ts'
import { recordNamer } from '../rows/name-records.ts'
import type { Order } from '../rows/order-records.ts'
import { SEAL } from '../rows/row-layout.ts'

/** What a person decided about two records: it outranks the engine and survives new data and new models. */
export type Decision = { kind: 'same' | 'different'; one: RecordName; other: RecordName }

/** A decision that was not carried out, and why; whoever made it should hear of it. */
export type HeldDecision = Decision & { why: 'contradiction' | 'sealed' | 'unknownRecord' }

/** What people decided, by rows: pairs to join before the engine begins, and pairs that never meet. */
export type Decided = {
  same: [number, number][]
  different: Map<number, Set<number>>
  /** Pairs of decisions that contradict one another; people must settle them, until then the engine joins none. */
  contested: [number, number][]
  held: HeldDecision[]
}

export const nothingDecided = (): Decided => ({ same: [], different: new Map(), contested: [], held: [] })

/**
 * Reads people's decisions. Where a chain of "same" meets a "different" none of them is carried out, and the records of
 * that chain stay apart until people have settled it: any other choice would overrule somebody silently. A seal is not
 * a matter for decisions.
 */
export function readDecisions(decisions: readonly Decision[], records: Records, order: Order): Decided {
  if (decisions.length === 0) return nothingDecided()
  const rowOf = findRows(decisions, records, order)
  const { rows, layout } = records.people
  const sealOf = (row: number): number => rows[row * layout.stride + SEAL]!
  const held: HeldDecision[] = []
  const usable: Usable[] = []
  for (const decision of decisions.toSorted(byNames)) {
    const [i, j] = [rowOf.get(nameOf(decision.one)), rowOf.get(nameOf(decision.other))]
    if (i === undefined || j === undefined) held.push({ ...decision, why: 'unknownRecord' })
    else if (decision.kind === 'same' && sealOf(i) !== sealOf(j)) held.push({ ...decision, why: 'sealed' })
    else usable.push({ decision, i, j })
  }
  return settleChains(usable, held)
}

type Usable = { decision: Decision; i: number; j: number }

const nameOf = ({ source, id }: RecordName): string => `${source}\n${id}`

const byNames = (a: Decision, b: Decision): number => {
  const [one, other] = [sortKey(a), sortKey(b)]
  return one === other ? 0 : one < other ? -1 : 1
}
const sortKey = ({ kind, one, other }: Decision): string =>
  [...[nameOf(one), nameOf(other)].toSorted(), kind, nameOf(one)].join('\n')

/** The rows of the records about which something was decided. */
function findRows(decisions: readonly Decision[], records: Records, { rows }: Order): Map<string, number> {
  const wanted = new Set(decisions.flatMap(({ one, other }) => [nameOf(one), nameOf(other)]))
  const recordOf = recordNamer(records)
  const found = new Map<string, number>()
  for (const row of rows) {
    const name = nameOf(recordOf(row))
    if (wanted.has(name)) found.set(name, row)
  }
  return found
}

function settleChains(usable: Usable[], held: HeldDecision[]): Decided {
  const chains = chainsOf(usable.filter(({ decision }) => decision.kind === 'same'))
  const broken = new Set<number>()
  for (const { decision, i, j } of usable) {
    const chain = chains.get(i)
    if (decision.kind === 'different' && chain !== undefined && chain === chains.get(j)) broken.add(chain)
  }
  const decided: Decided = { ...nothingDecided(), held }
  for (const { decision, i, j } of usable) {
    const chain = chains.get(i)
    if (chain !== undefined && broken.has(chain) && chain === chains.get(j)) {
      decided.contested.push([i, j])
      held.push({ ...decision, why: 'contradiction' })
    } else if (decision.kind === 'same') decided.same.push([i, j])
    else keepApart(decided.different, i, j)
  }
  for (const chain of broken) keepAllApart(chains, chain, decided.different)
  return decided
}

/** For each record in a "same" decision, one record that all stand for that any number of them tie to it. */
function chainsOf(sames: { i: number; j: number }[]): Map<number, number> {
  const chains = new Map<number, number>()
  const members = new Map<number, number[]>()
  for (const { i, j } of sames) {
    const [one, other] = [chains.get(i) ?? i, chains.get(j) ?? j]
    const joined = [...(members.get(one) ?? [one])]
    if (other !== one) joined.push(...(members.get(other) ?? [other]))
    members.set(one, joined)
    for (const member of joined) chains.set(member, one)
  }
  return chains
}

function keepAllApart(chains: Map<number, number>, chain: number, different: Decided['different']): void {
  const members = [...chains].filter(([, own]) => own === chain).map(([record]) => record)
  for (const i of members) for (const j of members) if (i < j) keepApart(different, i, j)
}

function keepApart(different: Decided['different'], i: number, j: number): void {
  for (const [one, other] of [
    [i, j],
    [j, i],
  ] as const) {
    const set = different.get(one)
    if (set) set.add(other)
    else different.set(one, new Set([other]))
  }
}
