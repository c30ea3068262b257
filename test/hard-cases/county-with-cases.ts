/** A county's file of people with the hard cases among its own records. */
import { createReadStream } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { writeCounty } from '../../src/county/county.ts'
import { PEOPLE_HEADER } from '../../src/county/people-file.ts'
import { randomFor } from '../../src/county/random.ts'
import { csvParser } from '../../src/kit/csv.ts'
import { HARD_CASES } from './all-cases.ts'
import { drawFrom } from './draw.ts'
import type { HardCase, Told } from './hard-case.ts'

/** A case as it stands in the file: the ids of its records, and of whom each is. */
export type Case = { hardCase: HardCase; records: { id: string; of: string }[] }

/** Enough families that the cases are a small part of what an engine learns from. */
export const FAMILIES = 12_000
/** A class has cases until it has so many pairs of one person, of two people, or of both where it is about both. */
const LEAST_PAIRS = 200
const SEED = 11
const TODAY = '2026-11-22'

/** Writes the file and says which of its records are whose case. The same families give the same bytes. */
export async function writeCountyWithCases(path: string, families = FAMILIES): Promise<Case[]> {
  await writeCounty({ families, seed: SEED, people: path, today: TODAY })
  const taken = await nhsNumbersOf(path)
  const cases: Case[] = []
  const rows: string[] = []
  for (const [place, hardCase] of HARD_CASES.entries()) {
    const draw = drawFrom(randomFor(SEED, hardCase.name), taken, place)
    const pairs = { joined: 0, apart: 0 }
    for (let at = 0; isShort(pairs); at++) {
      const told = hardCase.make(draw())
      const records = told.map(({ of }, record) => ({ id: `${hardCase.name}-${at}-${record}`, of }))
      rows.push(...told.map((one, record) => rowOf(one, records[record]!.id, `${hardCase.name}-${at}`)))
      cases.push({ hardCase, records })
      countPairs(records, pairs)
    }
  }
  await appendFile(path, rows.join(''))
  return cases
}

type Pairs = { joined: number; apart: number }

const isShort = ({ joined, apart }: Pairs): boolean =>
  joined + apart === 0 || (joined > 0 && joined < LEAST_PAIRS) || (apart > 0 && apart < LEAST_PAIRS)

function countPairs(records: readonly { of: string }[], pairs: Pairs): void {
  for (const [at, one] of records.entries())
    for (const other of records.slice(at + 1)) pairs[one.of === other.of ? 'joined' : 'apart']++
}

const HEADER = PEOPLE_HEADER.split(',')

function rowOf({ of, row }: Told, id: string, name: string): string {
  const cells: Record<string, string> = {
    ...row,
    rec_id: id,
    truth_id: `${name}-${of}`,
    culture: 'hard-case',
  }
  return `${HEADER.map(column => `"${(cells[column] ?? '').replaceAll('"', '""')}"`).join(',')}\r\n`
}

async function nhsNumbersOf(path: string): Promise<Set<string>> {
  const parser = csvParser()
  const place = HEADER.indexOf('nhs_number')
  const numbers = new Set<string>()
  for await (const text of createReadStream(path, 'utf8'))
    for (const { cells } of parser.push(text as string)) numbers.add(cells?.[place] ?? '')
  return numbers
}
