/** Views as access hands them to pages, made by hand: what each test does not name is ordinary. */

import type { FamilyLine, FamilyView } from '../src/access/family-view.ts'
import type { FoundPerson } from '../src/access/find.ts'
import type { PersonHelping } from '../src/access/involvements.ts'
import type { Panel, PersonSummary, PersonView } from '../src/access/person-view.ts'
import type { Receipt } from '../src/access/receipt.ts'
import { render } from '../src/kit/html.ts'
import { type EmergencyNumbers, type PageParts, page } from '../src/web/layout.ts'

export const NUMBERS: EmergencyNumbers = {
  now: [{ label: 'Children’s services', phone: '0300 123 6720' }],
  desk: { label: 'Protected-records desk', phone: '01632 960 199' },
}

export const CHILD_ID = '11111111-1111-4111-8111-111111111111'
export const OTHER_ID = '22222222-2222-4222-8222-222222222222'

export function summary(more: Partial<PersonSummary> = {}): PersonSummary {
  return {
    personId: CHILD_ID,
    name: 'Mohammed SMITH',
    formerNames: [],
    birthDate: '2015-03-12',
    expectedBirthDate: undefined,
    age: 11,
    sex: 'male',
    nhsNumber: '999 123 4567',
    address: { shown: '14 Fir Street, Preston, PR2 3XY', from: '2024-06-01', sources: 3 },
    phone: undefined,
    addressNotPermitted: false,
    ...more,
  }
}

export function helping(more: Partial<PersonHelping> = {}): PersonHelping {
  return {
    personId: CHILD_ID,
    category: 'childrens-social-care',
    service: "Children's social care",
    organisation: 'Lancashire County Council',
    partnerId: 'lancs-csc',
    workerName: 'Joanne Kay',
    workerRole: 'Social worker',
    team: 'Preston team',
    phone: '01632 960 123',
    outOfHoursPhone: '01632 960 100',
    from: '2026-10-04',
    to: undefined,
    lastContact: '2026-11-18',
    nextDue: undefined,
    current: true,
    lead: true,
    contactIsOld: false,
    asOf: new Date('2026-11-20T06:10:00Z'),
    ...more,
  }
}

export function panel(more: Partial<Panel> = {}): Panel {
  return {
    categoryId: 'school',
    name: 'School',
    state: 'no record matched',
    says: 'In data to 20 November 2026. Pupils on roll.',
    onlyExistence: undefined,
    updated: '2026-11-20',
    helping: [],
    plans: [],
    notices: [],
    ...more,
  }
}

export function person(more: Partial<PersonView> = {}): PersonView {
  return {
    summary: summary(),
    panels: [],
    helping: [],
    plans: [],
    alerts: [],
    placement: undefined,
    ...more,
  }
}

export function line(more: Partial<FamilyLine> = {}): FamilyLine {
  return { ...person(), isTheChild: false, ties: [], livesWith: true, ...more }
}

export function family(more: Partial<FamilyView> = {}): FamilyView {
  return { child: line({ isTheChild: true }), members: [], overlaps: [], gaps: [], ...more }
}

export function found(more: Partial<FoundPerson> = {}): FoundPerson {
  const match = { band: 'strong', points: 80, agreeing: 2, why: ['the names are the same'] } as const
  return {
    ...summary(),
    match: { ...match, why: [...match.why] },
    isNearTwin: false,
    hasNhsNumber: true,
    ...more,
  }
}

export function receipt(more: Partial<Receipt> = {}): Receipt {
  return {
    receiptId: 'RECEIPT2',
    decidedAt: new Date('2026-11-22T09:32:00Z'),
    policyVersion: 'abc123',
    who: 'Asha Patel',
    roleName: 'Health visitor',
    partnerName: 'Lancashire Health Visiting',
    purposeName: 'Early help with a family',
    because: ['Children Act 2004 s.10 · agreement “Early help network” version 3 to 31 March 2027'],
    notShown: [],
    fields: ['identity.givenName'],
    conditions: [],
    ...more,
  }
}

/** A page as it is sent, without the frame’s own numbers and links. */
export function sent(parts: PageParts): string {
  return page({ ...parts, stylesheet: '/assets/test.css' })
}

/** The words of a page’s own body, tags taken out, as someone would hear them read. */
export function wordsOf(parts: PageParts): string {
  return render(parts.body)
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')
    .replace(/ ([.,:;)])/g, '$1')
    .trim()
}

/** What every page keeps: one heading, a title in three parts and no name in it. */
export function faultsOf(parts: PageParts): string[] {
  const document = sent(parts)
  const title = /<title>(.*?)<\/title>/.exec(document)?.[1] ?? ''
  return [
    ...(document.match(/<h1/g)?.length === 1 ? [] : ['not one h1']),
    ...(title.endsWith(' – Share information about a family') ? [] : [`title: ${title}`]),
    ...(/smith|mohammed/i.test(title) ? [`a name in the title: ${title}`] : []),
    ...(/<script|style="/.test(document) ? ['a script or an inline style'] : []),
    ...(/href="[^"]*(?:smith|mohammed)/i.test(document) ? ['a name in an address'] : []),
  ]
}
