import { isTemporaryUpn } from '../../kit/identifiers.ts'
import type { SurvivorshipRule } from '../person-record.ts'
import { byContract } from './orders.ts'

const key = (upn: string) => upn

export const upn: SurvivorshipRule<string> = {
  field: 'upn',
  label: 'Unique pupil number',
  says: 'A permanent number before a temporary one; the school’s before copies of it.',
  source: 'Education (Pupil Information) (England) Regulations 2005',
  read: ({ content: { identifiers } }) => (identifiers?.upn === undefined ? [] : [identifiers.upn]),
  key,
  order: (a, b) =>
    Number(isTemporaryUpn(a.value)) - Number(isTemporaryUpn(b.value)) || byContract('ctf', key)(a, b),
  show: number => number,
}
