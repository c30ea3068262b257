import type { Content } from '../feeds/sections.ts'
import type { PersonRecord } from '../records/person-record.ts'

type Section = keyof Content

/**
 * Two feeds of one partner may tell of the same thing: a council's daily extract says that a plan has ended, its return
 * of last spring that it goes on. The newer telling counts, and the older one is left out. Pure.
 */
export function newestTellings(records: readonly PersonRecord[]): PersonRecord[] {
  const newest = new Map<string, PersonRecord>()
  for (const record of records)
    for (const [, thing] of thingsIn(record)) {
      const found = newest.get(thing)
      if (found === undefined || record.asOf > found.asOf) newest.set(thing, record)
    }
  return records.map(record => {
    const old = thingsIn(record).filter(([, thing]) => {
      const other = newest.get(thing)
      return other !== undefined && other.contract !== record.contract && other.asOf > record.asOf
    })
    if (old.length === 0) return record
    const content = { ...record.content }
    for (const [section] of old) delete content[section]
    return { ...record, content }
  })
}

/** Sections that speak of something that began on a day, each with what it speaks of. */
function thingsIn({ content, partnerId, personId }: PersonRecord): [Section, string][] {
  return Object.entries(content).flatMap(([section, said]): [Section, string][] => {
    const { from, type } = (said ?? {}) as { from?: string; type?: string }
    if (from === undefined || section === 'address') return []
    // A placement is one, whatever kind of address a feed calls it.
    const kind = section === 'placement-address' ? '' : type
    return [[section as Section, [personId, partnerId, section, kind, from].join('|')]]
  })
}
