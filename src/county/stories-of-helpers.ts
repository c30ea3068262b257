/**
 * Stories of who helps whom: the Smiths, whom several services help; a file that names another partner's worker; and
 * a child known to another health visitor.
 */
import { bornAged } from './days.ts'
import { putEpisode } from './early-help.ts'
import type { Child } from './people.ts'
import { putFamily, putMother } from './social-care.ts'
import { putInNeedPlan, putInvolvement } from './social-care-cases.ts'
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

const FIR_STREET = storyAddress('14', 'Fir Street', 'Ribbleton', 'Preston', 'PR2 6FJ', 1)
const PEEL_TERRACE = storyAddress('3', 'Peel Terrace', 'Brierfield', 'Nelson', 'BB9 5TQ', 2)
const LARK_CLOSE = storyAddress('27', 'Lark Close', 'Fulwood', 'Preston', 'PR2 9WN', 3)
const SHUTTLE_ROW = storyAddress('8', 'Shuttle Row', 'Deepdale', 'Preston', 'PR1 5GZ', 4)

/** A child misspelt by one partner and in need at another, a sister at school, parents apart. */
export function tellSmiths(stage: Stage): void {
  const story = beginStory(stage, 'smith')
  const { madeOn, origin, care, workforce } = stage.making
  const culture = 'pakistani'
  const born = bornAged(3, 3, 12, madeOn)
  const mohammed = storyPerson(story, 'Mohammed Smith', 'M', born, FIR_STREET, { culture })
  const aisha = storyPerson(story, 'Aisha Smith', 'F', bornAged(7, 5, 4, madeOn), FIR_STREET, { culture })
  const samina = storyPerson(story, 'Samina Smith', 'F', bornAged(34, 8, 21, madeOn), FIR_STREET, { culture })
  const imran = storyPerson(story, 'Imran Khan', 'M', bornAged(36, 1, 17, madeOn), PEEL_TERRACE, { culture })
  const otherwise = { given: 'Mohamed', family: 'Smithe', previousFamily: 'Smithies' }
  storyPatient(story, mohammed, { visitor: stage.asha, nhs: stage.issueNhs(), otherwise })
  storyPupil(story, aisha, [
    storyContact(story, samina, { relationship: 'PAM', responsibility: true, address: 'same' }),
    storyContact(story, imran, { relationship: 'PAF', responsibility: false, address: PEEL_TERRACE }),
  ])
  const child = storyCarePerson(story, mohammed)
  const sister = storyCarePerson(story, aisha, { upn: aisha.upn })
  const mother = storyCarePerson(story, samina, { isMother: true })
  putFamily(care, [child, sister, mother])
  putMother(care, mother, child, mohammed.born)
  putMother(care, mother, sister, aisha.born)
  const inNeedSince = origin - 95
  const referral = storyReferral(story, child, inNeedSince, 'N5', ['3C', 'Health services: health visitor'])
  putInNeedPlan(care, child, { referral, worker: workforce.joanneKay, from: inNeedSince + 30, to: undefined })
  storyJoanne(story, child, inNeedSince + 2, referral)
  tellEarlierHelp(story, mohammed, samina, { from: origin - 320, to: inNeedSince - 14 })
  for (const one of [mohammed, aisha]) {
    storyTie(story, samina, 'mother', one, true, true)
    storyTie(story, imran, 'father', one, false, false)
  }
  endStory(story, {
    search: 'Mohamed Smithe, aged 3, Ribbleton',
    by: 'asha.patel',
    should:
      'Found though misspelt: health visiting and social care are one child with his mother Samina and sister Aisha on the family page; Joanne Kay and her team shown as helping since the child-in-need plan, early help as ended; his father Imran Khan lives elsewhere.',
  })
}

/** Early help came before social care; its own file says so, and that it has ended. */
function tellEarlierHelp(
  story: Story,
  child: Child,
  mother: Child,
  time: { from: number; to: number },
): void {
  const { earlyHelp, workforce } = story.making
  const ref = storyCarePerson(story, child, { office: earlyHelp })
  const motherRef = storyCarePerson(story, mother, { office: earlyHelp, isMother: true })
  putFamily(earlyHelp, [ref, motherRef])
  putMother(earlyHelp, motherRef, ref, child.born)
  putEpisode(earlyHelp, ref, { worker: workforce.earlyHelpWorker('central', 0), ...time })
}

/** Social care's file names a worker by the id that a health visitor has in her own partner. */
export function tellTrap(stage: Stage): void {
  const story = beginStory(stage, 'trap')
  const { madeOn, origin, care, workforce } = stage.making
  const owen = storyPerson(story, 'Owen Trapnell', 'M', bornAged(3, 9, 30, madeOn), LARK_CLOSE)
  storyPatient(story, owen, { visitor: stage.claire, nhs: stage.issueNhs() })
  const ref = storyCarePerson(story, owen)
  const impostor = {
    professionalId: 'PR-CSC-HV001',
    staffId: stage.asha.workerId,
    name: 'Asha Patel',
    title: 'Family support worker',
    team: workforce.joanneKay.team,
  }
  workforce.caseWorkers.push(impostor)
  const referral = storyReferral(story, ref, origin - 60, 'N8', ['6', 'Police'])
  putInvolvement(care, ref, {
    worker: impostor,
    role: 'Family support worker',
    from: origin - 55,
    to: undefined,
    referral,
  })
  endStory(story, {
    search: 'Owen Trapnell, aged 3, Fulwood',
    by: 'asha.patel',
    should:
      "No access by caseload: social care's file names worker HV001, but only health visiting's own file can make a child Asha Patel's, and it names HV002.",
  })
}

/** A child whom another health visitor knows and nobody else. */
export function tellElsewhere(stage: Stage): void {
  const story = beginStory(stage, 'other-caseload')
  const { madeOn } = stage.making
  const wren = storyPerson(story, 'Wren Garstang-Lowe', 'F', bornAged(2, 2, 6, madeOn), SHUTTLE_ROW)
  storyPatient(story, wren, { visitor: stage.claire, nhs: stage.issueNhs() })
  endStory(story, {
    search: 'Wren Garstang-Lowe, aged 2, Deepdale',
    by: 'asha.patel',
    should:
      "Not on Asha Patel's caseload: she is refused what only a child's own workers may see, in words that tell her whom to ring.",
  })
}
