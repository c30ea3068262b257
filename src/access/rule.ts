import type { FactName, Facts } from './facts.ts'

/** The values of the named facts: `undefined` where a fact is known to be absent. Unknown ones never reach a rule. */
export type Known<N extends FactName> = {
  [K in N]: Extract<Facts[K], { is: 'known' }>['value'] | undefined
}

/** What every access rule is: it can only refuse. */
export type Rule = {
  name: string
  /** The sentence that a practitioner and the public read. */
  says: string
  /** Act and section, or the guidance, that it keeps. */
  source: string
  /** The facts that it reads; it is given no other, and where one of them is unknown the combiner refuses for it. */
  reads: readonly FactName[]
  /** Whether the practitioner can put it right, and how. */
  curable: boolean
  remedy: string
  refuses(facts: Known<FactName>): boolean
  /** Printed on the public page and run as tests. */
  examples: readonly { given: string; facts: Partial<Known<FactName>>; refuses: boolean }[]
}

type RuleOver<N extends FactName> = Omit<Rule, 'reads' | 'refuses' | 'examples'> & {
  reads: readonly N[]
  refuses(facts: Known<N>): boolean
  examples: readonly { given: string; facts: Known<N>; refuses: boolean }[]
}

/** Writes down a rule; the compiler holds its function and its examples to the facts that it declares. */
export function rule<const N extends FactName>(definition: RuleOver<N>): Rule {
  return definition
}
