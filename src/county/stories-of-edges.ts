/**
 * Stories from the edges of what the county's services cover: grown up, on the road, over the border.
 */
import { bornAged } from './days.ts'
import { NO_FIXED_ADDRESS } from './places.ts'
import { putCare, putCareLeaver, putInvolvement } from './social-care-cases.ts'
import { storyCarePerson, storyContact, storyPatient, storyPupil } from './story-records.ts'
import type { Stage } from './story-teller.ts'
import { beginStory, endStory, storyAddress, storyPerson, storyTie } from './story-teller.ts'

const STATION_MEWS = storyAddress('2', 'Station Mews', 'Plungington', 'Preston', 'PR1 7WJ', 26)
const BORDER_FARM = storyAddress('1', 'Boundary Farm', 'Fulwood', 'Preston', 'PR2 5ZQ', 27)

/** A young man who has left care. */
export function tellCareLeaver(stage: Stage): void {
  const { madeOn, origin, care, workforce } = stage.making
  const leaving = beginStory(stage, 'care-leaver')
  const jaydon = storyPerson(leaving, 'Jaydon Whitelaw', 'M', bornAged(19, 5, 13, madeOn), STATION_MEWS)
  const ref = storyCarePerson(leaving, jaydon, { nhs: stage.issueNhs() })
  const adviser = workforce.leavingCareAdviser('central', 1)
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
  putCareLeaver(care, ref, adviser, origin - 18)
  putInvolvement(care, ref, {
    worker: adviser,
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
}

/** A Traveller family between sites: no postcode, and a boy whom the school knows by no number. */
export function tellTraveller(stage: Stage): void {
  const { madeOn } = stage.making
  const travelling = beginStory(stage, 'traveller')
  const home = NO_FIXED_ADDRESS
  const culture = 'irish-traveller'
  const bernie = storyPerson(travelling, 'Bernie Tiernan', 'M', bornAged(8, 8, 2, madeOn), home, { culture })
  const noreen = storyPerson(travelling, 'Noreen Tiernan', 'F', bornAged(28, 9, 24, madeOn), home, {
    culture,
  })
  const cissie = storyPerson(travelling, 'Cissie Tiernan', 'F', bornAged(2, 3, 3, madeOn), home, { culture })
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
}

/** A family of the county whose school is over its border. */
export function tellCountyBorder(stage: Stage): void {
  const { madeOn } = stage.making
  const border = beginStory(stage, 'county-border')
  const hattie = storyPerson(border, 'Hattie Clitherow', 'F', bornAged(7, 11, 29, madeOn), BORDER_FARM)
  const juno = storyPerson(border, 'Juno Clitherow', 'F', bornAged(1, 6, 15, madeOn), BORDER_FARM)
  const fern = storyPerson(border, 'Fern Clitherow', 'F', bornAged(34, 1, 20, madeOn), BORDER_FARM)
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
