import { formsOf, twoForms, wordsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const FIRST = wordsOf('Xin Yu Mei Zi Jia Wing Ka Tsz Chun Lok Hao Jun Wai Siu')
const SECOND = wordsOf('Yi Tong Ling Han Qi Yan Ching Hin Hei Ran Jie Ming Ho Wah')
const FAMILIES = formsOf(
  'Chan:Chen,Tan Wong:Wang,Huang Cheung:Zhang,Chang Ng:Wu,Ng Lau:Liu,Low Lam:Lin,Lim Lee:Li,Lei Chow:Zhou,Chau',
)
const ENGLISH = wordsOf('Kelly Jason Vivian Kenneth Winnie Raymond Fiona Eric Cherry Jacky')

export const chineseNames: HardCase = {
  name: 'chinese-names',
  says: 'A given name of two syllables is written as one word, as two, or as given and middle name; the family name comes first or in another transcription; an English name stands before it all.',
  example: 'Xin Yi Wong, Xinyi Wong, Wong Xin-Yi and Kelly Xin Yi Wong: one person',
  make: ({ child, random, twice }) => {
    const [first, second] = [random.pick(FIRST), random.pick(SECOND)]
    const [family, other] = twoForms(random, FAMILIES)
    const joined = first + second.toLowerCase()
    const who = child({ given: `${first} ${second}`, family })
    const written = random.pick([
      { first_name: joined },
      { first_name: first, middle_name: second },
      { first_name: family, surname: `${first} ${second}` },
      { first_name: `${first}-${second}` },
      { first_name: random.pick(ENGLISH), middle_name: `${first} ${second}` },
      { first_name: joined, surname: other },
    ])
    return twice(who, written)
  },
  least: { joined: 0.64 },
}
