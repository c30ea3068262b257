import { formsOf, twoForms } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const GIVEN = formsOf(
  'Oluwaseun:Seun Oluwatobiloba:Tobi,Tobiloba Oluwadamilola:Damilola,Dami Ayodeji:Deji,Ayo Temitope:Tope Chukwuemeka:Emeka Chiamaka:Amaka Chinonso:Nonso Ifeoluwa:Ife Olúwatóyìn:Toyin,Oluwatoyin Nkechinyere:Nkechi Obinna:Obi Adébáyọ̀:Adebayo,Bayo Ngozichukwu:Ngozi Babatunde:Tunde',
)
const FAMILIES = formsOf(
  'Adeyemi:Adéyẹmí Okafor:Okafọ,Okoroafor Ogunleye:Ogunléye Nwosu:Nwoso Balogun:Balógun Eze:Ezeh Olatunji:Ọlátúnjí Onyekachi:Onyekachukwu Adebayo:Ade-Bayo Uche:Uchechukwu',
)

export const yorubaAndIgboNames: HardCase = {
  name: 'yoruba-and-igbo-names',
  says: 'A long given name that praises God is shortened to its end, and tone marks come and go.',
  example: 'Oluwaseun Adéyẹmí and Seun Adeyemi: one person',
  make: ({ child, random, twice }) => {
    const [given, short] = twoForms(random, GIVEN)
    const [family, spelt] = twoForms(random, FAMILIES)
    return twice(child({ given, family }), {
      first_name: short,
      surname: random.chance(0.5) ? family : spelt,
    })
  },
  least: { joined: 0.43 },
}
