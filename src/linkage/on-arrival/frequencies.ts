import type { Model } from './model.ts'
import type { Prepared } from './prepare.ts'
import type { LinkRecord } from './record.ts'

/** A name carried by fewer records is left out of the model: it is rare enough, and the file then names nobody. */
const LEAST_RECORDS = 10
/** A share below this is as good as rare. */
const LEAST_SHARE = 0.0003

/** How common names are among these records, as the share of records that carry each. */
export function termFrequencies(records: readonly Prepared[], base: Model): Model['termFrequencies'] {
  return { given: frequenciesOf('given', records, base), family: frequenciesOf('family', records, base) }
}

function frequenciesOf(
  field: 'given' | 'family',
  records: readonly Prepared[],
  base: Model,
): Model['termFrequencies']['given'] {
  const counts = countBy(records.map(record => record[field][0] ?? '').filter(name => name !== ''))
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (total < 200) return base.termFrequencies[field]
  const names: Record<string, number> = {}
  let rareRecords = 0
  let chanceAgreements = 0
  for (const [name, count] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const share = count / total
    if (count >= LEAST_RECORDS && share >= LEAST_SHARE) names[name] = Number(share.toPrecision(3))
    else {
      rareRecords += count
      chanceAgreements += count * share
    }
  }
  // The likely share of a rare name's bearer, not the mean over names, because common ones are met more often.
  const otherwise = rareRecords === 0 ? LEAST_SHARE : chanceAgreements / rareRecords
  return { otherwise: Number(Math.max(otherwise, 1e-6).toPrecision(3)), names }
}

/**
 * The base model's default dates, and dates that one source holds far too often: its way of writing "not known".
 * A true birthday is shared by a handful; a date held thirty times as often as that source's dates commonly are
 * is no birthday.
 */
export function findDefaultDates(records: readonly LinkRecord[], base: Model): Model['defaultDates'] {
  const found = [...base.defaultDates]
  const bySource = Map.groupBy(records, record => record.source)
  for (const [source, own] of [...bySource].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const counts = countBy(own.map(record => record.birthDate ?? '').filter(date => date !== ''))
    const typical = [...counts.values()].toSorted((a, b) => a - b)[Math.floor(counts.size / 2)] ?? 0
    for (const [date, count] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const isKnown = found.some(entry => entry.date === date && (entry.source ?? source) === source)
      if (count >= LEAST_RECORDS && count >= 30 * typical && !isKnown) found.push({ date, source })
    }
  }
  return found
}

function countBy(values: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
