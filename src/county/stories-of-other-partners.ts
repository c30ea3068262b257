/**
 * Stories that police, landlords, nurseries, youth justice and Family Safeguarding tell.
 */
import { bornAged, isoDay } from './days.ts'
import { bookAdult, putHelp } from './family-safeguarding.ts'
import type { Household } from './housing.ts'
import { bookMember, putMember } from './housing.ts'
import { districtLandlord } from './landlords.ts'
import { putChild } from './nurseries.ts'
import { homeOf } from './people.ts'
import { DISTRICTS } from './places.ts'
import { putNotice } from './police-notices.ts'
import { storyContact, storyPatient, storyPupil, writtenFor } from './story-records.ts'
import type { Stage } from './story-teller.ts'
import { beginStory, endStory, storyAddress, storyPerson, storyProtect, storyTie } from './story-teller.ts'
import { putCase } from './youth-justice.ts'

const QUARRY_BROW = storyAddress('7', 'Quarry Brow', 'Deepdale', 'Preston', 'PR1 4ZD', 31)
const SWALLOW_FOLD = storyAddress('33', 'Swallow Fold', 'Ashton', 'Preston', 'PR2 2GX', 32)
const PARK_LODGE = storyAddress('Room 6', 'Park Lodge', 'Plungington', 'Preston', 'PR1 7ZX', 33)
const HEATHER_BANK = storyAddress('18', 'Heather Bank', 'Ribbleton', 'Preston', 'PR2 6QZ', 34)
const FELL_VIEW = storyAddress('4', 'Fell View', 'Fulwood', 'Preston', 'PR2 9ZH', 35)
const DOBCROFT = storyAddress('55', 'Dobcroft Way', 'Ashton', 'Preston', 'PR2 1QZ', 36)
const BOBBIN_YARD = storyAddress('12', 'Bobbin Yard', 'Deepdale', 'Preston', 'PR1 5XZ', 37)

/** The police came to the old home; since then mother and daughter live at a new one that is not to be told. */
export function tellNoticeAndMove(stage: Stage): void {
  const story = beginStory(stage, 'notice-and-move')
  const { madeOn, origin } = stage.making
  const orla = storyPerson(story, 'Orla Tattersby', 'F', bornAged(7, 2, 9, madeOn), QUARRY_BROW)
  const dawn = storyPerson(story, 'Dawn Tattersby', 'F', bornAged(30, 10, 4, madeOn), QUARRY_BROW)
  const notice = {
    ref: 'LP-S0001',
    type: 'domestic-abuse',
    day: origin - 40,
    headline: 'Assault on an adult at home; one adult arrested',
    handling: 'do-not-tell-family',
    released: true,
  } as const
  const seen = {
    birthKnown: true,
    address: QUARRY_BROW,
    present: true,
    voice: 'Spoke with the officer; words recorded',
  }
  const written = writtenFor(story, orla)
  putNotice(
    stage.making,
    story.book,
    notice,
    { child: orla, written, school: stage.school.name, ...seen },
    new Set(),
  )
  for (const person of [orla, dawn]) person.homes.push({ address: SWALLOW_FOLD, since: origin - 12 })
  storyPupil(story, orla, [
    storyContact(story, dawn, { relationship: 'PAM', responsibility: true, address: 'same' }),
  ])
  storyTie(story, dawn, 'mother', orla, true, true)
  storyProtect(story, {
    kind: 'protective-hold',
    roles: ['social-worker', 'protected-records-desk'],
    from: isoDay(origin - 12),
    reason: 'New address since a notice; not yet cleared',
  })
  endStory(story, {
    search: 'Orla Tattersby, aged 7',
    by: 'robert.shaw; ruth.holden',
    should:
      'The police see their own notice with its condition; the new address in Ashton is on hold and shown to named roles only, and a search by postcode PR2 2GX finds nobody.',
  })
}

/** A family whom the council has housed for a time. */
export function tellTemporaryHome(stage: Stage): void {
  const story = beginStory(stage, 'temporary-accommodation')
  const { making } = stage
  const { madeOn, origin } = making
  const rowena = storyPerson(story, 'Rowena Stanbridge', 'F', bornAged(26, 3, 19, madeOn), PARK_LODGE)
  const teddy = storyPerson(story, 'Teddy Stanbridge', 'M', bornAged(5, 6, 30, madeOn), PARK_LODGE)
  const [preston] = DISTRICTS
  if (preston === undefined) throw new Error('a county without a district')
  const household: Household = {
    landlord: districtLandlord(preston),
    tenure: 'licence',
    temporary: true,
    ref: 'HS1',
    home: { address: PARK_LODGE, since: origin - 70 },
    ended: undefined,
    noticeOrArrears: false,
  }
  for (const [nth, person] of [rowena, teddy].entries()) {
    const relationship = nth === 0 ? 'Applicant' : 'Son'
    const rest = { written: writtenFor(story, person), dated: true, relationship, from: origin - 70 }
    const member = { ref: `TS${nth + 1}`, person, ...rest }
    putMember(making, household, member)
    bookMember(story.book, household, member)
  }
  storyPupil(story, teddy, [
    storyContact(story, rowena, { relationship: 'PAM', responsibility: true, address: 'same' }),
  ])
  storyTie(story, rowena, 'mother', teddy, true, true)
  endStory(story, {
    search: 'Teddy Stanbridge, aged 5',
    by: 'daniel.okafor; ruth.holden',
    should:
      'Housing helps the household, with the officer and the number; that the home is temporary, and anything about rent, is nowhere.',
  })
}

