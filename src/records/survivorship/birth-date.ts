import type { SurvivorshipRule } from '../person-record.ts'
import { byContract } from './orders.ts'

const key = (day: string) => day

export const birthDate: SurvivorshipRule<string> = {
  field: 'birthDate',
  label: 'Date of birth',
  says: 'Health’s date of birth first, because it is notified at birth; then the date that most sources hold.',
  source: 'NHS Act 2006 s.269, notification of births',
  read: ({ content: { identity } }) => (identity?.birthDate === undefined ? [] : [identity.birthDate]),
  key,
  order: byContract('health-visiting', key),
  show: day => day,
}
