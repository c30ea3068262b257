import type { HardCase } from '../hard-case.ts'

export const schoolsAddress: HardCase = {
  name: 'schools-address',
  says: 'A school wrote its own address and telephone where a pupil’s were not known.',
  example: 'Three pupils at the address of their school: three people, each known to health at home',
  make: ({ child, home, phone, told }) => {
    const school = home()
    const shared = { phone: phone() }
    return ['a', 'b', 'c'].flatMap(of => {
      const who = child()
      return [told(of, { ...who, home: school }, 'school', shared), told(of, who, 'health')]
    })
  },
  least: { joined: 0.95, apart: 0.98 },
}
