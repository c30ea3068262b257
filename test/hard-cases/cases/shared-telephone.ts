import type { HardCase } from '../hard-case.ts'

export const sharedTelephone: HardCase = {
  name: 'shared-telephone',
  says: 'One telephone and one e-mail, those of a hostel or an advice centre, stand on the records of many who have nothing to do with each other.',
  example: 'Six people of six homes with the telephone of one advice centre: six people',
  make: ({ adult, phone, random, told }) => {
    const shared = { phone: phone(), email: `advice${random.below(1_000_000)}@example.org` }
    return ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((of, at) => {
      const who = adult()
      const own = told(of, who, 'adults', shared)
      return at === 0 ? [own, told(of, who, 'housing')] : [own]
    })
  },
  least: { joined: 0.95, apart: 0.98 },
}
