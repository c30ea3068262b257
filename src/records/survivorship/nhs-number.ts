import { showNhsNumber } from '../../kit/identifiers.ts'
import type { SurvivorshipRule } from '../person-record.ts'
import { byContract } from './orders.ts'

const key = (number: string) => number

export const nhsNumber: SurvivorshipRule<string> = {
  field: 'nhsNumber',
  label: 'NHS number',
  says: 'The number that health holds; others hold copies.',
  source: 'Health and Social Care Act 2012 s.251A, consistent identifiers',
  read: ({ content: { identifiers } }) =>
    identifiers?.nhsNumber === undefined ? [] : [identifiers.nhsNumber],
  key,
  order: byContract('health-visiting', key),
  show: showNhsNumber,
}
