/**
 * Stories of what must stay hidden or apart: a refuge, a restricted record, an adoption, twins, and a pair that only a
 * person can decide about.
 */
import { bornAged, dayFrom, isoDay, partsOf } from './days.ts'
import {
  putCare,
  putFamily,
  putInvolvement,
  putMother,
  putProtectionPlan,
  putReferral,
} from './social-care.ts'
import type { Stage } from './story-teller.ts'
import {
  beginStory,
  endStory,
  storyAddress,
  storyCarePerson,
  storyContact,
  storyPatient,
  storyPerson,
  storyProtect,
  storyPupil,
  storyTie,
} from './story-teller.ts'

const REFUGE = storyAddress('1', 'Haven Court', 'Ashton', 'Preston', 'PR2 1XW', 11)
const WEIR_LANE = storyAddress('52', 'Weir Lane', 'Ribbleton', 'Preston', 'PR2 6XD', 12)
const ORCHARD_RISE = storyAddress('9', 'Orchard Rise', 'Fulwood', 'Preston', 'PR2 8GQ', 13)
const DOCK_STREET = storyAddress('130', 'Dock Street', 'Fleetwood', 'Fleetwood', 'FY7 6ZN', 14)
const LOOM_STREET = storyAddress('21', 'Loom Street', 'Deepdale', 'Preston', 'PR1 6BX', 15)
const WHARF_ROAD = storyAddress('66', 'Wharf Road', 'Ashton', 'Preston', 'PR2 2ZD', 16)

/** A mother and two children in a refuge: found, but never where. */
export function tellRefuge(stage: Stage): void {
  const story = beginStory(stage, 'refuge')
  const { today, asOf, care, workforce } = stage.making
  const natalie = storyPerson(story, {
    given: 'Natalie',
    family: 'Brookfield',
    sex: 'F',
    born: bornAged(29, 6, 3, today),
    home: REFUGE,
  })
  const casey = storyPerson(story, {
    given: 'Casey',
    family: 'Brookfield',
    sex: 'M',
    born: bornAged(6, 10, 19, today),
    home: REFUGE,
  })
  const elsa = storyPerson(story, {
    given: 'Elsa',
    family: 'Brookfield',
    sex: 'F',
    born: bornAged(2, 1, 27, today),
    home: REFUGE,
  })
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
    const referral = putReferral(care, ref, {
      workforce,
      from: asOf - 40,
      to: undefined,
      need: 'N3',
      source: ['6', 'Police'],
      assessed: true,
    })
    putInvolvement(care, ref, {
      worker: workforce.joanneKay,
      role: 'Allocated social worker',
      from: asOf - 38,
      to: undefined,
      referral,
    })
    storyTie(story, natalie, 'mother', child, true, true)
  }
  storyProtect(story, {
    kind: 'confidential-address',
    roles: ['social-worker', 'protected-records-desk'],
    from: isoDay(asOf - 40),
    reason: 'Lives in a refuge',
  })
  endStory(story, {
    search: 'Elsa Brookfield, aged 2',
    by: 'asha.patel',
    should:
      'Found and shown with those who help, without any address or postcode on any page, list, record source or export; a search by postcode PR2 1XW finds none of them.',
  })
}

