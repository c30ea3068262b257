/**
 * The children in need census, as the authority's system writes it for the year that runs: children by number, birth and
 * sex, with the year's referrals, enquiries and plans. Source: DfE, "Children in need census: guide to submitting data".
 */
import { isoDay, partsOf } from './days.ts'
import type { TextFile } from './delivery-writer.ts'
import type { FamilyBook, Making } from './making.ts'
import { codesOf } from './names.ts'
import type { ChildReturn, PlanOfChild, Referred } from './returns.ts'
import { bookNameless, yearOfReturns } from './returns.ts'
import type { RecordAbout } from './truth.ts'

export const CIN_CENSUS_CONTRACT = 'cin-census/1'

/** The name that the national system expects. */
export function censusFileName(asOf: number): string {
  return `CIN_${partsOf(yearOfReturns(asOf).ends).year}_888.xml`
}

/** Begins the document. */
export function beginCensus(file: TextFile, asOf: number): void {
  const { ends } = yearOfReturns(asOf)
  file.write(`<?xml version="1.0" encoding="utf-8"?>
<Message>
  <Header>
    <CollectionDetails><Collection>CIN</Collection><Year>${partsOf(ends).year}</Year><ReferenceDate>${isoDay(ends)}</ReferenceDate></CollectionDetails>
    <Source><SourceLevel>L</SourceLevel><LEA>888</LEA><SoftwareCode>Ribble Case System</SoftwareCode><SerialNo>001</SerialNo><DateTime>${isoDay(asOf)}T18:00:00</DateTime></Source>
    <Content><CBDSLevels><CBDSLevel>Child</CBDSLevel></CBDSLevels></Content>
  </Header>
  <Children>
`)
}

export function endCensus(file: TextFile): void {
  file.write('  </Children>\n</Message>\n')
}

/** Writes the child with what has been open since the year began; nothing for a child of earlier years. */
export function putCensusChild(
  making: Making,
  book: FamilyBook,
  about: RecordAbout,
  gathered: ChildReturn,
): void {
  const { begins } = yearOfReturns(making.asOf)
  const referrals = gathered.referrals.filter(({ to }) => to === undefined || to >= begins)
  if (referrals.length === 0) return
  const { ref, written, person, upn = '' } = about
  const born =
    about.dated === false
      ? element('ExpectedPersonBirthDate', isoDay(person.born))
      : element('PersonBirthDate', isoDay(written.born))
  const number =
    upn === '' ? element('UPNunknown', about.dated === false ? 'UN1' : 'UN4') : element('UPN', upn)
  const details = referrals.map(referral => detailsXml(referral, gathered.plans)).join('')
  making.census.write(`    <Child>
      <ChildIdentifiers>${element('LAchildID', ref)}${number}${born}${element('Sex', about.dated === false ? 'U' : person.sex)}</ChildIdentifiers>
      <ChildCharacteristics>${element('Ethnicity', codesOf(person.culture).ethnicity)}<Disabilities><Disability>NONE</Disability></Disabilities></ChildCharacteristics>
${details}    </Child>
`)
  bookNameless(book, about, CIN_CENSUS_CONTRACT, upn)
}

function element(name: string, value: string): string {
  return value === '' ? '' : `<${name}>${value}</${name}>`
}

function day(name: string, value: number | undefined): string {
  return value === undefined ? '' : element(name, isoDay(value))
}

function detailsXml(referred: Referred, plans: PlanOfChild[]): string {
  const own = plans.filter(plan => plan.referral === referred.referral)
  const begun =
    day('CINreferralDate', referred.from) +
    element('ReferralSource', referred.source) +
    element('PrimaryNeedCode', referred.need)
  const closed = referred.assessed
    ? day('CINclosureDate', referred.to) + element('ReasonForClosure', referred.closed)
    : ''
  const assessed = referred.assessed
    ? `<Assessments>${day('AssessmentActualStartDate', referred.from + 1)}<FactorsIdentifiedAtAssessment><AssessmentFactors>3B</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>`
    : ''
  return `      <CINdetails>${begun}${closed}${assessed}${own.map(planXml).join('')}<ReferralNFA>${!referred.assessed}</ReferralNFA></CINdetails>
`
}

function planXml({ kind, from, to, category }: PlanOfChild): string {
  if (kind === 'in-need')
    return `<CINPlanDates>${day('CINPlanStartDate', from)}${day('CINPlanEndDate', to)}</CINPlanDates>`
  const enquiry = `<Section47>${day('S47ActualStartDate', from - 12)}${day('InitialCPCtarget', from + 3)}${day('DateOfInitialCPC', from)}<ICPCnotRequired>false</ICPCnotRequired></Section47>`
  return `${enquiry}<ChildProtectionPlans>${day('CPPstartDate', from)}${day('CPPendDate', to)}${element('InitialCategoryOfAbuse', category)}${element('LatestCategoryOfAbuse', category)}<NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans>`
}
