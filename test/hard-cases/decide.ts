/** How a run decided the hard cases. */
import { createReadStream } from 'node:fs'
import { csvParser } from '../../src/kit/csv.ts'
import type { Case } from './county-with-cases.ts'
import type { HardCase } from './hard-case.ts'

/** Pairs of records of one case: how many there are and how many were decided rightly. */
export type Count = { right: number; of: number }

/** `joined` counts pairs of one person that ended in one cluster, `apart` pairs of two people that did not. */
export type Decided = { hardCase: HardCase; joined: Count; apart: Count }

/** Counts what a file of clusters made of the cases, class by class. */
export async function decideCases(cases: readonly Case[], clusters: string): Promise<Decided[]> {
  const personOf = await readClusters(clusters)
  const byClass = new Map<HardCase, Decided>()
  for (const { hardCase, records } of cases) {
    const decided = byClass.get(hardCase) ?? { hardCase, joined: none(), apart: none() }
    byClass.set(hardCase, decided)
    for (const [at, one] of records.entries()) {
      for (const other of records.slice(at + 1)) {
        const isTogether = personOf.get(one.id) === personOf.get(other.id)
        const count = one.of === other.of ? decided.joined : decided.apart
        count.of++
        if (isTogether === (one.of === other.of)) count.right++
      }
    }
  }
  return [...byClass.values()]
}

const none = (): Count => ({ right: 0, of: 0 })

export const shareOf = ({ right, of }: Count): number => (of === 0 ? 1 : right / of)

async function readClusters(path: string): Promise<Map<string, string>> {
  const parser = csvParser()
  const persons = new Map<string, string>()
  for await (const text of createReadStream(path, 'utf8'))
    for (const { cells } of parser.push(text as string)) {
      const [, record = '', person = ''] = cells ?? []
      persons.set(record, person)
    }
  return persons
}
