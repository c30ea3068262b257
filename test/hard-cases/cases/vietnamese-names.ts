import { wordsOf } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const FAMILIES = wordsOf('Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi')
const GIVEN = wordsOf('Lan Hương Minh Tuấn Linh Dũng Thảo Phúc Ngọc Quân Mai Anh')

export const vietnameseNames: HardCase = {
  name: 'vietnamese-names',
  says: 'The family name comes first, Thị or Văn stands between, few family names are borne by most, and marks are lost.',
  example: 'Nguyễn Thị Lan, Lan Nguyen and Thi Lan Nguyen: one person',
  make: ({ adult, random, twice }) => {
    const [given, family, sex] = [random.pick(GIVEN), random.pick(FAMILIES), random.pick(['F', 'M'] as const)]
    const middle = sex === 'F' ? 'Thị' : 'Văn'
    const plain = (name: string): string => name.replaceAll('Đ', 'D').normalize('NFD').replace(/\p{M}/gu, '')
    const written = random.pick([
      { first_name: plain(given), middle_name: '', surname: plain(family) },
      { first_name: plain(`${middle} ${given}`), middle_name: '', surname: plain(family) },
      { first_name: plain(family), middle_name: plain(middle), surname: plain(given) },
    ])
    return twice(adult({ given, middle, family, sex }), written, ['care', 'housing'])
  },
  least: { joined: 0.95 },
}
