import { dayBetween } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

export const fosterCarersAddress: HardCase = {
  name: 'foster-carers-address',
  says: 'Foster children live at their carers’ address beside the carers’ own child of the same age; older records have them at home.',
  example:
    'Ellie Ward and Kai Doran with the Holdens and their daughter Erin: three people, each one in all lists',
  make: ({ child, home, phone, random, told }) => {
    const [carers, shared] = [home(), { phone: phone() }]
    const year = random.between(2010, 2020)
    return ['ward', 'other', 'own'].flatMap(of => {
      const who = child({ born: dayBetween(random, year, year) })
      const now = { ...who, home: carers }
      const earlier = of === 'own' ? now : who
      return [told(of, earlier, 'health'), told(of, now, 'school', shared), told(of, now, 'care')]
    })
  },
  least: { joined: 0.95, apart: 0.98 },
}
