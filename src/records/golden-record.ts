import type { Candidate, PersonRecord, SurvivorshipRule, Weighed } from './person-record.ts'
import { birthDate } from './survivorship/birth-date.ts'
import { expectedDate } from './survivorship/expected-date.ts'
import { homeAddress } from './survivorship/home-address.ts'
import { name } from './survivorship/name.ts'
import { nhsNumber } from './survivorship/nhs-number.ts'
import { sex } from './survivorship/sex.ts'
import { telephone } from './survivorship/telephone.ts'
import { upn } from './survivorship/upn.ts'

/** One field of the golden record: what was chosen, by which rule, from whom, and what others say. */
export type GoldenField<V = unknown> = {
  field: string
  label: string
  value: V
  shown: string
  rule: string
  from: Candidate<V>[]
  others: { shown: string; from: Candidate<V>[] }[]
}

/** The golden record: derived from the live source records each time it is read, so it can never be out of date. */
export type GoldenRecord = {
  name: GoldenField<{ given: string; family: string }> | undefined
  birthDate: GoldenField<string> | undefined
  expectedBirthDate: GoldenField<string> | undefined
  sex: GoldenField<string> | undefined
  nhsNumber: GoldenField<string> | undefined
  upn: GoldenField<string> | undefined
  address:
    | GoldenField<{
        line: string | undefined
        postcode: string | undefined
        uprn: string | undefined
        from: string | undefined
      }>
    | undefined
  phone: GoldenField<string> | undefined
  formerNames: string[]
}

/** Chooses each field among the person's records by its survivorship rule. Pure; the order of records does not matter. */
export function goldenRecord(records: readonly PersonRecord[]): GoldenRecord {
  const chosen = choose(name, records)
  return {
    name: chosen,
    birthDate: choose(birthDate, records),
    expectedBirthDate: choose(expectedDate, records),
    sex: choose(sex, records),
    nhsNumber: choose(nhsNumber, records),
    upn: choose(upn, records),
    address: choose(homeAddress, records),
    phone: choose(telephone, records),
    formerNames: formerNames(records, chosen?.shown),
  }
}

/** The fields of a golden record that some source fills, in reading order. */
export function goldenFields(golden: GoldenRecord): GoldenField[] {
  const { name, birthDate, expectedBirthDate, sex, nhsNumber, upn, address, phone } = golden
  return [name, birthDate, expectedBirthDate, sex, nhsNumber, upn, address, phone].filter(
    f => f !== undefined,
  )
}

function choose<V>(rule: SurvivorshipRule<V>, records: readonly PersonRecord[]): GoldenField<V> | undefined {
  const weighed = weigh(rule, records).sort((a, b) => rule.order(a, b))
  const [first, ...rest] = weighed
  if (first === undefined) return undefined
  return {
    field: rule.field,
    label: rule.label,
    value: first.value,
    shown: rule.show(first.value),
    rule: rule.says,
    from: first.candidates,
    others: rest.map(other => ({ shown: rule.show(other.value), from: other.candidates })),
  }
}

function weigh<V>(rule: SurvivorshipRule<V>, records: readonly PersonRecord[]): Weighed<V>[] {
  const byKey = new Map<string, Candidate<V>[]>()
  for (const record of records) {
    for (const value of rule.read(record)) {
      const { partnerId, contract, asOf, validFrom: from } = record
      const same = byKey.get(rule.key(value)) ?? []
      byKey.set(rule.key(value), [...same, { value, partnerId, contract, asOf, from }])
    }
  }
  return [...byKey.values()].map(all => {
    const candidates = all.sort(newestFirst)
    const [newest] = candidates
    if (newest === undefined) throw new Error('a value without a candidate')
    return {
      value: newest.value,
      candidates,
      sources: new Set(all.map(c => c.partnerId)).size,
      newest: newest.asOf,
    }
  })
}

function newestFirst(a: Candidate<unknown>, b: Candidate<unknown>): number {
  return (
    b.asOf.getTime() - a.asOf.getTime() ||
    a.partnerId.localeCompare(b.partnerId) ||
    JSON.stringify(a.value).localeCompare(JSON.stringify(b.value))
  )
}

/** Every other name that a source has held for the person: an earlier name is how records are found again. */
function formerNames(records: readonly PersonRecord[], chosen: string | undefined): string[] {
  const shown = new Set<string>()
  for (const { content } of records) {
    const { identity } = content
    if (identity === undefined) continue
    const given = identity.givenName ?? ''
    shown.add(name.show({ given, family: identity.familyName ?? '' }))
    if (identity.formerFamilyName !== undefined)
      shown.add(name.show({ given, family: identity.formerFamilyName }))
    for (const other of identity.otherNames ?? [])
      shown.add(
        name.show({ given: other.givenName ?? given, family: other.familyName ?? identity.familyName ?? '' }),
      )
  }
  shown.delete(chosen ?? '')
  shown.delete('')
  return [...shown].sort()
}
