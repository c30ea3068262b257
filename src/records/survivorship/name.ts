import type { SurvivorshipRule } from '../person-record.ts'
import { bySources } from './orders.ts'

export type Name = { given: string; family: string }

const key = (name: Name) => `${name.given} ${name.family}`.toLocaleLowerCase('en-GB')

export const name: SurvivorshipRule<Name> = {
  field: 'name',
  label: 'Name',
  says: 'The name that most sources use; if they are even, the one heard of most lately.',
  source: 'A name is what someone is called, so usage decides; all others stay visible',
  read: ({ content: { identity } }) =>
    identity === undefined || (identity.givenName ?? identity.familyName) === undefined
      ? []
      : [{ given: identity.givenName ?? '', family: identity.familyName ?? '' }],
  key,
  order: bySources(key),
  show: ({ given, family }) => `${given} ${family.toLocaleUpperCase('en-GB')}`.trim(),
}
