/**
 * Splink beside the engine: its virtual environment, which is made on demand and outside the repository, and its runs.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Measured, runMeasured } from './run-measured.ts'
import { SAME_RULES, SPLINK_LEAVES_OUT } from './same-rules.ts'

const SPLINK = new URL('../splink', import.meta.url).pathname

/** Makes a virtual environment with the version of Splink that the bench states, unless it is there. */
export function prepareSplink(venv: string): string {
  const python = join(venv, 'bin', 'python')
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', venv])
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
  execFileSync(python, [...pip, '-r', join(SPLINK, 'requirements.txt')], { stdio: 'inherit' })
  return python
}

export type SplinkOptions = {
  /** Probabilities at which pairs are joined too, each into a file of its own. */
  alsoAt?: number[]
}

/** Links a file of people into `out`. */
export async function runSplink(
  python: string,
  people: string,
  out: string,
  options: SplinkOptions = {},
): Promise<Measured> {
  const blocking = SAME_RULES.map(({ splinks }) => splinks)
  const asked = { blocking, without: SPLINK_LEAVES_OUT, ...options }
  return await runMeasured(python, scriptWith(people, out, asked))
}

/** The pairs that Splink's rules bring together, each once. */
export async function countSplinksPairs(python: string, people: string): Promise<number> {
  const blocking = SAME_RULES.map(({ splinks }) => splinks)
  const { output } = await runMeasured(python, scriptWith(people, '', { blocking, countPairs: true }))
  return (JSON.parse(output) as { pairs: number }).pairs
}

const scriptWith = (people: string, out: string, options: object): string[] => [
  join(SPLINK, 'link_people.py'),
  people,
  out,
  JSON.stringify(options),
]
