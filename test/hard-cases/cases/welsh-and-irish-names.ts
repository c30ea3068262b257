import { formsOf, speltTwice } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const GIVEN = formsOf(
  'Siân:Sian,Shan Niamh:Neve,Neave Caoimhe:Keeva,Kiva Seán:Sean,Shaun Aoife:Eefa Rhys:Rees,Reece Llŷr:Llyr Gwilym:William Siobhán:Siobhan,Shivaun Eoin:Owen,Eoghan Dylan:Dillon',
)
const FAMILIES = formsOf(
  'O’Brien:OBrien,O_Brien McDonald:MacDonald,Mc_Donald McGinley:MacGinley,M’Ginley O’Connor:OConnor,Connor McDonagh:McDonough,MacDonagh Llewelyn:Llywelyn,Llewellyn ap_Rhys:Aprhys,Price O’Neill:ONeil,O_Neal Fitzgerald:Fitz_Gerald Davies:Davis Ó_Murchú:Murphy,O’Murchu',
)

export const welshAndIrishNames: HardCase = {
  name: 'welsh-and-irish-names',
  says: 'O’ and Mc stand apart, joined or in full; marks are lost; a name is written as it sounds in English.',
  example: 'Niamh O’Brien and Neve OBrien: one person',
  make: draw => speltTwice(draw, draw.child, { given: GIVEN, family: FAMILIES }),
  least: { joined: 0.68 },
}
