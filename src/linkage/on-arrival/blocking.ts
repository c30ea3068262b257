import type { BlockingPart, Model } from './model.ts'
import { type Prepared, soundOf } from './prepare.ts'

/** A block that held more records than the model's cap: it gave no pair at all, whatever the order of records. */
export type CappedBlock = { key: string; records: number }

type Values = Record<BlockingPart, string[]>

/**
 * The keys under which a record meets others: two records are compared if they share one. A sealed record's keys
 * carry its group, so that it never meets a record outside and leaves no trace there.
 */
export function keysOf(record: Prepared, model: Model): string[] {
  const values = valuesOf(record)
  const seal = record.seal === '' ? '' : `sealed ${record.seal}|`
  const keys = model.blocking.rules.flatMap(rule => {
    const parts = rule.split('+').map(part => values[part as BlockingPart])
    return combine(parts).map(combination => `${seal}${rule}:${combination}`)
  })
  return [...new Set(keys)]
}

/** Every way to take one value from each part; none if any part has none. */
const combine = (parts: string[][]): string[] =>
  parts.reduce<string[]>(
    (begun, part, index) =>
      begun.flatMap(start => part.map(value => (index === 0 ? value : `${start}|${value}`))),
    [''],
  )

function valuesOf(record: Prepared): Values {
  const given = [...record.given, record.middle.split(' ')[0] ?? ''].filter(name => name.length > 1)
  const family = [...new Set(record.family.flatMap(name => [name, ...name.split(' ')]))].filter(
    name => name.length > 1,
  )
  const [year, month, day] = record.birthDate.split('-')
  // Day and month are put in order, so that a swapped date meets the right one.
  const birthDay = month && day ? [month < day ? `${month}-${day}` : `${day}-${month}`] : []
  return {
    nhsNumber: some(record.nhsNumber),
    upn: some(record.upn),
    given: record.given,
    givenSound: given.map(soundOf),
    familySound: family.map(soundOf),
    bothSounds: record.given.flatMap(name =>
      family.map(other => [soundOf(name), soundOf(other)].toSorted().join(' ')),
    ),
    birthDate: birthDay.map(ordered => `${year}-${ordered}`),
    birthYear: some(year),
    birthDay,
    postcode: some(record.postcode),
    district: some(record.district),
    phone: some(record.phone),
    email: some(record.email),
    relative: record.relatives,
  }
}

const some = (value: string | undefined): string[] => (value ? [value] : [])

/**
 * The pairs that share at least one key, each once, as positions in `records`; and the blocks above the cap,
 * which are reported because people in them may have been missed.
 */
export function findPairs(
  records: readonly Prepared[],
  model: Model,
): { pairs: Iterable<[number, number]>; caps: CappedBlock[] } {
  const blocks = new Map<string, number[]>()
  for (const [position, record] of records.entries()) {
    for (const key of keysOf(record, model)) {
      const block = blocks.get(key)
      if (block) block.push(position)
      else blocks.set(key, [position])
    }
  }
  const caps: CappedBlock[] = []
  const seen = new Set<number>()
  for (const [key, block] of blocks) {
    if (block.length > model.blocking.cap) caps.push({ key, records: block.length })
    else addPairs(block, records, seen)
  }
  caps.sort((a, b) => (a.key < b.key ? -1 : 1))
  return { pairs: unpack(seen, records.length), caps }
}

function addPairs(block: number[], records: readonly Prepared[], seen: Set<number>): void {
  for (let i = 0; i < block.length; i++) {
    for (let j = i + 1; j < block.length; j++) seen.add((block[i] ?? 0) * records.length + (block[j] ?? 0))
  }
}

function* unpack(packed: Set<number>, count: number): Iterable<[number, number]> {
  for (const pair of packed) yield [Math.floor(pair / count), pair % count]
}
