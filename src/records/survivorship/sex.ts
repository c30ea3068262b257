import type { SurvivorshipRule } from '../person-record.ts'
import { bySources } from './orders.ts'

const key = (sex: string) => sex

export const sex: SurvivorshipRule<string> = {
  field: 'sex',
  label: 'Sex',
  says: 'What most sources record; if they are even, what was recorded most lately.',
  source: 'No source is held to be better than another',
  read: ({ content: { identity } }) => (identity?.sex === undefined ? [] : [identity.sex]),
  key,
  order: bySources(key),
  show: value => value,
}
