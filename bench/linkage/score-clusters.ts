/**
 * How right clusters are beside the truth: one scorer for every engine of the bench, which reads only what they wrote.
 */
import { createReadStream } from 'node:fs'
import { csvParser } from '../../src/kit/csv.ts'

/** Shares from 0 to 1. */
export type Quality = { precision: number; recall: number; f1: number }

/** Pairs of records in one person; and persons whose records are exactly those of one true person. */
export type Scored = { records: number; pairs: Quality; clusters: Quality }

/** Who each record truly is, by the record's fingerprint. */
export type Truth = ReadonlyMap<number, number>

/** Reads the columns `rec_id` and `truth_id` of a file of people. */
export async function readTruth(path: string): Promise<Truth> {
  const truth = new Map<number, number>()
  for await (const [id, person] of readColumns(path, ['rec_id', 'truth_id']))
    truth.set(fingerprint(id), fingerprint(person))
  return truth
}

/** Compares a file with the columns `record_id` and `person_id` with the truth. */
export async function scoreClusters(path: string, truth: Truth): Promise<Scored> {
  const made = numbering()
  const truly = numbering()
  const persons = new Int32Array(2 * truth.size)
  let records = 0
  for await (const [id, person] of readColumns(path, ['record_id', 'person_id'])) {
    const real = truth.get(fingerprint(id))
    if (real === undefined) throw new Error(`${path} has a record that the file of people has not`)
    persons[2 * records] = made.numberOf(fingerprint(person))
    persons[2 * records + 1] = truly.numberOf(real)
    records++
  }
  if (records !== truth.size) throw new Error(`${path} has ${records} records of ${truth.size}`)
  const both = numbering()
  for (let at = 0; at < persons.length; at += 2)
    both.numberOf(persons[at]! * truly.counts.length + persons[at + 1]!)
  const exact = both.keys().filter((key, at) => {
    const count = both.counts[at]!
    const real = key % truly.counts.length
    return made.counts[(key - real) / truly.counts.length] === count && truly.counts[real] === count
  })
  return {
    records,
    pairs: quality(pairsIn(both.counts), pairsIn(made.counts), pairsIn(truly.counts)),
    clusters: quality(exact.length, made.counts.length, truly.counts.length),
  }
}

type Numbering = { numberOf: (key: number) => number; counts: number[]; keys: () => number[] }

/** Numbers keys from 0 in the order in which they come, and counts how often each does. */
function numbering(): Numbering {
  const numbers = new Map<number, number>()
  const counts: number[] = []
  return {
    counts,
    keys: () => [...numbers.keys()],
    numberOf: key => {
      const known = numbers.get(key)
      const number = known ?? counts.length
      if (known === undefined) numbers.set(key, number)
      counts[number] = (counts[number] ?? 0) + 1
      return number
    },
  }
}

const pairsIn = (counts: number[]): number =>
  counts.reduce((sum, records) => sum + (records * (records - 1)) / 2, 0)

function quality(right: number, found: number, real: number): Quality {
  const precision = found === 0 ? 1 : right / found
  const recall = real === 0 ? 1 : right / real
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

/** The cells of these columns, row by row, of a CSV file. */
export async function* readColumns<Names extends readonly string[]>(
  path: string,
  names: readonly [...Names],
): AsyncGenerator<{ [At in keyof Names]: string }> {
  const parser = csvParser()
  let places: number[] | undefined
  for await (const text of createReadStream(path, 'utf8')) {
    for (const { cells } of parser.push(text as string)) {
      if (cells === undefined) throw new Error(`${path} has a row that is no CSV`)
      if (places !== undefined) yield places.map(place => cells[place]!) as { [At in keyof Names]: string }
      else places = names.map(name => placeOf(name, cells, path))
    }
  }
}

function placeOf(name: string, header: string[], path: string): number {
  const place = header.indexOf(name)
  if (place < 0) throw new Error(`${path} has no column ${name}`)
  return place
}

/** 52 bits of a text: ten million records meet by chance in fewer than one run of fifty. */
function fingerprint(text: string): number {
  let [high, low] = [0x9e3779b9, 0x243f6a88]
  for (let at = 0; at < text.length; at++) {
    high = Math.imul(high ^ text.charCodeAt(at), 0x85ebca6b)
    low = Math.imul(low ^ text.charCodeAt(at) ^ (high >>> 15), 0xc2b2ae35)
  }
  return ((high ^ (low >>> 13)) >>> 12) * 2 ** 32 + ((low ^ (high >>> 16)) >>> 0)
}
