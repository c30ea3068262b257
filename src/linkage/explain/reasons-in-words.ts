import type { ReviewReason } from './review-pairs.ts'

/** Why the engine left a pair to people, in one sentence: for whoever is asked about it, and for `link explain`. */
export const REASON_IN_WORDS: Record<ReviewReason, string> = {
  nearLine: 'The evidence is too weak to join them and too strong to leave them.',
  identifiersDiffer: 'Two different valid numbers are never joined by the engine.',
  identifierAlone: 'The number agrees and the person does not: it may be a brother’s or sister’s.',
  givenNameDiffers:
    'Another given name is joined only on very strong evidence: twins differ in nothing else.',
  birthDateDiffers: 'Quite different dates of birth are never joined by the engine without an equal number.',
  sexDiffers: 'Near names of different sex are never joined by the engine without an equal number.',
  mayBeTwins:
    'One list, which holds a person once, has both, born on one day with different names: they may be twins, whom nothing but an equal number joins.',
  nameAlone: 'Without dates of birth, a name joins nobody who shares neither home nor telephone.',
  twoContacts: 'One list names both beside one child, as it would name two people.',
  incoherent: 'It fits one record of the person and speaks against another.',
  contradiction: 'People decided both ways.',
}

/** Bits as sentences have them. */
export const inBits = (bits: number): string => `${bits.toFixed(1).replace('-', '−')} bits`
