import { formsOf, twoForms, wordsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const GIVEN = formsOf(
  'Katarzyna:Kasia Małgorzata:Gosia,Malgorzata Agnieszka:Aga Łukasz:Lukasz Paweł:Pawel Michał:Michal Zofia:Zosia,Sofia Jakub:Kuba,Jacob Aleksandra:Ola Krzysztof:Krzysiek,Christopher Wojciech:Wojtek Magdalena:Magda Mikołaj:Mikolaj,Nicholas',
)
const STEMS = wordsOf('Kowal Wiśniew Kamiń Lewandow Zieliń Szymań Woźniac Dąbrow Jabłoń Nowic Gór Krawczyń')

export const polishNames: HardCase = {
  name: 'polish-names',
  says: 'A woman’s name ends in -ska or, as her husband’s, in -ski; ł, ś and ń lose their marks; Katarzyna is Kasia.',
  example: 'Małgorzata Wiśniewska and Gosia Wisniewski: one person',
  make: ({ adult, random, twice }) => {
    const [given, form] = twoForms(random, GIVEN)
    const stem = random.pick(STEMS)
    const plain = stem.replaceAll('ł', 'l').normalize('NFD').replace(/\p{M}/gu, '')
    const isWoman = given.endsWith('a') && !given.startsWith('Kub')
    const who = adult({ given, sex: isWoman ? 'F' : 'M', family: `${stem}sk${isWoman ? 'a' : 'i'}` })
    const written = random.pick([
      { surname: `${plain}ski` },
      { first_name: form, surname: `${plain}sk${isWoman ? 'a' : 'i'}` },
      { first_name: form },
    ])
    return twice(who, written, ['care', 'housing'])
  },
  least: { joined: 0.79 },
}
