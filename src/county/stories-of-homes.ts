/**
 * Stories of where children live: in care, in two homes, not yet born.
 */
import { bornAged } from './days.ts'
import { putAddress, putFamily, putMother } from './social-care.ts'
import { putCare } from './social-care-cases.ts'
import {
  storyCarePerson,
  storyContact,
  storyJoanne,
  storyPatient,
  storyPupil,
  storyReferral,
} from './story-records.ts'
import type { Stage } from './story-teller.ts'
import { beginStory, endStory, storyAddress, storyPerson, storyTie } from './story-teller.ts'

const MILL_COTTAGES = storyAddress('5', 'Mill Cottages', 'Ribbleton', 'Preston', 'PR2 6TX', 21)
const CARERS = storyAddress('40', 'Harbour View', 'Salterbeck', 'Workington', 'CA14 9ZX', 22)
const SPINNERS_WAY = storyAddress('11', 'Spinners Way', 'Ribbleton', 'Preston', 'PR2 6GN', 23)
const CANAL_BANK = storyAddress('74', 'Canal Bank', 'Ashton', 'Preston', 'PR2 2XQ', 24)
const FORGE_STREET = storyAddress('19', 'Forge Street', 'Deepdale', 'Preston', 'PR1 6TZ', 25)
/** A child in care, placed far away; his mother's home is another address. */
export function tellLookedAfter(stage: Stage): void {
  const story = beginStory(stage, 'looked-after')
  const { madeOn, origin, care } = stage.making
  const kaden = storyPerson(story, 'Kaden Rowbottom', 'M', bornAged(8, 6, 22, madeOn), MILL_COTTAGES)
  const mother = storyPerson(story, 'Carla Rowbottom', 'F', bornAged(27, 3, 30, madeOn), MILL_COTTAGES)
  const carer = storyPerson(story, 'Gillian Thistlewood', 'F', bornAged(52, 9, 9, madeOn), CARERS)
  const contacts = [
    storyContact(story, carer, { relationship: 'FOM', responsibility: false, address: undefined }),
    storyContact(story, mother, { relationship: 'PAM', responsibility: true, address: MILL_COTTAGES }),
  ]
  storyPupil(story, kaden, contacts, { inCare: true, address: 'none' })
  const since = origin - 260
  const ref = storyCarePerson(story, kaden, { upn: kaden.upn, nhs: stage.issueNhs(), homeType: 'none' })
  putAddress(care, ref, { type: 'Home', address: MILL_COTTAGES, from: kaden.born, to: since })
  const motherRef = storyCarePerson(story, mother, { isMother: true })
  putFamily(care, [ref, motherRef])
  putMother(care, motherRef, ref, kaden.born)
  const referral = storyReferral(story, ref, since - 30, 'N1', ['2A', 'Schools'])
  putCare(care, ref, {
    referral,
    from: since,
    to: undefined,
    ceased: '',
    placementPostcode: CARERS.postcode,
    distance: 78,
    placementType: 'U4',
  })
  storyJoanne(story, ref, since - 28, referral)
  storyTie(story, mother, 'mother', kaden, true, false)
  storyTie(story, carer, 'foster-carer', kaden, false, true)
  endStory(story, {
    search: 'Kaden Rowbottom, aged 8',
    by: 'ruth.holden; joanne.kay',
    should:
      "The school lead sees that he is looked after and who his social worker is, never where he lives; the placement's postcode CA14 9ZX reaches only his own care team.",
  })
}

/** Parents apart, a child half of the time with each, a step-sister and a half-brother in one of the homes. */
export function tellTwoHomes(stage: Stage): void {
  const story = beginStory(stage, 'two-homes')
  const { madeOn } = stage.making
  const edie = storyPerson(story, 'Edie Marchbank', 'F', bornAged(9, 2, 18, madeOn), SPINNERS_WAY)
  const polly = storyPerson(story, 'Polly Marchbank', 'F', bornAged(35, 5, 26, madeOn), SPINNERS_WAY)
  const gareth = storyPerson(story, 'Gareth Oakenshaw', 'M', bornAged(37, 10, 7, madeOn), CANAL_BANK)
  const ingrid = storyPerson(story, 'Ingrid Thorley', 'F', bornAged(33, 4, 1, madeOn), CANAL_BANK)
  const mabel = storyPerson(story, 'Mabel Thorley', 'F', bornAged(6, 12, 11, madeOn), CANAL_BANK)
  const wilf = storyPerson(story, 'Wilf Oakenshaw', 'M', bornAged(1, 1, 8, madeOn), CANAL_BANK)
  storyPupil(story, edie, [
    storyContact(story, polly, { relationship: 'PAM', responsibility: true, address: 'same' }),
    storyContact(story, gareth, { relationship: 'PAF', responsibility: true, address: CANAL_BANK }),
  ])
  storyPupil(story, mabel, [
    storyContact(story, ingrid, { relationship: 'PAM', responsibility: true, address: 'same' }),
    storyContact(story, gareth, { relationship: 'STP', responsibility: false, address: 'same' }),
  ])
  storyPatient(story, wilf, { visitor: stage.asha, nhs: stage.issueNhs() })
  storyTie(story, polly, 'mother', edie, true, true)
  storyTie(story, gareth, 'father', edie, true, true)
  storyTie(story, ingrid, 'mother', mabel, true, true)
  storyTie(story, gareth, 'step-parent', mabel, false, true)
  storyTie(story, ingrid, 'mother', wilf, true, true)
  storyTie(story, gareth, 'father', wilf, true, true)
  storyTie(story, edie, 'step-sibling', mabel, false, true)
  endStory(story, {
    search: 'Edie Marchbank, aged 9',
    by: 'ruth.holden',
    should:
      'One child with two parents at two addresses; her father Gareth Oakenshaw also stands as step-father of Mabel Thorley at his address, so two households and one network.',
  })
}

/** A child who is expected, known to social care, and the mother in antenatal health visiting. */
export function tellUnborn(stage: Stage): void {
  const story = beginStory(stage, 'unborn')
  const { madeOn, origin, care } = stage.making
  const nhs = stage.issueNhs()
  const mother = storyPerson(story, 'Tamsin Pemberley', 'F', bornAged(22, 7, 5, madeOn), FORGE_STREET)
  const due = madeOn + 70
  const isBorn = due <= stage.making.asOf
  const name = isBorn ? 'Posy Pemberley' : 'Unborn Pemberley'
  const unborn = storyPerson(story, name, 'F', due, FORGE_STREET)
  storyPatient(story, mother, { visitor: stage.asha, nhs, service: 'antenatal' })
  const motherRef = storyCarePerson(story, mother, { isMother: true, nhs })
  const ref = storyCarePerson(story, unborn, { expected: !isBorn })
  putFamily(care, [motherRef, ref])
  putMother(care, motherRef, ref, isBorn ? due : undefined)
  const referral = storyReferral(story, ref, origin - 25, 'N3', ['3E', 'Health services: midwife'])
  storyJoanne(story, ref, origin - 22, referral)
  storyTie(story, mother, 'mother', unborn, true, true)
  endStory(story, {
    search: 'Tamsin Pemberley, aged 22; unborn Pemberley',
    by: 'asha.patel; joanne.kay',
    should:
      'The expected child is shown with the expected date and no age, belongs to Tamsin, and is not joined with any child who was born.',
  })
}
