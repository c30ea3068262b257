import type { HardCase } from '../hard-case.ts'

export const coupleSharingAnEMail: HardCase = {
  name: 'couple-sharing-an-e-mail',
  says: 'Husband and wife share e-mail, telephone, family name and home; at times their initial too.',
  example: 'Sarah and Simon Holden, thesholdens@example.org: two people',
  make: ({ adult, phone, random, told }) => {
    const wife = adult({ sex: 'F' })
    const husband = adult({ sex: 'M', family: wife.family, home: wife.home })
    const shared = { phone: phone(), email: `family${random.below(1_000_000)}@example.org` }
    const undated = { ...shared, dob: '' }
    return [
      told('wife', wife, 'school', undated),
      told('wife', wife, 'adults', shared),
      told('husband', husband, 'school', undated),
      told('husband', husband, 'housing', shared),
    ]
  },
  least: { joined: 0.95, apart: 0.98 },
}
