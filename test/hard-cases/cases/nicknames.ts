import { formsOf, twoForms } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const FORMS = formsOf(
  'Robert:Bob,Bobby,Rob William:Bill,Billy,Will,Liam Elizabeth:Liz,Lizzie,Beth,Betty,Libby Margaret:Maggie,Peggy,Meg Katherine:Kate,Katie,Kathy,Kit James:Jim,Jimmy,Jamie John:Jack,Johnny Edward:Ted,Ned,Eddie Richard:Dick,Rick,Ricky Charles:Charlie,Chuck Thomas:Tom,Tommy Michael:Mick,Mike,Mickey Patrick:Paddy,Pat Susan:Sue,Susie Rebecca:Becky,Becca Jennifer:Jenny,Jen Alexandra:Sandra,Alex,Lexi Alexander:Alex,Sandy,Xander Christopher:Chris,Kit,Topher Daniel:Dan,Danny Joseph:Joe,Joey Samantha:Sam,Sammy Victoria:Vicky,Tori Jessica:Jess,Jessie Abigail:Abby,Gail Theodore:Theo,Ted Isabella:Bella,Izzy Matilda:Tilly,Mattie Frederick:Fred,Freddie Anthony:Tony,Ant Stephen:Steve Dorothy:Dot,Dolly',
)

export const nicknames: HardCase = {
  name: 'nicknames',
  says: 'One office writes the name of the birth certificate and another what everybody calls the person.',
  example:
    'Elizabeth Rigby and Libby Rigby, born on one day: one person; Libby’s younger sister Beth: another',
  make: ({ child, random, told, twice }) => {
    const [given, familiar] = twoForms(random, FORMS)
    const one = child({ given })
    const sister = { ...one, given: random.pick(FORMS)[1] ?? '', born: one.born + random.between(500, 1500) }
    return [...twice(one, { first_name: familiar }), told('other', sister, 'otherSchool')]
  },
  least: { joined: 0.8, apart: 0.98 },
}
