/**
 * Stories of what must stay hidden or apart: a refuge, a restricted record, an adoption.
 */
import { bornAged, isoDay } from './days.ts'
import { putFamily, putMother } from './social-care.ts'
import { putCare, putProtectionPlan, putReferral } from './social-care-cases.ts'
import {
  storyCarePerson,
  storyContact,
  storyJoanne,
  storyPatient,
  storyPupil,
  storyReferral,
} from './story-records.ts'
import type { Stage } from './story-teller.ts'
import { beginStory, endStory, storyAddress, storyPerson, storyProtect, storyTie } from './story-teller.ts'

const REFUGE = storyAddress('1', 'Haven Court', 'Ashton', 'Preston', 'PR2 1XW', 11)
const WEIR_LANE = storyAddress('52', 'Weir Lane', 'Ribbleton', 'Preston', 'PR2 6XD', 12)
const ORCHARD_RISE = storyAddress('9', 'Orchard Rise', 'Fulwood', 'Preston', 'PR2 8GQ', 13)
const LARCH_END = storyAddress('6', 'Larch End', 'Fulwood', 'Preston', 'PR2 3XH', 17)
const DOCK_STREET = storyAddress('130', 'Dock Street', 'Fleetwood', 'Fleetwood', 'FY7 6ZN', 14)
/** A mother and two children in a refuge: found, but never where. */
export function tellRefuge(stage: Stage): void {
  const story = beginStory(stage, 'refuge')
  const { madeOn, origin, care } = stage.making
  const natalie = storyPerson(story, 'Natalie Brookfield', 'F', bornAged(29, 6, 3, madeOn), REFUGE)
  const casey = storyPerson(story, 'Casey Brookfield', 'M', bornAged(6, 10, 19, madeOn), REFUGE)
  const elsa = storyPerson(story, 'Elsa Brookfield', 'F', bornAged(2, 1, 27, madeOn), REFUGE)
  storyPatient(story, elsa, { visitor: stage.asha, nhs: stage.issueNhs(), sensitive: true })
  storyPupil(story, casey, [
    storyContact(story, natalie, { relationship: 'PAM', responsibility: true, address: 'same' }),
  ])
  const mother = storyCarePerson(story, natalie, { isMother: true, homeType: 'Refuge' })
  const children = [casey, elsa].map(child => ({
    child,
    ref: storyCarePerson(story, child, { upn: child.upn, homeType: 'Refuge' }),
  }))
  putFamily(care, [mother, ...children.map(({ ref }) => ref)])
  for (const { child, ref } of children) {
    putMother(care, mother, ref, child.born)
    const referral = storyReferral(story, ref, origin - 40, 'N3', ['6', 'Police'])
    storyJoanne(story, ref, origin - 38, referral)
    storyTie(story, natalie, 'mother', child, true, true)
  }
  storyProtect(story, {
    kind: 'confidential-address',
    roles: ['social-worker', 'protected-records-desk'],
    from: isoDay(origin - 40),
    reason: 'Lives in a refuge',
  })
  endStory(story, {
    search: 'Elsa Brookfield, aged 2',
    by: 'asha.patel',
    should:
      'Found and shown with those who help, without any address or postcode on any page, list, record source or export; a search by postcode PR2 1XW finds none of them.',
  })
}

/** A child adopted this year: no host has recorded it, and the code in social care's own return closes the old identity. */
export function tellAdoptedThisYear(stage: Stage): void {
  const story = beginStory(stage, 'adopted-this-year')
  const { madeOn, origin, care, workforce } = stage.making
  const born = bornAged(2, 11, 3, madeOn)
  const idris = storyPerson(story, 'Idris Penhallow', 'M', born, LARCH_END, {
    id: 'story-adopted-this-year-new',
  })
  const id = 'story-adopted-this-year-sealed'
  const before = storyPerson(story, 'Kyle Stubbings', 'M', born, DOCK_STREET, { id, seal: id })
  storyPatient(story, idris, { visitor: stage.claire, nhs: stage.issueNhs() })
  const ref = storyCarePerson(story, before, { nhs: stage.issueNhs() })
  const [from, to] = [origin - 500, origin - 45]
  const source = ['6', 'Police'] as const
  const about = { workforce, from: from - 5, to, need: 'N1', source, assessed: true, closed: 'RC1' } as const
  const referral = putReferral(care, ref, about)
  const placement = { placementPostcode: LARCH_END.postcode, distance: 26, placementType: 'A3' }
  putCare(care, ref, { referral, from, to, ceased: 'E12', ...placement })
  endStory(story, {
    search: 'Idris Penhallow, aged 2; Kyle Stubbings with the same date of birth',
    by: 'asha.patel; priya.nair',
    should:
      'As for the child adopted years ago, though nobody recorded a protection by hand; E12 in the return, RC1 in the census and the same in social care’s tables close who he was.',
  })
}

