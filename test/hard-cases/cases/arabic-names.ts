import { formsOf, speltTwice } from '../draw.ts'
import type { HardCase } from '../hard-case.ts'

const GIVEN = formsOf(
  'Abdulrahman:Abd_al-Rahman,Abdul_Rahman,Abdurahman Yousef:Yusuf,Youssef Khaled:Khalid Noor:Nour,Nur Zeinab:Zaynab Tarek:Tariq Layla:Leila,Laila Hussein:Husayn,Hossein Jamal:Gamal,Djamel Khadija:Khadeja,Hatice Mahmoud:Mahmud Rima:Reema Abdullah:Abd_Allah,Abdallah',
)
const FAMILIES = formsOf(
  'Al-Khatib:Alkhatib,El_Khatib,Khatib Al-Hassan:Alhasan,Hassan Al-Masri:El-Masry,Masri Al-Sayed:Elsayed,Sayed Haddad:Hadad Al-Shami:Shami,Alshamy Qasim:Kassem,Gasim Mansour:Mansur Bouazizi:Bou_Azizi Al-Najjar:Najjar,Alnajar',
)

export const arabicNames: HardCase = {
  name: 'arabic-names',
  says: 'Names are carried over from Arabic in many spellings; Al and Abd stand apart, joined or not at all.',
  example: 'Youssef Al-Khatib, Yusuf Alkhatib and Yousef Khatib: one person',
  make: draw => speltTwice(draw, draw.child, { given: GIVEN, family: FAMILIES }),
  least: { joined: 0.81 },
}
