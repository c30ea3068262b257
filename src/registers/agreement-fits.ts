import type { AgreementEntry, AgreementTerm, GatewayEntry, Tier } from './register-schemas.ts'

const TIERS: Tier[] = ['existence', 'headline', 'content']

type Registers = { gateways: GatewayEntry[]; purposes: { id: string }[]; categories: { id: string }[] }

/** What an agreement says beyond its gateway or beyond the registers, a sentence each; none where it fits. */
export function findMisfits(agreement: AgreementEntry, registers: Registers): string[] {
  const name = `Agreement ${agreement.id} version ${agreement.version}`
  const gateway = registers.gateways.find(each => each.id === agreement.gateway)
  if (gateway === undefined) return [`${name} rests on ${agreement.gateway}, which is not registered.`]
  const wrongs: string[] = []
  if (gateway.supportingOnly)
    wrongs.push(`rests on ${gateway.id} alone, which only supports another gateway.`)
  if (gateway.kind === 'bar') wrongs.push(`rests on ${gateway.id}, which is a bar and no gateway.`)
  if (agreement.validTo < agreement.validFrom) wrongs.push('ends before it begins.')
  for (const id of agreement.supporting)
    if (!registers.gateways.some(each => each.id === id)) wrongs.push(`names ${id}, which is not registered.`)
  for (const [at, term] of agreement.terms.entries())
    wrongs.push(...findTermMisfits(term, gateway, registers).map(wrong => `term ${at + 1} ${wrong}`))
  return wrongs.map(wrong => `${name} ${wrong}`)
}

function findTermMisfits(term: AgreementTerm, gateway: GatewayEntry, registers: Registers): string[] {
  const { allow, deny } = gateway.categories
  const wrongs: string[] = []
  const check = (values: string[], fits: (value: string) => boolean, say: (value: string) => string) => {
    for (const value of values) if (!fits(value)) wrongs.push(say(value))
  }
  check(
    term.disclosers,
    kind => within(gateway.disclosers, kind),
    kind => `lets ${kind} disclose, which ${gateway.id} does not.`,
  )
  check(
    term.recipients,
    kind => within(gateway.recipients, kind),
    kind => `lets ${kind} receive, which ${gateway.id} does not.`,
  )
  check(
    term.purposes,
    id => within(gateway.purposes, id) && registers.purposes.some(each => each.id === id),
    id => `names the purpose ${id}, which ${gateway.id} does not serve.`,
  )
  check(
    term.categories,
    id => within(allow, id) && !deny.includes(id) && registers.categories.some(each => each.id === id),
    id => `names the category ${id}, which ${gateway.id} does not carry.`,
  )
  if (TIERS.indexOf(term.tier) > TIERS.indexOf(gateway.tier))
    wrongs.push(`shows ${term.tier}, and ${gateway.id} goes no further than ${gateway.tier}.`)
  return wrongs
}

/** A gateway that lists none of a kind of thing sets no limit of that kind. */
function within(allowed: string[], value: string): boolean {
  return allowed.length === 0 || allowed.includes(value)
}