/** A restricted record: for named roles only, and for others as if it were not there. */
export function tellRestricted(stage: Stage): void {
  const story = beginStory(stage, 'restricted')
  const { madeOn, origin, care, workforce } = stage.making
  const jonah = storyPerson(story, 'Jonah Fairweather', 'M', bornAged(5, 4, 8, madeOn), WEIR_LANE)
  const meg = storyPerson(story, 'Bryony Fairweather', 'F', bornAged(33, 12, 2, madeOn), WEIR_LANE)
  const nhs = stage.issueNhs()
  storyPatient(story, jonah, { visitor: stage.asha, nhs })
  storyPupil(story, jonah, [
    storyContact(story, meg, { relationship: 'PAM', responsibility: true, address: 'same' }),
  ])
  const ref = storyCarePerson(story, jonah, { nhs, upn: jonah.upn })
  const referral = storyReferral(story, ref, origin - 120, 'N1', ['1A', 'Individual: family member'])
  putProtectionPlan(care, ref, {
    referral,
    worker: workforce.joanneKay,
    from: origin - 100,
    to: undefined,
    category: 'EMO',
  })
  storyJoanne(story, ref, origin - 118, referral)
  storyTie(story, meg, 'mother', jonah, true, true)
  storyProtect(
    story,
    {
      kind: 'restricted-record',
      roles: ['mash-worker', 'social-worker', 'protected-records-desk'],
      from: isoDay(origin - 118),
      reason: 'Restricted by decision of the head of service',
    },
    [jonah],
  )
  endStory(story, {
    search: 'Jonah Fairweather, aged 5, Ribbleton',
    by: 'asha.patel; then priya.nair',
    should:
      'Asha Patel and the school lead see the same page as for a child who is not there; Priya Nair and Joanne Kay find him and see that the record is restricted; the protected-records desk sees the search.',
  })
}

/** An adopted child: what was and what is are two people for ever. */
export function tellAdopted(stage: Stage): void {
  const story = beginStory(stage, 'adopted')
  const { madeOn, origin, care } = stage.making
  const born = bornAged(5, 7, 11, madeOn)
  const rosa = storyPerson(story, 'Rosa Winterbourne', 'F', born, ORCHARD_RISE, { id: 'story-adopted-new' })
  const before = storyPerson(story, 'Shannon Dunkerley', 'F', born, DOCK_STREET, {
    id: 'story-adopted-sealed',
    seal: 'story-adopted-sealed',
  })
  const parent = storyPerson(story, 'Hilary Winterbourne', 'F', bornAged(41, 2, 14, madeOn), ORCHARD_RISE)
  storyPatient(story, rosa, { visitor: stage.asha, nhs: stage.issueNhs() })
  storyPupil(story, rosa, [
    storyContact(story, parent, { relationship: 'PAM', responsibility: true, address: 'same' }),
  ])
  const ref = storyCarePerson(story, before, { nhs: stage.issueNhs() })
  const from = born + 30
  putCare(care, ref, {
    referral: '',
    from,
    to: Math.min(origin, born + 640),
    ceased: 'E11',
    placementPostcode: ORCHARD_RISE.postcode,
    distance: 31,
    placementType: 'A3',
  })
  storyTie(story, parent, 'adoptive-parent', rosa, true, true)
  storyProtect(
    story,
    { kind: 'sealed-identity', roles: [], from: isoDay(born + 640), reason: 'Adoption order' },
    [before],
  )
  endStory(story, {
    search: 'Rosa Winterbourne, aged 5; Shannon Dunkerley with the same date of birth',
    by: 'asha.patel; priya.nair',
    should:
      'Rosa is found with school and health visiting only; Shannon Dunkerley is found by nobody, is never linked, scored or put to review with Rosa, and the search looks like any that finds nothing.',
  })
}
