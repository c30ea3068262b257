import { wordsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const FIRST = wordsOf('Mohammed Abdul Syed Muhammad Ahmed Ali Noor Bibi Shah')
const SECOND = wordsOf(
  'Bilal Yusuf Hamza Rahim Karim Imran Faisal Tariq Nasreen Saima Usman Idris Junaid Kashif',
)
const THIRD = wordsOf('Khan Hussain Mahmood Iqbal Akhtar Malik Shah Rehman Aziz Latif Anwar')

export const rotatedNames: HardCase = {
  name: 'rotated-names',
  says: 'A name of three parts is turned round: another part stands first, another last.',
  example: 'Mohammed Bilal Khan and Bilal Khan Mohammed, born on one day: one person',
  make: ({ child, random, twice }) => {
    const [given, middle, family] = [random.pick(FIRST), random.pick(SECOND), random.pick(THIRD)]
    const turned = random.pick([
      { first_name: middle, middle_name: family, surname: given },
      { first_name: family, middle_name: given, surname: middle },
      { first_name: middle, middle_name: given, surname: family },
    ])
    return twice(child({ given, middle, family }), turned)
  },
  least: { joined: 0.22 },
}
