import type { Levels } from './compare.ts'
import type { Model } from './model.ts'
import type { ReviewReason } from './record.ts'

export type Judgement = { kind: 'join' } | { kind: 'review'; reason: ReviewReason } | { kind: 'apart' }

/**
 * What is done with one compared pair. Bits say how likely; these rules say where likelihood is not enough,
 * because a wrong join shows one child's life to another child's helpers.
 */
export function judge(levels: Levels, bits: number, model: Model): Judgement {
  const { joinBits, reviewBits } = model.thresholds
  if (sharesIdentifier(levels) && !isBackedUp(levels)) return { kind: 'review', reason: 'identifierAlone' }
  if (levels.birthDate === 'otherGeneration') return { kind: 'apart' }
  if (bits < reviewBits) return { kind: 'apart' }
  if (bits < joinBits)
    return isWorthAsking(levels) ? { kind: 'review', reason: 'nearLine' } : { kind: 'apart' }
  const doubt = findDoubt(levels, bits, model)
  return doubt ? { kind: 'review', reason: doubt } : { kind: 'join' }
}

/** The first reason not to join a pair whose bits would do. */
function findDoubt(levels: Levels, bits: number, model: Model): ReviewReason | undefined {
  if (differInIdentifier(levels)) return 'identifiersDiffer'
  if (levels.given === 'different') return 'givenNameDiffers'
  // Hassan and Hussain sound alike and are brothers, so a sound alone needs an identifier beside it.
  if (levels.given === 'sound' && !sharesIdentifier(levels)) return 'givenNameDiffers'
  // Brothers may both be called Mohammed, and a boy may bear his uncle's name in his uncle's home.
  if (levels.birthDate === 'different' && !sharesIdentifier(levels)) return 'birthDateDiffers'
  if (levels.sex === 'different' && !areSpelledAlike(levels) && !sharesIdentifier(levels)) return 'sexDiffers'
  if (!mayBeOne(levels, bits, model)) return 'sameSource'
  if (levels.family === 'different' && !sharesIdentifier(levels) && !sharesHome(levels))
    return 'familyNameDiffers'
  if (levels.birthDate === 'missing' && !sharesIdentifier(levels)) {
    const isCertain = levels.contact === 'same' && bits >= model.thresholds.withoutHomeBits
    if (!sharesHome(levels) && !isCertain && !isNamedAlikeInOneList(levels, bits, model)) return 'nameOnly'
  }
  return undefined
}

export const sharesIdentifier = (levels: Levels): boolean =>
  levels.nhsNumber === 'same' || levels.upn === 'same'

export const differInIdentifier = (levels: Levels): boolean =>
  levels.nhsNumber === 'different' || levels.upn === 'different'

/**
 * An equal number is not enough by itself: a sister's number is typed on a child's record often enough. The
 * name must fit, or the birth date where there is no name yet, and not everything else may speak against it.
 */
export function isBackedUp(levels: Levels): boolean {
  if (levels.given === 'different' || levels.birthDate === 'otherGeneration') return false
  if (levels.given === 'missing') return isNearDate(levels)
  return isNearDate(levels) || levels.birthDate === 'missing' || levels.family !== 'different'
}

const isNearDate = ({ birthDate }: Levels): boolean =>
  birthDate === 'exact' ||
  birthDate === 'firstOfJanuary' ||
  birthDate === 'dayMonthSwapped' ||
  birthDate === 'oneDigit'

const areSpelledAlike = ({ given }: Levels): boolean =>
  given === 'exact' || given === 'swapped' || given === 'missing'

/**
 * Near the line and the name says brother or sister: an answer would be "no" nearly always, so nobody is asked. But
 * brothers and sisters of one home are not born with day and month swapped: there it is worth asking.
 */
const isWorthAsking = (levels: Levels): boolean =>
  levels.source === 'different' &&
  (levels.given !== 'different' || (levels.birthDate === 'dayMonthSwapped' && levels.place === 'sameAddress'))

/**
 * Whether the sources of two records allow them to be one person. A source keeps its own list free of doubles, so
 * two of its records are one person only on very strong evidence: an equal identifier, or the same name and birth
 * date with one home or with far more bits than a join needs elsewhere. Near names never do, for twins have them.
 * People whom a source only mentions may be one where the name fits.
 */
export function mayBeOne(levels: Levels, bits: number, model: Model): boolean {
  if (levels.source === 'different') return true
  if (levels.sex === 'different' || levels.middle === 'different' || differInIdentifier(levels)) return false
  if (sharesIdentifier(levels)) return isBackedUp(levels)
  if (levels.source === 'bothMentioned') return mayBeOneMention(levels)
  const sameFamily = levels.family === 'exact' || levels.family === 'former'
  if (levels.given !== 'exact' || !sameFamily || levels.birthDate !== 'exact') return false
  return sharesHome(levels) || bits >= model.thresholds.withoutHomeBits
}

/**
 * One address or child, or one telephone in one district: what people of one household share. A telephone alone
 * may be a shelter's, a grandmother's, or handed on to a stranger.
 */
const sharesHome = ({ place, relative, contact, family }: Levels): boolean =>
  place === 'sameAddress' ||
  relative === 'same' ||
  (contact === 'same' && place !== 'different' && family !== 'different')

/** Two contacts of one child are two people, even if father and stepfather have one name, but for a clear repetition. */
function mayBeOneMention(levels: Levels): boolean {
  if (levels.relative !== 'same') return isOneName(levels)
  return levels.given === 'exact' && (levels.contact === 'same' || levels.place === 'sameAddress')
}

const isOneName = ({ given }: Levels): boolean =>
  given === 'exact' || given === 'variant' || given === 'close' || given === 'swapped'

const isNamedAlikeInOneList = ({ source, given, family }: Levels, bits: number, model: Model): boolean =>
  source === 'bothMentioned' &&
  given === 'exact' &&
  family === 'exact' &&
  bits >= model.thresholds.nameOnlyBits
