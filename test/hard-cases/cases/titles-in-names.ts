import type { HardCase } from '../hard-case.ts'

export const titlesInNames: HardCase = {
  name: 'titles-in-names',
  says: 'A title stands inside a name, before it or behind.',
  example:
    'Mrs Sarah Holden, Sarah Holden (Mrs) and Sarah Holden: one person; her husband Mr S Holden: another',
  make: ({ adult, random, told, twice }) => {
    const who = adult({ sex: 'F' })
    const husband = adult({ sex: 'M', family: who.family, home: who.home })
    const title = random.pick(['Mrs', 'Ms', 'Miss', 'Dr', 'Mrs.', 'MRS', 'Rev', 'Prof'])
    const written = random.pick([
      { first_name: `${title} ${who.given}` },
      { surname: `${who.family} (${title})` },
      { first_name: `${title} ${who.given}`, surname: who.family.toUpperCase() },
      { surname: `${title} ${who.family}` },
    ])
    const mister = { first_name: `Mr ${husband.given}`, dob: '' }
    return [...twice(who, written, ['care', 'housing']), told('husband', husband, 'housing', mister)]
  },
  least: { joined: 0.95, apart: 0.98 },
}
