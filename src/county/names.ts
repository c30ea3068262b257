/**
 * Who the county's families are: naming cultures with their own lists and customs, written for this county of nobody.
 */
import arabic from './names/arabic.json' with { type: 'json' }
import bangladeshi from './names/bangladeshi.json' with { type: 'json' }
import blackAfrican from './names/black-african.json' with { type: 'json' }
import british from './names/british.json' with { type: 'json' }
import chinese from './names/chinese.json' with { type: 'json' }
import indian from './names/indian.json' with { type: 'json' }
import pakistani from './names/pakistani.json' with { type: 'json' }
import polish from './names/polish.json' with { type: 'json' }
import romanian from './names/romanian.json' with { type: 'json' }
import traveller from './names/traveller.json' with { type: 'json' }
import type { Random, Weighted } from './random.ts'
import { draw, weigh } from './random.ts'

export type Sex = 'F' | 'M'

export type CultureName =
  | 'white-british'
  | 'pakistani'
  | 'indian'
  | 'bangladeshi'
  | 'polish'
  | 'romanian'
  | 'black-african'
  | 'chinese'
  | 'irish-traveller'
  | 'arabic'

interface NameLists {
  girls: string
  boys: string
  women?: string
  men?: string
  families: string
  womensLast?: string
}

interface Culture {
  child: Record<Sex, Weighted<string>>
  adult: Record<Sex, Weighted<string>>
  families: Weighted<string>
  /** Last names that women keep as their own and do not hand on (Begum, Bibi): a mother's differs from her child's. */
  womensLast: Weighted<string> | undefined
  ethnicity: string
  language: string
}

function readList(text: string): Weighted<string> {
  return weigh(
    text.split(' ').map(entry => {
      const [name = '', weight = '1'] = entry.split(':')
      return [name.replaceAll('_', ' '), Number(weight)] as const
    }),
  )
}

function readCulture(lists: NameLists, ethnicity: string, language: string): Culture {
  const girls = readList(lists.girls)
  const boys = readList(lists.boys)
  return {
    child: { F: girls, M: boys },
    adult: {
      F: lists.women === undefined ? girls : readList(lists.women),
      M: lists.men === undefined ? boys : readList(lists.men),
    },
    families: readList(lists.families),
    womensLast: lists.womensLast === undefined ? undefined : readList(lists.womensLast),
    ethnicity,
    language,
  }
}

/** Ethnicity and language codes are those of the school census common basic data set. */
const CULTURES: Record<CultureName, Culture> = {
  'white-british': readCulture(british, 'WBRI', 'ENG'),
  pakistani: readCulture(pakistani, 'APKN', 'URD'),
  indian: readCulture(indian, 'AIND', 'GUJ'),
  bangladeshi: readCulture(bangladeshi, 'ABAN', 'BNG'),
  polish: readCulture(polish, 'WOTH', 'POL'),
  romanian: readCulture(romanian, 'WROM', 'RMN'),
  'black-african': readCulture(blackAfrican, 'BAFR', 'ENG'),
  chinese: readCulture(chinese, 'CHNE', 'CHI'),
  'irish-traveller': readCulture(traveller, 'WIRT', 'ENG'),
  arabic: readCulture(arabic, 'OOTH', 'ARA'),
}

/** Shares of families, larger than the county's for the smaller groups so that each can be measured. */
const SHARES = weigh<CultureName>([
  ['white-british', 62],
  ['pakistani', 15],
  ['indian', 7],
  ['bangladeshi', 3],
  ['polish', 4],
  ['romanian', 2.2],
  ['black-african', 2.4],
  ['chinese', 1.2],
  ['irish-traveller', 1],
  ['arabic', 2.2],
])

/** A culture for a family, by the shares of the county. */
export function drawCulture(random: Random): CultureName {
  return draw(random, SHARES)
}

/** The school census codes for this culture's usual ethnicity and home language. */
export function codesOf(culture: CultureName): { ethnicity: string; language: string } {
  return CULTURES[culture]
}

/** A child's or an adult's given name; adults carry the names of their generation. */
export function drawGiven(
  random: Random,
  culture: CultureName,
  sex: Sex,
  generation: 'child' | 'adult',
): string {
  return draw(random, CULTURES[culture][generation][sex])
}

/** The name that a family hands on. */
export function drawFamily(random: Random, culture: CultureName): string {
  const name = draw(random, CULTURES[culture].families)
  if (culture !== 'white-british' || !random.chance(0.03)) return name
  const second = draw(random, CULTURES[culture].families)
  return second === name ? name : `${name}-${second}`
}

/** The family name as a woman or girl bears it: Polish names in -ski take -ska, some South Asian women keep their own. */
export function familyNameFor(
  random: Random,
  culture: CultureName,
  sex: Sex,
  family: string,
  adult: boolean,
): string {
  if (sex === 'M') return family
  if (culture === 'polish' && /[sc]ki$/.test(family) && random.chance(0.7)) return family.replace(/i$/, 'a')
  const own = CULTURES[culture].womensLast
  if (own !== undefined && random.chance(adult ? 0.45 : 0.08)) return draw(random, own)
  return family
}