/** A child of the nursery and nobody else but the health visitor. */
export function tellNurseryChild(stage: Stage): void {
  const story = beginStory(stage, 'nursery')
  const { madeOn, origin } = stage.making
  const bram = storyPerson(story, 'Bram Featherby', 'M', bornAged(3, 4, 22, madeOn), HEATHER_BANK)
  storyPatient(story, bram, { visitor: stage.claire, nhs: stage.issueNhs() })
  const at = stage.rolls.nursery
  putChild(story.book, {
    at,
    child: bram,
    written: writtenFor(story, bram),
    ref: 'CS1',
    urn: at.nursery.urn,
    name: at.nursery.name,
    postcode: homeOf(bram).postcode,
    older: false,
    hours: '30',
    keyPerson: 'Hamida Brierley',
    start: origin - 200,
    end: undefined,
  })
  endStory(story, {
    search: 'Bram Featherby, aged 3, Ribbleton',
    by: 'asha.patel; daniel.okafor',
    should:
      'Ribbleton Acorns Nursery with the key person, beside the health visitor; no funded hours anywhere.',
  })
}

/** A young man with a worker of youth justice. */
export function tellYouthJustice(stage: Stage): void {
  const story = beginStory(stage, 'youth-justice')
  const { madeOn, origin, workforce } = stage.making
  const corey = storyPerson(story, 'Corey Blenkin', 'M', bornAged(15, 7, 16, madeOn), FELL_VIEW)
  const [worker] = workforce.youthJustice('central')
  if (worker === undefined) throw new Error('youth justice without a worker')
  const time = { start: origin - 90, lastContact: origin - 6, end: undefined }
  putCase(stage.making, story.book, {
    ref: 'YJS1',
    child: corey,
    written: writtenFor(story, corey),
    otherNames: 'Coz',
    address: FELL_VIEW,
    older: false,
    order: 'Referral order',
    worker,
    ...time,
  })
  endStory(story, {
    search: 'Corey Blenkin, aged 15',
    by: 'priya.nair; ruth.holden',
    should:
      'Where an agreement lets it, youth justice is among those who help, with the worker; the order and the offence are nowhere, and a school sees nothing of it.',
  })
}

/** Two mothers whom Family Safeguarding helps: one has said yes to its being known, the other has not. */
export function tellSensitiveServices(stage: Stage): void {
  const story = beginStory(stage, 'sensitive-services')
  const { madeOn, origin, workforce } = stage.making
  const families = [
    { mother: 'Ffion Cawthra', child: 'Nell Cawthra', home: DOBCROFT, yes: true },
    { mother: 'Merryn Oldroyd', child: 'Kit Oldroyd', home: BOBBIN_YARD, yes: false },
  ]
  const [grace] = workforce.familySafeguarding('central')
  if (grace === undefined) throw new Error('Family Safeguarding without a worker')
  for (const [nth, each] of families.entries()) {
    const mother = storyPerson(story, each.mother, 'F', bornAged(28 + nth, 9, 12, madeOn), each.home)
    const child = storyPerson(
      story,
      each.child,
      nth === 0 ? 'F' : 'M',
      bornAged(6 + nth, 1, 31, madeOn),
      each.home,
    )
    const who = {
      ref: `FSS${nth + 1}`,
      person: mother,
      written: writtenFor(story, mother),
      nhs: stage.issueNhs(),
    }
    const about = { ...who, address: each.home, older: false }
    const time = { start: origin - 110, lastContact: origin - 8, end: undefined }
    const basis = { kind: 'recovery', yes: each.yes, harmTest: '' } as const
    putHelp(stage.making, { ...about, ...time, ...basis, worker: grace })
    bookAdult(story.book, about)
    storyPupil(story, child, [
      storyContact(story, mother, { relationship: 'PAM', responsibility: true, address: 'same' }),
    ])
    storyTie(story, mother, 'mother', child, true, true)
  }
  endStory(story, {
    search: 'Nell Cawthra, aged 6; Kit Oldroyd, aged 7',
    by: 'priya.nair; grace.mensah',
    should:
      'Of Ffion Cawthra it may be said that Family Safeguarding helps her, for she has said yes; of Merryn Oldroyd nothing may, and her page is that of somebody whom the service does not help. Grace Mensah sees both.',
  })
}
