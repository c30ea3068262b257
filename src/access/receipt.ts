import { randomInt } from 'node:crypto'
import { HANDLING, type HandlingCode } from '../feeds/sections.ts'
import { addDays, showDay } from '../kit/clock.ts'
import { type Decision, policyVersion, type Refusal } from './decide.ts'
import type { Grant } from './facts.ts'
import type { CategoryId, DisclosureRequest } from './request.ts'
import { handlingWords } from './rules/police-handling.ts'
import { rules } from './rules.ts'

/** Read out over the telephone without being misheard: no I, O, 0, 1, S, 5. */
const READABLE = '2346789ABCDEFGHJKLMNPQRTUVWXYZ'

/** Why something was shown or not, kept for ever and shown with it. Holds no value that was shown. */
export type Receipt = {
  receiptId: string
  decidedAt: Date
  policyVersion: string
  who: string
  roleName: string
  partnerName: string
  purposeName: string | undefined
  /** "You see this because": one sentence for each agreement that let something through. */
  because: string[]
  /** What was not shown and why, one sentence a category. */
  notShown: { category: string; rule: string; because: string; remedy: string; curable: boolean }[]
  /** Names of the fields that were returned, never their values. */
  fields: string[]
  /** What the owner of something that was shown asks of whoever has it. */
  conditions: string[]
}

/** Eight letters and digits: about 39 bits, enough that nobody guesses another's receipt. */
export function newReceiptId(): string {
  return Array.from({ length: 8 }, () => READABLE[randomInt(READABLE.length)]).join('')
}

/** Decisions by person and category, in the order in which they were made. */
export type Decisions = Map<string, Map<CategoryId, Decision>>

/** What was returned: names of fields by person, and conditions that travel with what was read. */
export type Returned = { fields: Map<string, Set<string>>; handling: Set<HandlingCode> }

/** Writes the receipt of a request in plain words. Pure but for the clock and the id. */
export function writeReceipt(
  request: DisclosureRequest,
  names: { purpose: string | undefined; categories: ReadonlyMap<string, { name: string }> },
  decisions: Decisions,
  { fields, handling }: Returned,
  at: Date,
): Receipt {
  // A receipt speaks of those who were shown: somebody who may not be shown is in none of its lines.
  const shown = [...decisions].filter(([personId]) => fields.has(personId))
  const all = shown.flatMap(([, byCategory]) => [...byCategory])
  return {
    receiptId: newReceiptId(),
    decidedAt: at,
    policyVersion,
    who: request.who.name,
    roleName: request.who.roleName,
    partnerName: request.who.partnerName,
    purposeName: names.purpose,
    because: reasons(
      all.flatMap(([, decision]) => (decision.allowed ? decision.permissions.map(p => p.grant) : [])),
    ),
    notShown: refused(all, names.categories),
    fields: [...new Set([...fields.values()].flatMap(ofPerson => [...ofPerson]))].sort(),
    conditions: HANDLING.filter(code => handling.has(code)).map(handlingWords),
  }
}

function reasons(grants: Grant[]): string[] {
  const said = grants.map(({ gateway, title, version, endsBefore }) => {
    const until = endsBefore === undefined ? 'with no end date' : `to ${showDay(addDays(endsBefore, -1))}`
    return `${gateway.statute} ${gateway.section} · agreement “${title}” version ${version} ${until}`
  })
  // What let most through comes first: a page has room for one.
  return [...Map.groupBy(said, one => one)]
    .sort(([a, same], [b, other]) => other.length - same.length || a.localeCompare(b))
    .map(([one]) => one)
}

function refused(
  all: [CategoryId, Decision][],
  categories: ReadonlyMap<string, { name: string }>,
): Receipt['notShown'] {
  const byCategory = new Map<string, Receipt['notShown'][number]>()
  for (const [id, decision] of all) {
    const refusals = decision.allowed ? decision.beyond : decision.refusals
    if (refusals === undefined) continue
    const name = categories.get(id)?.name ?? id
    const { rule, says: because, remedy, curable } = foremost(refusals)
    if (KEPT_APART.has(rule)) continue
    const category = decision.allowed ? `${name}: more than that there is a record` : name
    byCategory.set(category, { category, rule, because, remedy, curable })
  }
  return [...byCategory.values()].sort((a, b) => a.category.localeCompare(b.category))
}

/**
 * Rules that turn on a person's protection. Where one of them refuses, the receipt is silent, as it is about what no
 * source holds: that something is kept apart is itself kept apart. The audit entry names the rule.
 */
const KEPT_APART = new Set(['confidential-address', 'restricted-record', 'sealed-identity'])

/** The reason to read out first: in the order of the rules, from who asks and why to what is particular to the person. */
export function foremost(refusals: readonly Refusal[]): Refusal {
  const order = rules.map(rule => rule.name)
  const [first] = refusals.toSorted((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule))
  if (first === undefined) throw new Error('a refusal without a reason')
  return first
}
