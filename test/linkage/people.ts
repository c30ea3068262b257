/** A small synthetic county's people as a file, for tests of linking. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeCounty } from '../../src/county/county.ts'
import type { Linked } from '../../src/linkage/judge-pairs.ts'
import { readModelFile } from '../../src/linkage/model-file.ts'
import { writePairs } from '../../src/linkage/write/write-pairs.ts'

const ROOT = new URL('../..', import.meta.url).pathname
export const MODEL_PATH = join(ROOT, 'examples/models/county-people.json')
export const MODEL = readModelFile(readFileSync(MODEL_PATH, 'utf8'), 'county-people.json')

export const folder = mkdtempSync(join(tmpdir(), 'family-hub-people-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Writes people of so many families; gives the file's path. */
export async function peopleOf(families: number, seed = 3): Promise<string> {
  const path = join(folder, `people-${families}-${seed}.csv`)
  await writeCounty({ families, seed, today: '2026-11-22', people: path })
  return path
}

export const linesOf = (path: string): string[] => readFileSync(path, 'utf8').trimEnd().split('\n')

let files = 0
export function fileOf(lines: readonly string[]): string {
  const path = join(folder, `${files++}.csv`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

/** Between two ids of a pair: no id has it, while a contact's has the spaces of a name. */
export const BETWEEN = '\t'

/** What `--pairs` says of each pair, by the two ids: weight, probability and the levels that there are. */
export function pairsOf(linked: Linked): Map<string, string> {
  const path = join(folder, `${files++}-pairs.csv`)
  writePairs(path, linked)
  return new Map(
    linesOf(path)
      .slice(1)
      .map(line => line.split(','))
      .map(cells => [`${cells[1]}${BETWEEN}${cells[3]}`, cells.slice(4).filter(Boolean).join(',')]),
  )
}
