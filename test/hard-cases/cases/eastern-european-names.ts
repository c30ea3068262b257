import { formsOf, speltTwice } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const GIVEN = formsOf(
  'Yulia:Julija,Iuliia Sergei:Sergey,Serhiy Aleksandr:Alexander,Oleksandr Kateryna:Ekaterina,Katya Mykola:Nikolai Ștefan:Stefan Ionuț:Ionut Natalia:Natalya,Nataliia Andrei:Andrii,Andriy Tatiana:Tetiana,Tanya Volodymyr:Vladimir Gheorghe:George',
)
const FAMILIES = formsOf(
  'Ivanov:Ivanova Petrov:Petrova,Petroff Shevchenko:Schevchenko Kazlauskas:Kazlauskiene,Kazlauskaite Popescu:Popesku Dimitrov:Dimitrova Novák:Nováková,Novakova Horvath:Horváthová Jankauskas:Jankauskaite Kovalenko:Kovalenco Țurcanu:Turcanu Bērziņš:Berzina,Berzins',
)

export const easternEuropeanNames: HardCase = {
  name: 'eastern-european-names',
  says: 'A family name has a man’s and a woman’s form, and names are carried over from another script in several ways.',
  example: 'Yulia Ivanova and Julija Ivanov, born on one day at one address: one person',
  make: draw => speltTwice(draw, draw.adult, { given: GIVEN, family: FAMILIES }, ['care', 'housing']),
  least: { joined: 0.73 },
}
