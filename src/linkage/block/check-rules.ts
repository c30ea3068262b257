import { Fault } from '../../kit/faults.ts'
import type { Columns } from '../model-file.ts'
import { layDictionary } from '../rows/dictionary.ts'
import { layRows } from '../rows/row-layout.ts'
import { makeBlocking, partsOf } from './blocking-rules.ts'

/**
 * Refuses stated rules that no file with these columns could be linked by: with a part that there is not or too many
 * of them, or by values for which the model names no column, which would bring nobody together.
 */
export function refuseUnusableRules(rules: string[], columns: Columns): void {
  const nobody = layDictionary(new Map([['', 0]]))
  makeBlocking(rules, nobody, layRows(columns), columns.identifiers ?? [], columns.text ?? [])
  for (const part of partsOf(rules)) {
    if (/^(identifier|text) /.test(part)) continue
    const missing = rolesOf(part).filter(role => columns[role] === undefined)
    if (missing.length > 0)
      throw new Fault(
        'model-unusable',
        `A blocking rule has "${part}", and the model names no column for ${missing.join(' and ')}. Name it, or leave the rule out.`,
      )
  }
}

function rolesOf(part: string): (keyof Columns)[] {
  if (part === 'names') return ['given', 'family']
  if (part === 'home') return ['addressLine', 'postcode']
  if (part === 'street') return ['addressLine']
  if (part === 'sector' || part === 'district') return ['postcode']
  return [(part.startsWith('birth') ? 'birthDate' : part.replace(/Sound|Initial/, '')) as keyof Columns]
}
