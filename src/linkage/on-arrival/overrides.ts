import type { Prepared } from './prepare.ts'
import type { Override } from './record.ts'

/** An override that was not carried out, and why; whoever made it should hear of it. */
export type HeldOverride = Override & { why: 'contradiction' | 'sealed' | 'unknownRecord' }

/** What people decided, by position of records: pairs to join before the engine begins, and pairs that never meet. */
export type Decisions = {
  same: [number, number][]
  different: Map<number, Set<number>>
  /** Pairs of decisions that contradict one another; people must settle them, until then the engine joins none. */
  contested: [number, number][]
  held: HeldOverride[]
}

/**
 * Reads people's decisions. Where a chain of "same" meets a "different" none of them is carried out, and the
 * records of that chain stay apart until people have settled it: any other choice would overrule somebody
 * silently. A seal is not a matter for decisions.
 */
export function readDecisions(overrides: readonly Override[], records: readonly Prepared[]): Decisions {
  const positions = new Map(records.map((record, position) => [record.id, position]))
  const held: HeldOverride[] = []
  const usable: { override: Override; i: number; j: number }[] = []
  for (const override of overrides.toSorted(byIds)) {
    const [i, j] = [positions.get(override.a), positions.get(override.b)]
    if (i === undefined || j === undefined) held.push({ ...override, why: 'unknownRecord' })
    else if (override.kind === 'same' && records[i]?.seal !== records[j]?.seal)
      held.push({ ...override, why: 'sealed' })
    else usable.push({ override, i, j })
  }
  const chains = chainsOf(usable.filter(({ override }) => override.kind === 'same'))
  const broken = new Set<number>()
  for (const { override, i, j } of usable) {
    const chain = chains.get(i)
    if (override.kind === 'different' && chain !== undefined && chain === chains.get(j)) broken.add(chain)
  }
  const decisions: Decisions = { same: [], different: new Map(), contested: [], held }
  for (const { override, i, j } of usable) {
    const chain = chains.get(i)
    const isContested = chain !== undefined && broken.has(chain) && chain === chains.get(j)
    if (isContested) {
      decisions.contested.push([Math.min(i, j), Math.max(i, j)])
      held.push({ ...override, why: 'contradiction' })
    } else if (override.kind === 'same') decisions.same.push([i, j])
    else keepApart(decisions.different, i, j)
  }
  for (const chain of broken) keepAllApart(chains, chain, decisions.different)
  return decisions
}

const byIds = (a: Override, b: Override): number => {
  const [one, other] = [sortKey(a), sortKey(b)]
  return one === other ? 0 : one < other ? -1 : 1
}
const sortKey = ({ kind, a, b }: Override): string => [...[a, b].toSorted(), kind, a].join('\n')

/** For each record in a "same" decision, the smallest record that it is tied to by any number of them. */
function chainsOf(sames: { i: number; j: number }[]): Map<number, number> {
  const chains = new Map<number, number>()
  for (const { i, j } of sames) {
    const [one, other] = [chains.get(i) ?? i, chains.get(j) ?? j]
    const smallest = Math.min(one, other)
    chains.set(i, one).set(j, other)
    for (const [record, chain] of chains) if (chain === one || chain === other) chains.set(record, smallest)
  }
  return chains
}

function keepAllApart(chains: Map<number, number>, chain: number, different: Decisions['different']): void {
  const members = [...chains].filter(([, own]) => own === chain).map(([record]) => record)
  for (const i of members) for (const j of members) if (i < j) keepApart(different, i, j)
}

function keepApart(different: Decisions['different'], i: number, j: number): void {
  for (const [one, other] of [
    [i, j],
    [j, i],
  ] as const) {
    const set = different.get(one)
    if (set) set.add(other)
    else different.set(one, new Set([other]))
  }
}
