import { formsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const LIKE = formsOf(
  'Hassan:Hussain Ella:Emma Jayden:Hayden Amina:Amira Lily:Lila Maya:Mia Harry:Henry Zara:Sara Aisha:Anisha Jack:Jake Emily:Emilia Ali:Adil Samir:Samira Olivia:Oliwia Noah:Noel Finn:Flynn Kai:Kian Hana:Hania Yusuf:Yunus Freya:Faye Ivan:Iwan Tia:Tilly Lena:Leah Bilal:Hilal',
)

export const twinsOfLikeNames: HardCase = {
  name: 'twins-of-like-names',
  says: 'Twins of one sex whose given names are a letter or a syllable apart: a slip of the hand would look the same.',
  example: 'Hassan and Hussain Iqbal, born 3 May 2019, each known to health and to a school: two people',
  make: ({ child, random, told }) => {
    const [given = '', like = ''] = random.pick(LIKE)
    const one = child({ given })
    const other = { ...one, given: like }
    return [
      told('one', one, 'health'),
      told('one', one, 'school'),
      told('other', other, 'health'),
      told('other', other, 'school'),
    ]
  },
  least: { joined: 0.95, apart: 0.98 },
}
