import { formsOf, wordsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const MOHAMMED = wordsOf('Mohammed Muhammad Mohammad Mohamed Mohd Md Muhammed M')
const BOYS = formsOf(
  'Yusuf:Yousaf Bilal:Billal Umar:Omar Hussain:Husnain Zakariya:Zakria Rahim:Raheem Ibraheem:Ibrahim Idrees:Idris',
)
const WOMEN = formsOf(
  'Nasreen:Nasrin Shaheen:Shahin Rukhsana:Rokhsana Fatima:Fathema Parveen:Parvin Shamim:Shameem Zubeda:Zubaida',
)
const FAMILIES = wordsOf('Khan Hussain Ahmed Miah Ali Uddin Mahmood Akhtar Iqbal Rahman')

export const southAsianNames: HardCase = {
  name: 'south-asian-names',
  says: 'Mohammed stands before the name or is left out and is spelt many ways; Begum, Bibi and Khatun stand for a woman’s family name or beside it.',
  example:
    'Mohammed Yusuf Khan and Yousaf Khan: one person; Nasreen Begum and Nasrin Khan, born on one day at one address: one person',
  make: ({ adult, child, random, twice }) => {
    const family = random.pick(FAMILIES)
    if (random.chance(0.5)) {
      const [name = '', spelt = ''] = random.pick(BOYS)
      const who = child({ sex: 'M', given: random.pick(MOHAMMED), middle: name, family })
      return twice(
        who,
        random.chance(0.5)
          ? { first_name: spelt, middle_name: '' }
          : { first_name: `${random.pick(MOHAMMED)} ${spelt}`, middle_name: '' },
      )
    }
    const [name = '', spelt = ''] = random.pick(WOMEN)
    const last = random.pick(['Begum', 'Bibi', 'Khatun', 'Bi'])
    return twice(
      adult({ sex: 'F', given: name, family: last }),
      random.chance(0.5)
        ? { first_name: spelt, surname: family }
        : { first_name: `${spelt} ${last}`, surname: family },
      ['care', 'adults'],
    )
  },
  least: { joined: 0.49 },
}
