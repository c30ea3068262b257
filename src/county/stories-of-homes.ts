/**
 * Stories of where children live: in care, in two homes, not yet born, on their own, on the road, over the border.
 */
import { bornAged } from './days.ts'
import { NO_FIXED_ADDRESS } from './places.ts'
import {
  putAddress,
  putCare,
  putCareLeaver,
  putFamily,
  putInvolvement,
  putMother,
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
  storyPupil,
  storyTie,
} from './story-teller.ts'

const MILL_COTTAGES = storyAddress('5', 'Mill Cottages', 'Ribbleton', 'Preston', 'PR2 6TX', 21)
const CARERS = storyAddress('40', 'Harbour View', 'Salterbeck', 'Workington', 'CA14 9ZX', 22)
const SPINNERS_WAY = storyAddress('11', 'Spinners Way', 'Ribbleton', 'Preston', 'PR2 6GN', 23)
const CANAL_BANK = storyAddress('74', 'Canal Bank', 'Ashton', 'Preston', 'PR2 2XQ', 24)
const FORGE_STREET = storyAddress('19', 'Forge Street', 'Deepdale', 'Preston', 'PR1 6TZ', 25)
const STATION_MEWS = storyAddress('2', 'Station Mews', 'Plungington', 'Preston', 'PR1 7WJ', 26)
const BORDER_FARM = storyAddress('1', 'Boundary Farm', 'Fulwood', 'Preston', 'PR2 5ZQ', 27)

/** A child in care, placed far away; his mother's home is another address. */
export function tellLookedAfter(stage: Stage): void {
  const story = beginStory(stage, 'looked-after')
  const { today, asOf, care, workforce } = stage.making
  const kaden = storyPerson(story, {
    given: 'Kaden',
    family: 'Rowbottom',
    sex: 'M',
    born: bornAged(8, 6, 22, today),
    home: MILL_COTTAGES,
  })
  const mother = storyPerson(story, {
    given: 'Carla',
    family: 'Rowbottom',
    sex: 'F',
    born: bornAged(27, 3, 30, today),
    home: MILL_COTTAGES,
  })
  const carer = storyPerson(story, {
    given: 'Gillian',
    family: 'Thistlewood',
    sex: 'F',
    born: bornAged(52, 9, 9, today),
    home: CARERS,
  })
  storyPupil(
    story,
    kaden,
    [
      storyContact(story, carer, { relationship: 'FOM', responsibility: false, address: undefined }),
      storyContact(story, mother, { relationship: 'PAM', responsibility: true, address: MILL_COTTAGES }),
    ],
    { inCare: true, address: 'none' },
  )
  const since = asOf - 260
  const ref = storyCarePerson(story, kaden, { upn: kaden.upn, nhs: stage.issueNhs(), homeType: 'none' })
  putAddress(care, ref, { type: 'Home', address: MILL_COTTAGES, from: kaden.born, to: since })
  const motherRef = storyCarePerson(story, mother, { isMother: true })
  putFamily(care, [ref, motherRef])
  putMother(care, motherRef, ref, kaden.born)
  const referral = putReferral(care, ref, {
    workforce,
    from: since - 30,
    to: undefined,
    need: 'N1',
    source: ['2A', 'Schools'],
    assessed: true,
  })
  putCare(care, ref, {
    referral,
    from: since,
    to: undefined,
    ceased: '',
    placementPostcode: CARERS.postcode,
    distance: 78,
    placementType: 'U4',
  })
  putInvolvement(care, ref, {
    worker: workforce.joanneKay,
    role: 'Allocated social worker',
    from: since - 28,
    to: undefined,
    referral,
  })
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
  const { today } = stage.making
  const edie = storyPerson(story, {
    given: 'Edie',
    family: 'Marchbank',
    sex: 'F',
    born: bornAged(9, 2, 18, today),
    home: SPINNERS_WAY,
  })
  const polly = storyPerson(story, {
    given: 'Polly',
    family: 'Marchbank',
    sex: 'F',
    born: bornAged(35, 5, 26, today),
    home: SPINNERS_WAY,
  })
  const gareth = storyPerson(story, {
    given: 'Gareth',
    family: 'Oakenshaw',
    sex: 'M',
    born: bornAged(37, 10, 7, today),
    home: CANAL_BANK,
  })
  const ingrid = storyPerson(story, {
    given: 'Ingrid',
    family: 'Thorley',
    sex: 'F',
    born: bornAged(33, 4, 1, today),
    home: CANAL_BANK,
  })
  const mabel = storyPerson(story, {
    given: 'Mabel',
    family: 'Thorley',
    sex: 'F',
    born: bornAged(6, 12, 11, today),
    home: CANAL_BANK,
  })
  const wilf = storyPerson(story, {
    given: 'Wilf',
    family: 'Oakenshaw',
    sex: 'M',
    born: bornAged(1, 1, 8, today),
    home: CANAL_BANK,
  })
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
  const { today, asOf, care, workforce } = stage.making
  const nhs = stage.issueNhs()
  const mother = storyPerson(story, {
    given: 'Tamsin',
    family: 'Pemberley',
    sex: 'F',
    born: bornAged(22, 7, 5, today),
    home: FORGE_STREET,
  })
  const unborn = storyPerson(story, {
    given: 'Unborn',
    family: 'Pemberley',
    sex: 'F',
    born: today + 70,
    home: FORGE_STREET,
  })
  storyPatient(story, mother, { visitor: stage.asha, nhs, service: 'antenatal' })
  const motherRef = storyCarePerson(story, mother, { isMother: true, nhs })
  const ref = storyCarePerson(story, unborn, { expected: true })
  putFamily(care, [motherRef, ref])
  putMother(care, motherRef, ref, undefined)
  const referral = putReferral(care, ref, {
    workforce,
    from: asOf - 25,
    to: undefined,
    need: 'N3',
    source: ['3E', 'Health services: midwife'],
    assessed: true,
  })
  putInvolvement(care, ref, {
    worker: workforce.joanneKay,
    role: 'Allocated social worker',
    from: asOf - 22,
    to: undefined,
    referral,
  })
  storyTie(story, mother, 'mother', unborn, true, true)
  endStory(story, {
    search: 'Tamsin Pemberley, aged 22; unborn Pemberley',
    by: 'asha.patel; joanne.kay',
    should:
      'The expected child is shown with the expected date and no age, belongs to Tamsin, and is not joined with any child who was born.',
  })
}

