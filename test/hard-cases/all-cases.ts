import { aDigitOff } from './cases/a-digit-off.ts'
import { arabicNames } from './cases/arabic-names.ts'
import { changedFamilyNameOnMarriage } from './cases/changed-family-name-on-marriage.ts'
import { changedNameByDeed } from './cases/changed-name-by-deed.ts'
import { chineseNames } from './cases/chinese-names.ts'
import { commonNameAndBirthDate } from './cases/common-name-and-birth-date.ts'
import { contactWithoutBirthDate } from './cases/contact-without-birth-date.ts'
import { coupleSharingAnEMail } from './cases/couple-sharing-an-e-mail.ts'
import { cousinsOfOneName } from './cases/cousins-of-one-name.ts'
import { dayAndMonthExchanged } from './cases/day-and-month-exchanged.ts'
import { doubleNames } from './cases/double-names.ts'
import { easternEuropeanNames } from './cases/eastern-european-names.ts'
import { equalNhsNumberAlone } from './cases/equal-nhs-number-alone.ts'
import { fatherAndSonOfOneName } from './cases/father-and-son-of-one-name.ts'
import { firstOfJanuary } from './cases/first-of-january.ts'
import { fosterCarersAddress } from './cases/foster-carers-address.ts'
import { initials } from './cases/initials.ts'
import { marksLostAndMangled } from './cases/marks-lost-and-mangled.ts'
import { middleNameAsFirst } from './cases/middle-name-as-first.ts'
import { movedAndSlipped } from './cases/moved-and-slipped.ts'
import { nameAndBirthDateAlone } from './cases/name-and-birth-date-alone.ts'
import { namesExchanged } from './cases/names-exchanged.ts'
import { newbornNamedLater } from './cases/newborn-named-later.ts'
import { nicknames } from './cases/nicknames.ts'
import { placeholderNames } from './cases/placeholder-names.ts'
import { polishNames } from './cases/polish-names.ts'
import { rareNameThatMoved } from './cases/rare-name-that-moved.ts'
import { rotatedNames } from './cases/rotated-names.ts'
import { schoolsAddress } from './cases/schools-address.ts'
import { sealedByAdoption } from './cases/sealed-by-adoption.ts'
import { sealedByGenderRecognition } from './cases/sealed-by-gender-recognition.ts'
import { sharedTelephone } from './cases/shared-telephone.ts'
import { shelter } from './cases/shelter.ts'
import { siblingsAtOneAddress } from './cases/siblings-at-one-address.ts'
import { siblingsNhsNumber } from './cases/siblings-nhs-number.ts'
import { siblingsOfLikeNames } from './cases/siblings-of-like-names.ts'
import { southAsianNames } from './cases/south-asian-names.ts'
import { spanishNames } from './cases/spanish-names.ts'
import { supersededNhsNumber } from './cases/superseded-nhs-number.ts'
import { titlesInNames } from './cases/titles-in-names.ts'
import { twins } from './cases/twins.ts'
import { twinsEachInAnotherList } from './cases/twins-each-in-another-list.ts'
import { twinsOfLikeNames } from './cases/twins-of-like-names.ts'
import { typingSlips } from './cases/typing-slips.ts'
import { unbornChild } from './cases/unborn-child.ts'
import { vietnameseNames } from './cases/vietnamese-names.ts'
import { welshAndIrishNames } from './cases/welsh-and-irish-names.ts'
import { wholeNameInOneColumn } from './cases/whole-name-in-one-column.ts'
import { yorubaAndIgboNames } from './cases/yoruba-and-igbo-names.ts'
import type { HardCase } from './hard-case.ts'

/** Every class of the corpus, in the order in which they are told. */
export const HARD_CASES: readonly HardCase[] = [
  aDigitOff,
  arabicNames,
  changedFamilyNameOnMarriage,
  changedNameByDeed,
  chineseNames,
  commonNameAndBirthDate,
  contactWithoutBirthDate,
  coupleSharingAnEMail,
  cousinsOfOneName,
  dayAndMonthExchanged,
  doubleNames,
  easternEuropeanNames,
  equalNhsNumberAlone,
  fatherAndSonOfOneName,
  firstOfJanuary,
  fosterCarersAddress,
  initials,
  marksLostAndMangled,
  middleNameAsFirst,
  movedAndSlipped,
  nameAndBirthDateAlone,
  namesExchanged,
  newbornNamedLater,
  nicknames,
  placeholderNames,
  polishNames,
  rareNameThatMoved,
  rotatedNames,
  schoolsAddress,
  sealedByAdoption,
  sealedByGenderRecognition,
  sharedTelephone,
  shelter,
  siblingsAtOneAddress,
  siblingsNhsNumber,
  siblingsOfLikeNames,
  southAsianNames,
  spanishNames,
  supersededNhsNumber,
  titlesInNames,
  twins,
  twinsEachInAnotherList,
  twinsOfLikeNames,
  typingSlips,
  unbornChild,
  vietnameseNames,
  welshAndIrishNames,
  wholeNameInOneColumn,
  yorubaAndIgboNames,
]
