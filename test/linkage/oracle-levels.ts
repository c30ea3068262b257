/** The level at which two people's values agree, by strings: what `src/linkage/comparisons.ts` names, from its meaning. */

import { areVariants, isInVariants } from '../../src/linkage/compare/variants.ts'
import { soundOf } from '../../src/linkage/read/values/sound-of-name.ts'
import { isSlip, type Person } from './oracle-person.ts'

/** How a name sounds; empty for none. The key's rules are a table of their own, so it is taken from there. */
export function soundOfName(name: string): string {
  const letters = Uint16Array.from(name, sign => sign.charCodeAt(0))
  return name === '' ? '' : String(soundOf(letters, 0, letters.length))
}

/** For each comparison the name of the level, empty where a value is missing. */
export function levelsOf(a: Person, b: Person, sources: number): Record<string, string> {
  const given = givenLevel(a, b)
  const sex = sameOrNot(a.sex, b.sex)
  const saysGiven = ['exact', 'variant', 'close', 'like'].includes(given)
  return {
    given,
    family: given === 'swapped' ? '' : familyLevel(a, b),
    middle: middleLevel(a.middle, b.middle),
    birthDate: birthLevel(a.born, b.born) || generationLevel(stageOf(a), stageOf(b)),
    sex: given === 'exact' || (saysGiven && sex === 'same') ? '' : sex,
    place: placeLevel(a, b),
    phone: sameOrNot(a.phone, b.phone),
    email: emailLevel(a, b),
    source: sources > 1 ? sourceLevel(a, b) : '',
    'identifier number': numberLevel(a.number, b.number),
    'text work': textLevel(a.work, b.work),
    relatives: relativesLevel(a.children, b.children),
  }
}

const sameOrNot = (one: string, other: string): string =>
  one === '' || other === '' ? '' : one === other ? 'same' : 'different'

function sourceLevel(a: Person, b: Person): string {
  const level = sameOrNot(a.source, b.source)
  return level !== '' && (a.born === '' || b.born === '') ? `${level}Undated` : level
}

type Likeness = 'variant' | 'close' | 'like' | 'unlike'

/** How like two different words are. */
function likeness(a: string, b: string): Likeness {
  if (isInVariants(a) && isInVariants(b)) return areVariants(a, b) ? 'variant' : 'unlike'
  const shorter = Math.min(a.length, b.length)
  if (shorter < 3) return 'unlike'
  const alike = winkler(a, b)
  const isClose = alike >= 0.92 || (shorter >= 4 && isSlip(a, b))
  if (isClose && (shorter >= 5 || a[0] === b[0])) return 'close'
  const isLike = isClose || alike >= 0.8 || soundOfName(a) === soundOfName(b)
  return isLike || isShortened(a, b) || isShortened(b, a) ? 'like' : 'unlike'
}

/** Dan and Daniel, Seun and Oluwaseun. */
const isShortened = (short: string, long: string): boolean =>
  (short.length >= 3 && long.startsWith(short)) || (short.length >= 4 && long.endsWith(short))

const isNear = (a: string, b: string): boolean =>
  a !== '' && b !== '' && (a === b || ['variant', 'close'].includes(likeness(a, b)))

