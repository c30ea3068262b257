import { damerauLevenshtein } from '../../kit/names.ts'
import { COMPARISONS, type Comparison, type Levels } from './compare.ts'
import { differInIdentifier, type Judgement, judge } from './judge.ts'
import type { Model } from './model.ts'
import { type Prepared, prepare } from './prepare.ts'
import type { LinkRecord, ReviewReason } from './record.ts'
import { makeScorer, probabilityOf, score, weightOf } from './weights.ts'

/** Why two records are, may be or are not one person, for the person who has to decide. */
export type Evidence = {
  /** Log2 odds that both are one person; 0 is evens. */
  bits: number
  probability: number
  decision: Judgement['kind']
  /** Sentences for people, the strongest evidence first. No number of a person is among them. */
  words: string[]
  /** What was compared, at which level it agreed, and the bits for (above 0) or against it beside a household member or stranger. */
  levels: { comparison: Comparison; level: string; bits: number }[]
  /** What would change the decision, as sentences. */
  whatWouldChange: string[]
}

/**
 * Explains one pair with the scorer that links. Records of different seal groups give `undefined`: nothing is
 * computed about them.
 */
export function explainPair(one: LinkRecord, other: LinkRecord, model: Model): Evidence | undefined {
  if ((one.sealGroup ?? '') !== (other.sealGroup ?? '')) return undefined
  const scorer = makeScorer(model)
  const [a, b] = [prepare(one, model), prepare(other, model)]
  const { bits, levels } = score(a, b, scorer)
  const judgement = judge(levels, bits, model)
  const parts = COMPARISONS.filter(comparison => levels[comparison] !== 'missing').map(comparison => {
    const weight = weightOf(comparison, levels, a, scorer)
    const against = Math.max(weight.household, weight.unrelated)
    return {
      comparison,
      level: levels[comparison],
      bits: weight.same - against,
      strength: weight.same - weight.unrelated,
    }
  })
  parts.sort((x, y) => Math.abs(y.strength) - Math.abs(x.strength))
  const said = parts.filter(({ comparison }) => comparison !== 'source' || levels.source !== 'different')
  return {
    bits,
    probability: probabilityOf(bits),
    decision: judgement.kind,
    words: said.map(({ comparison }) => sentence(comparison, levels, a, b)),
    levels: parts.map(({ comparison, level, bits: weight }) => ({ comparison, level, bits: weight })),
    whatWouldChange: [...reasonWords(judgement), ...changeWords(levels, judgement)],
  }
}

/** One comparison as a sentence. Names and dates are quoted, because a reader must see them to judge. */
function sentence(comparison: Comparison, levels: Levels, a: Prepared, b: Prepared): string {
  if (comparison === 'given' || comparison === 'family') return nameSentence(comparison, levels, a, b)
  if (comparison === 'birthDate') return dateSentence(levels.birthDate, a, b)
  const says: Partial<Record<Comparison, Record<string, string>>> = {
    middle: {
      exact: 'Same middle name.',
      initial: 'Middle names share an initial.',
      different: 'Middle names differ.',
    },
    sex: { same: 'Same sex.', different: 'Sex differs.' },
    place: {
      sameAddress: 'Same address.',
      samePostcode: 'Same postcode.',
      sameDistrict: 'Addresses differ, in the same postcode district.',
      different: 'Addresses differ.',
    },
    contact: { same: 'Same telephone or e-mail.', different: 'Telephone or e-mail differs.' },
    relative: {
      same: 'Tied to the same child or parent.',
      different: 'Tied to different children or parents.',
    },
    nhsNumber: { same: 'Same NHS number.', different: 'NHS numbers differ.' },
    upn: { same: 'Same unique pupil number.', different: 'Unique pupil numbers differ.' },
    source: {
      same: 'Both stand in the list of one partner, which should hold a person once.',
      bothMentioned: 'One partner mentions both beside somebody else.',
    },
  }
  return says[comparison]?.[levels[comparison]] ?? ''
}

