import type { SurvivorshipRule } from '../person-record.ts'
import { byNewest } from './orders.ts'

const key = (day: string) => day

export const expectedDate: SurvivorshipRule<string> = {
  field: 'expectedBirthDate',
  label: 'Expected date of birth',
  says: 'The expected date that was given most lately.',
  source: 'Dates are corrected at each scan',
  read: ({ content: { identity } }) =>
    identity?.expectedBirthDate === undefined ? [] : [identity.expectedBirthDate],
  key,
  order: byNewest(key),
  show: day => day,
}