/** Winkler (1990): letters common within reach, in order or not, and a bonus for up to four first letters. */
function winkler(one: string, other: string): number {
  const [a, b] =
    one.length < other.length || (one.length === other.length && one < other) ? [one, other] : [other, one]
  const reach = Math.max(0, Math.floor(b.length / 2) - 1)
  const partner = new Map<number, number>()
  for (const [i, letter] of a.split('').entries()) {
    for (let j = Math.max(0, i - reach); j <= i + reach && j < b.length; j++) {
      if (b[j] !== letter || [...partner.values()].includes(j)) continue
      partner.set(i, j)
      break
    }
  }
  const common = partner.size
  if (common === 0) return 0
  const inA = [...partner.keys()].sort((x, y) => x - y).map(i => a[i])
  const inB = [...partner.values()].sort((x, y) => x - y).map(j => b[j])
  const outOfOrder = inA.filter((letter, at) => letter !== inB[at]).length
  const jaro = (common / a.length + common / b.length + (common - outOfOrder / 2) / common) / 3
  let prefix = 0
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

const isInitialOf = (one: string, other: string): boolean => one.length === 1 && one === other[0]
const shareInitial = (one: string, other: string): boolean =>
  isInitialOf(one, other) || isInitialOf(other, one)

function givenLevel(a: Person, b: Person): string {
  if (a.given === '' || b.given === '') return ''
  if (a.given === b.given) return 'exact'
  if (a.given === b.family && b.given === a.family) return 'swapped'
  const how = likeness(a.given, b.given)
  if (how === 'variant' || how === 'close') return how
  const goesBy = [a.given, a.known].filter(name => [b.given, b.known].includes(name))
  if (goesBy.some(name => name !== '')) return 'variant'
  if (areTurnedRound(a, b)) return 'swapped'
  if (a.middle !== '' && a.given + a.middle === b.given) return 'variant'
  if (b.middle !== '' && b.given + b.middle === a.given) return 'variant'
  if (a.given === b.middle && b.given === a.middle) return 'variant'
  if (isNear(a.given, b.middle) || isNear(b.given, a.middle)) return 'initialOrMiddle'
  if (shareInitial(a.given, b.given)) return 'initialOrMiddle'
  return how === 'like' ? 'like' : 'different'
}

/** Names that stand in each other's columns, or two of them that both records have. */
function areTurnedRound(a: Person, b: Person): boolean {
  if (a.family === '' || b.family === '' || a.family === b.family) return false
  if (isNear(a.given, b.family) && isNear(b.given, a.family)) return true
  const namesOf = ({ given, middle, family }: Person): string[] => {
    const [first = '', last] = [family.split(' ')[0], family.split(' ').at(-1)]
    return [given, middle, first, ...(last === undefined || last === first ? [] : [last])].filter(Boolean)
  }
  const others = namesOf(b)
  const common = namesOf(a).filter(name => {
    const at = others.indexOf(name)
    return at >= 0 && others.splice(at, 1).length > 0
  })
  return common.length >= 2
}

function familyLevel(a: Person, b: Person): string {
  if (a.family === '' || b.family === '') return ''
  if (a.family === b.family) return 'exact'
  if (a.family === b.former || b.family === a.former) return 'formerOrPart'
  if (a.former !== '' && a.former === b.former) return 'formerOrPart'
  if (a.family === b.middle || b.family === a.middle) return 'formerOrPart'
  const ends = ({ family }: Person): string[] => [family.split(' ')[0]!, family.split(' ').at(-1)!]
  if (ends(a).some(part => ends(b).includes(part))) return 'formerOrPart'
  const how = likeness(a.family, b.family)
  return how === 'variant' ? 'close' : how === 'unlike' ? 'different' : how
}

function middleLevel(one: string, other: string): string {
  if (one === '' || other === '') return ''
  if (one === other) return 'exact'
  if (shareInitial(one, other)) return 'initial'
  return isNear(one, other) ? 'exact' : 'different'
}

/** Whether one digit is changed, or two neighbours changed places. */
function isDigitSlip(one: string, other: string): boolean {
  if (one === other || one.length !== other.length) return false
  const differing = [...one].flatMap((digit, at) => (digit === other[at] ? [] : [at]))
  const [first, second] = differing
  if (differing.length === 1) return true
  return (
    differing.length === 2 &&
    second === first! + 1 &&
    one[first!] === other[second] &&
    one[second] === other[first!]
  )
}

function birthLevel(one: string, other: string): string {
  if (one === '' || other === '') return ''
  if (one === other) return 'exact'
  if (
    one.slice(0, 4) === other.slice(0, 4) &&
    one.slice(4, 6) + one.slice(6) === other.slice(6) + other.slice(4, 6)
  )
    return 'dayMonthSwapped'
  if (isDigitSlip(one, other)) return 'oneSlip'
  const yearsApart = Math.abs(Number(one.slice(0, 4)) - Number(other.slice(0, 4)))
  const isGeneration = yearsApart >= 14
  if ([...one].filter((digit, at) => digit !== other[at]).length === 2)
    return isGeneration ? 'otherGeneration' : 'twoSlips'
  if (yearsApart === 0) return 'sameYear'
  return isGeneration ? 'otherGeneration' : 'different'
}

/** Adults were born before 1 September 2008; who has no birth date is what the source says. */
const stageOf = ({ born, stage }: Person): string =>
  born === '' ? stage : born < '20080901' ? 'adult' : 'child'

const generationLevel = (one: string, other: string): string =>
  one !== '' && other !== '' && one !== other ? 'otherGeneration' : ''

function relativesLevel(some: string[], others: string[]): string {
  if (some.length === 0 || others.length === 0) return ''
  return some.some(child => others.includes(child)) ? 'same' : 'different'
}

function placeLevel(a: Person, b: Person): string {
  if (a.uprn !== '' && a.uprn === b.uprn) return 'sameHome'
  const haveStreets = a.street !== '' && b.street !== ''
  const [code, otherCode] = [a.postcode, b.postcode]
  const isOneHouse = a.house === b.house
  const isOneStreet = haveStreets && a.street === b.street
  const isLikeStreet = isOneStreet || (isOneHouse && haveStreets && isNear(a.street, b.street))
  if (!code || !otherCode) {
    if (!haveStreets) return a.uprn !== '' && b.uprn !== '' ? 'different' : ''
    return isLikeStreet && isOneHouse ? 'nearHome' : 'different'
  }
  if (code.text === otherCode.text) {
    if (isOneHouse && (isOneStreet || a.house !== '')) return 'sameHome'
    return isOneHouse && isLikeStreet ? 'nearHome' : 'samePostcode'
  }
  if (isLikeStreet && isOneHouse) return 'nearHome'
  if (code.sector !== '' && code.sector === otherCode.sector) return 'nearPostcode'
  const width = 7
  if (code.digits !== '' && otherCode.digits !== '')
    if (isDigitSlip(code.digits.padEnd(width), otherCode.digits.padEnd(width))) return 'nearPostcode'
  if (code.district !== '' && code.district === otherCode.district) return 'sameDistrict'
  return code.area !== '' && code.area === otherCode.area ? 'sameArea' : 'different'
}

function emailLevel(a: Person, b: Person): string {
  if (a.email === '' || b.email === '') return ''
  if (a.email === b.email) return 'same'
  return a.mailbox !== '' && a.mailbox === b.mailbox ? 'sameMailbox' : 'different'
}

/** Numbers stand flush right, so that a first digit that was left out is one slip. */
function numberLevel(one: string, other: string): string {
  if (one === '' || other === '') return ''
  if (one === other) return 'same'
  const areDigits = /^\d{1,15}$/.test(one) && /^\d{1,15}$/.test(other)
  const width = Math.max(one.length, other.length)
  return areDigits && isDigitSlip(one.padStart(width), other.padStart(width)) ? 'oneSlip' : 'different'
}

function textLevel(one: string, other: string): string {
  if (one === '' || other === '') return ''
  return one === other ? 'exact' : isNear(one, other) ? 'close' : 'different'
}