function nameSentence(field: 'given' | 'family', levels: Levels, a: Prepared, b: Prepared): string {
  const name = field === 'given' ? 'Given name' : 'Family name'
  const [one, other] = [showName(a[field][0]), showName(b[field][0])]
  const steps = damerauLevenshtein(a[field][0] ?? '', b[field][0] ?? '')
  const says: Record<string, string> = {
    exact: `Same ${name.toLowerCase()}.`,
    variant: `${name}s are forms of one name: ${one}, ${other}.`,
    close:
      steps === 1
        ? `${name} differs by one letter: ${one}, ${other}.`
        : `${name}s are spelled alike: ${one}, ${other}.`,
    middle: `The given name of one is a middle name of the other: ${one}, ${other}.`,
    initial: `Given name is only an initial in one record: ${one}, ${other}.`,
    swapped:
      field === 'given' ? 'Given and family name are swapped.' : 'The same two names, in the other order.',
    sound: `${name}s sound alike: ${one}, ${other}.`,
    former: `The family name of one is a former or other name of the other: ${one}, ${other}.`,
    part: `Family names share a part: ${one}, ${other}.`,
    different: `${name} differs: ${one}, ${other}.`,
  }
  return says[levels[field]] ?? ''
}

const showName = (name = ''): string => name.replace(/(^| )\p{L}/gu, letter => letter.toUpperCase())

function dateSentence(level: Levels['birthDate'], a: Prepared, b: Prepared): string {
  const both = `${a.birthDate}, ${b.birthDate}`
  const says: Record<string, string> = {
    exact: 'Same date of birth.',
    firstOfJanuary: 'Same date of birth, 1 January, which is often written where the day is not known.',
    dayMonthSwapped: `Day and month of birth are swapped: ${both}.`,
    oneDigit: `Date of birth differs by one digit: ${both}.`,
    sameYear: `Dates of birth differ, in the same year: ${both}.`,
    different: `Dates of birth differ: ${both}.`,
    otherGeneration: 'They are of two generations, such as parent and child.',
  }
  return says[level] ?? ''
}

const REASONS: Record<ReviewReason, string> = {
  nearLine: 'The evidence is too weak to join them and too strong to leave them.',
  identifiersDiffer: 'Two different valid numbers are never joined by the engine.',
  identifierAlone: 'The number agrees and the person does not: it may be a brother’s or sister’s.',
  givenNameDiffers: 'A different given name is never joined by the engine: twins differ in nothing else.',
  familyNameDiffers: 'Another family name joins nobody who shares neither home nor number.',
  birthDateDiffers: 'Quite different dates of birth are never joined by the engine without an equal number.',
  sexDiffers: 'Near names of different sex are never joined by the engine.',
  sameSource: 'Two records of one partner are joined only on very strong evidence.',
  nameOnly: 'Without dates of birth, a name joins nobody who shares neither home nor telephone.',
  rival: 'Another record fits nearly as well.',
  incoherent: 'It fits one record of the person and speaks against another.',
  contradiction: 'People decided both ways.',
}

const reasonWords = (judgement: Judgement): string[] =>
  judgement.kind === 'review' ? [REASONS[judgement.reason]] : []

function changeWords(levels: Levels, judgement: Judgement): string[] {
  if (judgement.kind === 'join') {
    const words = ['A decision that they are different people would part them.']
    return differInIdentifier(levels) || levels.nhsNumber === 'same'
      ? words
      : ['Two different valid NHS numbers would part them.', ...words]
  }
  const words = ['A decision that they are the same person would join them.']
  if (levels.nhsNumber === 'missing' && levels.given !== 'different')
    words.unshift('The same NHS number on both would join them.')
  if (levels.birthDate === 'missing') words.unshift('A date of birth on both would tell more.')
  return words
}
