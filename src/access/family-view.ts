import type { Clock } from '../kit/clock.ts'
import type { Database } from '../kit/database.ts'
import { type FamilyMember, findFamilies } from '../records/family.ts'
import type { Tie } from '../records/relatives-store.ts'
import { requestAbout } from './child-view.ts'
import { type Disclosure, disclose, type Reading } from './disclose.ts'
import { findPartners } from './feed-status-store.ts'
import { type PersonView, viewPersons } from './person-view.ts'
import type { Who } from './request.ts'

/** One line of the family page: a person, what they are to the child, and who helps them. */
export type FamilyLine = PersonView & {
  isTheChild: boolean
  /** What the person is to the child in the sources' words, and which partners say so. */
  ties: { says: string; partners: string[]; responsibility: boolean }[]
  livesWith: boolean
}

export type FamilyView = { child: FamilyLine; members: FamilyLine[]; overlaps: string[]; gaps: string[] }

/**
 * The people of a child's family or household on one page, each under a decision of their own. Someone who may not be
 * shown leaves no line and no gap.
 */
export async function discloseFamily(
  database: Database,
  who: Who,
  purposeId: string | undefined,
  personId: string,
  reason: string | undefined,
  clock?: Clock,
): Promise<Disclosure<FamilyView>> {
  const request = requestAbout(who, purposeId, personId, reason)
  return await disclose(database, request, loadFamily, clock)
}

async function loadFamily(reading: Reading): Promise<FamilyView> {
  const [childId] = reading.persons
  if (childId === undefined) throw new Error('a family page about nobody')
  const families = await findFamilies(reading.client, [childId], async ties => {
    const mayTell = await reading.ask(ties.map(tie => tie.partnerId))
    return ties.filter(tie =>
      mayTell(childId, tie.how === 'household' ? 'address' : 'relationships', tie.partnerId),
    )
  })
  const around = families.get(childId) ?? []
  await reading.alsoAbout(around.map(member => member.personId))
  const family = around.filter(member => tiesThatMayShow(reading, childId, member).length > 0)
  const views = await viewPersons(reading, [childId, ...family.map(member => member.personId)])
  const partners = await findPartners(
    reading.client,
    family.flatMap(member => member.ties.map(tie => tie.partnerId)),
  )
  const lines = [...views].map(([id, view]): FamilyLine => {
    const member = family.find(one => one.personId === id)
    const ties = member === undefined ? [] : tiesThatMayShow(reading, childId, member)
    return {
      ...view,
      isTheChild: id === childId,
      ties: wordsOf(ties, childId, partnerId => partners.get(partnerId)?.name ?? partnerId),
      livesWith: id === childId || ties.some(tie => tie.how === 'household'),
    }
  })
  const child = lines.find(line => line.isTheChild)
  if (child === undefined) throw new Error('a disclosed child without a line')
  const members = lines.filter(line => !line.isTheChild).toSorted(byCloseness)
  return { child, members, overlaps: overlaps([child, ...members]), gaps: gaps([child, ...members]) }
}

/** A tie may be told if whoever it runs through may be shown, and a shared home if the relative's address may. */
function tiesThatMayShow(reading: Reading, childId: string, { personId, ties }: FamilyMember): Tie[] {
  return ties.filter(tie =>
    tie.how === 'household'
      ? reading.allowedBeyondExistence(personId, 'address')
      : tie.personId === childId || reading.allowed(tie.personId, 'identity'),
  )
}

function wordsOf(
  ties: readonly Tie[],
  childId: string,
  nameOf: (partnerId: string) => string,
): FamilyLine['ties'] {
  const byWords = new Map<string, { partners: Set<string>; responsibility: boolean }>()
  for (const tie of ties) {
    const says = tieWords(tie, tie.personId === childId)
    const found = byWords.get(says) ?? { partners: new Set(), responsibility: false }
    found.partners.add(nameOf(tie.partnerId))
    found.responsibility ||= tie.how === 'stated' && tie.responsibility
    byWords.set(says, found)
  }
  return [...byWords].map(([says, { partners, responsibility }]) => ({
    says,
    partners: [...partners].sort(),
    responsibility,
  }))
}

/**
 * What the relative is to the person of the page. Sources give the tie from the younger side; a tie that is not direct
 * leads through a parent to a sibling, or through a child to the other parent.
 */
function tieWords(tie: Tie, direct: boolean): string {
  if (tie.how === 'stated') return direct ? tie.type : `${tie.type} of a child here`
  if (tie.how === 'child of') return direct ? 'child' : 'shares a parent or carer'
  return tie.how === 'household' ? 'same address' : 'same family in social care'
}

function byCloseness(a: FamilyLine, b: FamilyLine): number {
  return (
    Number(b.livesWith) - Number(a.livesWith) ||
    (b.summary.age ?? 200) - (a.summary.age ?? 200) ||
    a.summary.name.localeCompare(b.summary.name)
  )
}

/** Services that work with more than one of the family, by different people: they might speak to each other. */
function overlaps(lines: readonly FamilyLine[]): string[] {
  const workers = new Map<string, Set<string>>()
  for (const { helping } of lines)
    for (const one of helping)
      if (one.current && one.workerName !== undefined)
        workers.set(one.service, (workers.get(one.service) ?? new Set()).add(one.workerName))
  return [...workers]
    .filter(([, names]) => names.size > 1)
    .map(([service, names]) => `${service}: ${[...names].sort().join(' and ')} both work with this family.`)
}

/** Where a service's own file covers a child's age and no record matched: said of children only, and only as that. */
function gaps(lines: readonly FamilyLine[]): string[] {
  return lines.flatMap(({ summary, panels }) => {
    if (summary.age === undefined || summary.age >= 18) return []
    return panels
      .filter(
        panel =>
          panel.state === 'no record matched' && ['school', 'health-visiting'].includes(panel.categoryId),
      )
      .filter(panel => panel.categoryId !== 'school' || (summary.age ?? 0) >= 5)
      .map(panel => `${summary.name}: no ${panel.name.toLowerCase()} record matched.`)
  })
}
