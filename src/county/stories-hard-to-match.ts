/**
 * Stories of records that a matcher may join wrongly: twins, and a pair that only a person can decide about.
 */
import { bornAged, dayFrom, partsOf } from './days.ts'
import { putFamily, putMother } from './social-care.ts'
import { putInvolvement, putReferral } from './social-care-cases.ts'
import {
  storyCarePerson,
  storyContact,
  storyJoanne,
  storyPatient,
  storyPupil,
  storyReferral,
} from './story-records.ts'
import type { Stage, Story } from './story-teller.ts'
import { beginStory, endStory, storyAddress, storyPerson, storyTie } from './story-teller.ts'

const LOOM_STREET = storyAddress('21', 'Loom Street', 'Deepdale', 'Preston', 'PR1 6BX', 15)
const WHARF_ROAD = storyAddress('66', 'Wharf Road', 'Ashton', 'Preston', 'PR2 2ZD', 16)

/** Twins with names one letter apart, one home, one school, numbers partly missing. */
export function tellTwins(stage: Stage): void {
  const story = beginStory(stage, 'near-twins')
  const { madeOn, care } = stage.making
  const born = bornAged(5, 9, 16, madeOn)
  const culture = 'pakistani'
  const amira = storyPerson(story, 'Amira Hussain', 'F', born, LOOM_STREET, { culture, isTwin: true })
  const ameera = storyPerson(story, 'Ameera Hussain', 'F', born, LOOM_STREET, { culture, isTwin: true })
  const nargis = storyPerson(story, 'Nargis Hussain', 'F', bornAged(31, 11, 5, madeOn), LOOM_STREET, {
    culture,
  })
  storyPatient(story, amira, { visitor: stage.asha, nhs: stage.issueNhs() })
  storyPatient(story, ameera, { visitor: stage.asha })
  const mother = storyCarePerson(story, nargis, { isMother: true })
  const twins = [amira, ameera].map(twin => {
    const contact = { relationship: 'PAM', responsibility: true, address: 'same' } as const
    storyPupil(story, twin, [storyContact(story, nargis, contact)])
    // Social care has one number of each: Amira's of the school, Ameera's of health.
    const ref = storyCarePerson(story, twin, twin === amira ? { upn: twin.upn } : { nhs: stage.issueNhs() })
    putMother(care, mother, ref, born)
    storyTie(story, nargis, 'mother', twin, true, true)
    tellEndedCase(story, ref)
    return ref
  })
  putFamily(care, [mother, ...twins])
  endStory(story, {
    search: 'Amira Hussain; Ameera Hussain, aged 5, Deepdale',
    by: 'asha.patel',
    should:
      'Two children, each with her own records, whatever numbers are missing; both are offered, and told apart.',
  })
}

function tellEndedCase(story: Story, ref: string): void {
  const { origin, care, workforce } = story.making
  const time = { from: origin - 200, to: origin - 150 }
  const source = ['2A', 'Schools'] as const
  const referral = putReferral(care, ref, { workforce, ...time, need: 'N5', source, assessed: true })
  const role = 'Allocated social worker'
  putInvolvement(care, ref, { worker: workforce.joanneKay, role, ...time, referral })
}

/** Two records of probably one child: too like to ignore, too unlike to join without a person. */
export function tellReview(stage: Stage): void {
  const story = beginStory(stage, 'review')
  const { madeOn, origin } = stage.making
  const born = bornAged(3, 3, 5, madeOn)
  const { year, month, date } = partsOf(born)
  const lacey = storyPerson(story, 'Lacey Fenwick', 'F', born, WHARF_ROAD)
  storyPatient(story, lacey, { visitor: stage.asha, nhs: stage.issueNhs() })
  const ref = storyCarePerson(story, lacey, {
    otherwise: { given: 'Lexi', born: dayFrom(year, date, month) },
  })
  const referral = storyReferral(story, ref, origin - 33, 'N2', ['3C', 'Health services: health visitor'])
  storyJoanne(story, ref, origin - 30, referral)
  endStory(story, {
    search: 'Lacey Fenwick, aged 3, Ashton',
    by: 'asha.patel; tom.ainscough in the review queue',
    should:
      'In review: social care holds Lexi Fenwick at the same address with day and month exchanged; the panel says that there is a possible record, not confirmed, and whom to ring.',
  })
}