/** A restricted record: for named roles only, and for others as if it were not there. */
export function tellRestricted(stage: Stage): void {
  const story = beginStory(stage, 'restricted')
  const { today, asOf, care, workforce } = stage.making
  const jonah = storyPerson(story, {
    given: 'Jonah',
    family: 'Fairweather',
    sex: 'M',
    born: bornAged(5, 4, 8, today),
    home: WEIR_LANE,
  })
  const meg = storyPerson(story, {
    given: 'Bryony',
    family: 'Fairweather',
    sex: 'F',
    born: bornAged(33, 12, 2, today),
    home: WEIR_LANE,
  })
  const nhs = stage.issueNhs()
  storyPatient(story, jonah, { visitor: stage.asha, nhs })
  storyPupil(story, jonah, [
    storyContact(story, meg, { relationship: 'PAM', responsibility: true, address: 'same' }),
  ])
  const ref = storyCarePerson(story, jonah, { nhs, upn: jonah.upn })
  const referral = putReferral(care, ref, {
    workforce,
    from: asOf - 120,
    to: undefined,
    need: 'N1',
    source: ['1A', 'Individual: family member'],
    assessed: true,
  })
  putProtectionPlan(care, ref, {
    referral,
    worker: workforce.joanneKay,
    from: asOf - 100,
    to: undefined,
    category: 'EMO',
  })
  putInvolvement(care, ref, {
    worker: workforce.joanneKay,
    role: 'Allocated social worker',
    from: asOf - 118,
    to: undefined,
    referral,
  })
  storyTie(story, meg, 'mother', jonah, true, true)
  storyProtect(
    story,
    {
      kind: 'restricted-record',
      roles: ['mash-worker', 'social-worker', 'protected-records-desk'],
      from: isoDay(asOf - 118),
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
  const { today, asOf, care } = stage.making
  const born = bornAged(5, 7, 11, today)
  const rosa = storyPerson(story, {
    given: 'Rosa',
    family: 'Winterbourne',
    sex: 'F',
    born,
    home: ORCHARD_RISE,
    id: 'story-adopted-new',
  })
  const before = storyPerson(story, {
    given: 'Shannon',
    family: 'Dunkerley',
    sex: 'F',
    born,
    home: DOCK_STREET,
    id: 'story-adopted-sealed',
  })
  const parent = storyPerson(story, {
    given: 'Hilary',
    family: 'Winterbourne',
    sex: 'F',
    born: bornAged(41, 2, 14, today),
    home: ORCHARD_RISE,
  })
  storyPatient(story, rosa, { visitor: stage.asha, nhs: stage.issueNhs() })
  storyPupil(story, rosa, [
    storyContact(story, parent, { relationship: 'PAM', responsibility: true, address: 'same' }),
  ])
  const ref = storyCarePerson(story, before, { nhs: stage.issueNhs() })
  const from = born + 30
  putCare(care, ref, {
    referral: '',
    from,
    to: Math.min(asOf, born + 640),
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

/** Twins with names one letter apart, one home, one school, numbers partly missing. */
export function tellTwins(stage: Stage): void {
  const story = beginStory(stage, 'near-twins')
  const { today, asOf, care, workforce } = stage.making
  const born = bornAged(5, 9, 16, today)
  const about = {
    family: 'Hussain',
    sex: 'F',
    born,
    home: LOOM_STREET,
    culture: 'pakistani',
    isTwin: true,
  } as const
  const amira = storyPerson(story, { given: 'Amira', ...about })
  const ameera = storyPerson(story, { given: 'Ameera', ...about })
  const mother = storyPerson(story, {
    given: 'Nargis',
    family: 'Hussain',
    sex: 'F',
    born: bornAged(31, 11, 5, today),
    home: LOOM_STREET,
    culture: 'pakistani',
  })
  storyPatient(story, amira, { visitor: stage.asha, nhs: stage.issueNhs() })
  storyPatient(story, ameera, { visitor: stage.asha })
  const motherRef = storyCarePerson(story, mother, { isMother: true })
  const refs = [motherRef]
  for (const twin of [amira, ameera]) {
    storyPupil(story, twin, [
      storyContact(story, mother, { relationship: 'PAM', responsibility: true, address: 'same' }),
    ])
    const ref = storyCarePerson(story, twin, {
      upn: twin === amira ? twin.upn : '',
      nhs: twin === ameera ? stage.issueNhs() : '',
    })
    refs.push(ref)
    putMother(care, motherRef, ref, born)
    const referral = putReferral(care, ref, {
      workforce,
      from: asOf - 200,
      to: asOf - 150,
      need: 'N5',
      source: ['2A', 'Schools'],
      assessed: true,
    })
    putInvolvement(care, ref, {
      worker: workforce.joanneKay,
      role: 'Allocated social worker',
      from: asOf - 198,
      to: asOf - 150,
      referral,
    })
    storyTie(story, mother, 'mother', twin, true, true)
  }
  putFamily(care, refs)
  endStory(story, {
    search: 'Amira Hussain; Ameera Hussain, aged 5, Deepdale',
    by: 'asha.patel',
    should:
      'Two children, each with her own records, whatever numbers are missing; both are offered, and told apart.',
  })
}

/** Two records of probably one child: too like to ignore, too unlike to join without a person. */
export function tellReview(stage: Stage): void {
  const story = beginStory(stage, 'review')
  const { today, asOf, care, workforce } = stage.making
  const born = bornAged(3, 3, 5, today)
  const { year, month, date } = partsOf(born)
  const lacey = storyPerson(story, { given: 'Lacey', family: 'Fenwick', sex: 'F', born, home: WHARF_ROAD })
  storyPatient(story, lacey, { visitor: stage.asha, nhs: stage.issueNhs() })
  const ref = storyCarePerson(story, lacey, {
    otherwise: { given: 'Lexi', born: dayFrom(year, date, month) },
  })
  const referral = putReferral(care, ref, {
    workforce,
    from: asOf - 33,
    to: undefined,
    need: 'N2',
    source: ['3C', 'Health services: health visitor'],
    assessed: true,
  })
  putInvolvement(care, ref, {
    worker: workforce.joanneKay,
    role: 'Allocated social worker',
    from: asOf - 30,
    to: undefined,
    referral,
  })
  endStory(story, {
    search: 'Lacey Fenwick, aged 3, Ashton',
    by: 'asha.patel; tom.ainscough in the review queue',
    should:
      'In review: social care holds Lexi Fenwick at the same address with day and month exchanged; the panel says that there is a possible record, not confirmed, and whom to ring.',
  })
}
