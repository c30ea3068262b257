import { requiredMissing } from '../checks/row-rules.ts'
import { birthDateAsExported, dayAsExported, filled, pupilNumber, sex, text, yesNo } from '../columns.ts'
import type { Context, Contract, Draft, Sender } from '../contract.ts'
import { type Element, elementAt, elementsAt, textAt } from '../readers/element.ts'
import type { Plan } from '../sections.ts'
import { isAdoption, sealBeforeAdoption } from './adoption.ts'
import { period, statusAt } from './period.ts'

/** Sex took the place of GenderCurrent in the census of 2024 to 2025. */
const IDENTIFIERS = [
  'LAchildID',
  'UPN',
  'FormerUPN',
  'PersonBirthDate',
  'ExpectedPersonBirthDate',
  'PersonDeathDate',
  'Sex',
  'GenderCurrent',
]

const DETAILS = [
  'CINreferralDate',
  'ReferralNFA',
  'CINclosureDate',
  'ReasonForClosure',
  ...['CINPlanStartDate', 'CINPlanEndDate'].map(name => `CINPlanDates/${name}`),
  ...['S47ActualStartDate', 'InitialCPCtarget', 'DateOfInitialCPC', 'ICPCnotRequired'].map(
    name => `Section47/${name}`,
  ),
  ...['CPPstartDate', 'CPPendDate'].map(name => `ChildProtectionPlans/${name}`),
]

const READS = [
  ...['Collection', 'Year', 'ReferenceDate'].map(name => `Header/CollectionDetails/${name}`),
  ...['LEA', 'DateTime'].map(name => `Header/Source/${name}`),
  ...IDENTIFIERS.map(name => `Child/ChildIdentifiers/${name}`),
  ...DETAILS.map(path => `Child/CINdetails/${path}`),
]

/**
 * The children in need census: one authority's referrals and plans of a year. Needs, factors, disabilities, ethnicity,
 * categories of abuse and reviews have no live purpose here and are dropped. It names nobody: a child is joined to who
 * other feeds say it is by its pupil number and date of birth, or not at all.
 */
export const cinCensus1: Contract = {
  id: 'cin-census/1',
  name: 'Children in need census: referrals and plans of a year',
  encoding: 'XML in UTF-8; Windows-1252 and UTF-16 are recognised',
  key: 'LAchildID; with the date of the referral, or with the kind and start of the plan',
  mode: 'snapshot',
  asOf: 'Header/Source/DateTime, or else ReferenceDate in Header/CollectionDetails',
  coverage: {
    who: 'Children referred to children’s social care, or in need, in the year of the census',
    ages: [0, 25],
    area: 'The local authority that sends it',
    since: '2013-04-01',
    staleAfterDays: 430,
  },
  categories: ['identity', 'identifiers', 'childrens-social-care', 'care-plans'],
  sentBy: 'discloser',
  stages: { children: 'child' },
  sample: 'cin-census',
  document: {
    root: 'Message',
    header: 'Message/Header',
    record: 'Message/Children/Child',
    reads: READS,
    scopes: ['children', 'referrals', 'plans'],
    sender: senderOf,
    records: (child, context) => {
      const identifiers = elementAt(child, 'ChildIdentifiers')
      const id = context.read(filled(text), 'LAchildID', textAt(identifiers, 'LAchildID'))
      if (id === undefined) return []
      const details = elementsAt(child, 'CINdetails')
      return [
        childDraft(identifiers, id, context),
        ...details.flatMap(detail => detailDrafts(detail, id, context)),
      ]
    },
  },
}

/** Other collections come as a `Message` too, so the file must say that it is this one. */
function senderOf(header: Element): Sender | { refused: string } {
  const collection = textAt(header, 'CollectionDetails/Collection')
  if (collection?.toUpperCase() !== 'CIN') return { refused: anotherCollection(collection) }
  const year = textAt(header, 'CollectionDetails/Year')
  return {
    laCode: textAt(header, 'Source/LEA'),
    asOf: textAt(header, 'Source/DateTime') ?? textAt(header, 'CollectionDetails/ReferenceDate'),
    notes: year && /^\d{4}$/.test(year) ? [`The children in need census of ${year}.`] : [],
  }
}