/** A care leaver, a Traveller family with no fixed postcode, and a family whose school is over the border. */
export function tellEdges(stage: Stage): void {
  const { today, asOf, care, workforce } = stage.making
  const leaving = beginStory(stage, 'care-leaver')
  const jaydon = storyPerson(leaving, {
    given: 'Jaydon',
    family: 'Whitelaw',
    sex: 'M',
    born: bornAged(19, 5, 13, today),
    home: STATION_MEWS,
  })
  const ref = storyCarePerson(leaving, jaydon, { nhs: stage.issueNhs() })
  const eighteenth = jaydon.born + 18 * 365 + 5
  putCare(care, ref, {
    referral: '',
    from: eighteenth - 2000,
    to: eighteenth,
    ceased: 'E4A',
    placementPostcode: 'LA4 5ZX',
    distance: 24,
    placementType: 'U4',
  })
  putCareLeaver(care, ref, workforce.leaveCare('central'), asOf - 18)
  putInvolvement(care, ref, {
    worker: workforce.leaveCare('central'),
    role: 'Personal adviser',
    from: eighteenth,
    to: undefined,
    referral: '',
  })
  endStory(leaving, {
    search: 'Jaydon Whitelaw, aged 19',
    by: 'priya.nair',
    should: 'Found as a care leaver with his personal adviser; no longer a child in care.',
  })

  const travelling = beginStory(stage, 'traveller')
  const home = NO_FIXED_ADDRESS
  const culture = 'irish-traveller'
  const bernie = storyPerson(travelling, {
    given: 'Bernie',
    family: 'Tiernan',
    sex: 'M',
    born: bornAged(8, 8, 2, today),
    home,
    culture,
  })
  const noreen = storyPerson(travelling, {
    given: 'Noreen',
    family: 'Tiernan',
    sex: 'F',
    born: bornAged(28, 9, 24, today),
    home,
    culture,
  })
  const cissie = storyPerson(travelling, {
    given: 'Cissie',
    family: 'Tiernan',
    sex: 'F',
    born: bornAged(2, 3, 3, today),
    home,
    culture,
  })
  storyPupil(
    travelling,
    bernie,
    [storyContact(travelling, noreen, { relationship: 'PAM', responsibility: true, address: undefined })],
    { withUpn: false },
  )
  storyPatient(travelling, cissie, { visitor: stage.asha })
  for (const child of [bernie, cissie]) storyTie(travelling, noreen, 'mother', child, true, true)
  endStory(travelling, {
    search: 'Cissie Tiernan, aged 2',
    by: 'asha.patel',
    should:
      'Found without a postcode or a number; an address that is missing is not read as an address that differs.',
  })

  const border = beginStory(stage, 'county-border')
  const hattie = storyPerson(border, {
    given: 'Hattie',
    family: 'Clitherow',
    sex: 'F',
    born: bornAged(7, 11, 29, today),
    home: BORDER_FARM,
  })
  const juno = storyPerson(border, {
    given: 'Juno',
    family: 'Clitherow',
    sex: 'F',
    born: bornAged(1, 6, 15, today),
    home: BORDER_FARM,
  })
  const fern = storyPerson(border, {
    given: 'Fern',
    family: 'Clitherow',
    sex: 'F',
    born: bornAged(34, 1, 20, today),
    home: BORDER_FARM,
  })
  const school = stage.rolls.border ?? stage.school
  storyPupil(
    border,
    hattie,
    [storyContact(border, fern, { relationship: 'PAM', responsibility: true, address: 'same' })],
    { school },
  )
  storyPatient(border, juno, { visitor: stage.asha, nhs: stage.issueNhs() })
  for (const child of [hattie, juno]) storyTie(border, fern, 'mother', child, true, true)
  endStory(border, {
    search: 'Hattie Clitherow, aged 7',
    by: 'priya.nair',
    should:
      'Lives in Preston and goes to school in Blackburn with Darwen: found with the school over the border, whose own agreement decides what it shares.',
  })
}
