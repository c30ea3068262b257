import type { SurvivorshipRule } from '../person-record.ts'
import { byNewest } from './orders.ts'

const key = (number: string) => number.replace(/\D/g, '')

export const telephone: SurvivorshipRule<string> = {
  field: 'phone',
  label: 'Telephone',
  says: 'The number heard of most lately.',
  source: 'Numbers change often; the newest is the likeliest to be answered',
  read: ({ content: { 'contact-details': contact } }) => contact?.phones ?? [],
  key,
  order: byNewest(key),
  show: number => number,
}