/** Children looked after are agreed as the CSV files of SSDA903; their XML is told so. */
function anotherCollection(collection: string | undefined): string {
  const which = collection ? `of the collection “${collection.slice(0, 20)}”` : 'of no named collection'
  const isLookedAfter = /^(CLA|LAC|SSDA ?903)/i.test(collection ?? '')
  const then = isLookedAfter
    ? 'Export it as the CSV files of SSDA903 (header.csv, episodes.csv, missing.csv, reviews.csv) and send those together.'
    : 'Look whether it is the right export.'
  return `The file is ${which}; only the children in need census (CIN) is read here as XML of this kind. ${then}`
}

function childDraft(identifiers: Element | undefined, id: string, context: Context): Draft {
  const at = (name: string) => textAt(identifiers, name)
  const birthDate = context.read(birthDateAsExported, 'PersonBirthDate', at('PersonBirthDate'))
  const expected = context.read(dayAsExported, 'ExpectedPersonBirthDate', at('ExpectedPersonBirthDate'))
  const upn = context.read(pupilNumber, 'UPN', at('UPN'))
  const formerUpn = context.read(text, 'FormerUPN', at('FormerUPN'))
  return {
    scope: 'children',
    sourceRef: id,
    person: id,
    content: {
      identity: {
        birthDate,
        expectedBirthDate: birthDate === undefined ? expected : undefined,
        deathDate: context.read(dayAsExported, 'PersonDeathDate', at('PersonDeathDate')),
        sex: context.read(sex, 'Sex', at('Sex') ?? at('GenderCurrent')),
      },
      identifiers: upn || formerUpn ? { upn, formerUpn } : undefined,
    },
  }
}

/** A referral, and what was planned because of it. */
function detailDrafts(detail: Element, id: string, context: Context): Draft[] {
  const day = (name: string) => context.read(dayAsExported, name, textAt(detail, name))
  const referred = day('CINreferralDate')
  const noAction = context.read(yesNo, 'ReferralNFA', textAt(detail, 'ReferralNFA')) === true
  const closed = day('CINclosureDate')
  // Where nothing followed the referral no closure is sent, and nobody is working with the child.
  const { from, to } = period(
    referred,
    closed ?? (noAction ? referred : undefined),
    'CINclosureDate',
    context,
  )
  const referral: Draft = {
    scope: 'referrals',
    sourceRef: `${id}/referral/${referred ?? 'undated'}`,
    person: id,
    from,
    to,
    content: {
      'childrens-social-care': {
        service: "Children's social care",
        status: noAction ? 'historic' : statusAt(to, context.today),
        from,
        to,
        detail: 'Referred to children’s social care',
      },
    },
  }
  const plan = (
    type: Plan['type'],
    name: string,
    start: string,
    end: (element: Element) => string | undefined,
  ) =>
    elementsAt(detail, name).flatMap(element =>
      planDraft(type, id, [textAt(element, start), start], end(element), context),
    )
  const endIn = (name: string) => (element: Element) =>
    context.read(dayAsExported, name, textAt(element, name))
  const drafts = [
    referral,
    ...plan('child in need', 'CINPlanDates', 'CINPlanStartDate', endIn('CINPlanEndDate')),
    ...plan('section 47 enquiry', 'Section47', 'S47ActualStartDate', enquiryEnd(closed, context)),
    ...plan('child protection', 'ChildProtectionPlans', 'CPPstartDate', endIn('CPPendDate')),
  ]
  if (isAdoption(textAt(detail, 'ReasonForClosure')))
    drafts.push(sealBeforeAdoption('children', context.partnerId, id))
  return drafts
}

/**
 * The census does not say when an enquiry ended: it did at the conference to which it led, or by the day on which that
 * was due if none was needed, and at the latest when the case was closed.
 */
function enquiryEnd(closed: string | undefined, context: Context) {
  return (enquiry: Element): string | undefined => {
    const day = (name: string) => context.read(dayAsExported, name, textAt(enquiry, name))
    const [conference, due] = [day('DateOfInitialCPC'), day('InitialCPCtarget')]
    const notNeeded = context.read(yesNo, 'ICPCnotRequired', textAt(enquiry, 'ICPCnotRequired')) === true
    return conference ?? (notNeeded ? due : undefined) ?? closed
  }
}

function planDraft(
  type: Plan['type'],
  id: string,
  [start, column]: [string | undefined, string],
  end: string | undefined,
  context: Context,
): Draft[] {
  const begun = context.read(dayAsExported, column, start)
  if (begun === undefined) {
    if (start === undefined) context.reject(column, requiredMissing)
    return []
  }
  const { from, to } = period(begun, end, column, context)
  const sourceRef = `${id}/${type}/${begun}`
  return [{ scope: 'plans', sourceRef, person: id, from, to, content: { 'care-plans': { type, from, to } } }]
}
