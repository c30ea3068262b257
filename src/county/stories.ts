/**
 * The story families: there in every county, first, with the same names and facts; only their dates follow the day.
 * Their names stand in no list of names, so that no random family can be taken for one of them.
 */
import { issueStoryNhsNumbers, issueUpns } from './issue-identifiers.ts'
import type { Making, SchoolRolls } from './making.ts'
import { tellReview, tellTwins } from './stories-hard-to-match.ts'
import { tellAdopted, tellAdoptedThisYear, tellRefuge, tellRestricted } from './stories-kept-apart.ts'
import { tellCareLeaver, tellCountyBorder, tellTraveller } from './stories-of-edges.ts'
import { tellElsewhere, tellSmiths, tellTrap } from './stories-of-helpers.ts'
import { tellLookedAfter, tellTwoHomes, tellUnborn } from './stories-of-homes.ts'
import {
  tellNoticeAndMove,
  tellNurseryChild,
  tellSensitiveServices,
  tellTemporaryHome,
  tellYouthJustice,
} from './stories-of-other-partners.ts'
import type { Stage } from './story-teller.ts'
import type { HealthVisitor } from './workforce.ts'

/** Tells all stories into the files of Preston's first block. */
export function tellStories(making: Making, rolls: SchoolRolls, visitors: HealthVisitor[]): void {
  const [asha, claire] = visitors
  const [school] = rolls.primaries
  if (asha === undefined || claire === undefined || school === undefined || rolls.border === undefined) {
    throw new Error('the stories need two health visitors, a primary school and one over the border')
  }
  const issueNhs = issueStoryNhsNumbers()
  const stage: Stage = { making, rolls, asha, claire, school, issueNhs, issueUpn: issueUpns() }
  tellSmiths(stage)
  tellRefuge(stage)
  tellRestricted(stage)
  tellAdopted(stage)
  tellTwins(stage)
  tellLookedAfter(stage)
  tellReview(stage)
  tellTwoHomes(stage)
  tellUnborn(stage)
  tellCareLeaver(stage)
  tellTraveller(stage)
  tellCountyBorder(stage)
  tellTrap(stage)
  tellElsewhere(stage)
  tellNoticeAndMove(stage)
  tellAdoptedThisYear(stage)
  tellTemporaryHome(stage)
  tellNurseryChild(stage)
  tellYouthJustice(stage)
  tellSensitiveServices(stage)
}
