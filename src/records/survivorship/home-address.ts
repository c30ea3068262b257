import { placeKey } from '../../kit/names.ts'
import type { PersonRecord, SurvivorshipRule } from '../person-record.ts'
import { bySources } from './orders.ts'

export type Home = {
  line: string | undefined
  postcode: string | undefined
  uprn: string | undefined
  from: string | undefined
}

const key = (home: Home) =>
  placeKey(home.line, home.postcode, home.uprn) ?? `${home.line ?? ''} ${home.postcode ?? ''}`

export const homeAddress: SurvivorshipRule<Home> = {
  field: 'address',
  label: 'Home address',
  says: 'The address that most sources hold; if they are even, the one into which the person moved last, as far as a source says.',
  source:
    'Two sources that agree say more than one; between equals a dated move says more than an undated record',
  read: ({ content: { address } }: PersonRecord) =>
    address === undefined || address.to !== undefined || (address.line ?? address.postcode) === undefined
      ? []
      : [{ line: address.line, postcode: address.postcode, uprn: address.uprn, from: address.from }],
  key,
  order: (a, b) =>
    b.sources - a.sources || (b.value.from ?? '').localeCompare(a.value.from ?? '') || bySources(key)(a, b),
  show: home => [home.line, home.postcode].filter(part => part !== undefined).join(', '),
}
