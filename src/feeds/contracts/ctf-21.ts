import { parseUpn } from '../../kit/identifiers.ts'
import { birthDateAsExported, code, filled, pupilNumber, sex, text } from '../columns.ts'
import type { Context, Contract, Draft, Sender } from '../contract.ts'
import { type Element, elementAt, textAt } from '../readers/element.ts'
import { contactDetails, contactDrafts, type Pupil } from './ctf-21/contacts.ts'
import { ADDRESS, AS_PUPIL, addressOf, homeOf, IN_CARE, placementOf } from './ctf-21/homes.ts'

const PERSON = [
  'Surname',
  'Forename',
  'MiddleNames',
  'MiddleName',
  'Gender',
  'Sex',
  'Email',
  'Phones/Phone/PhoneNo',
]

/** Where they stand, beside the number or in BasicDetails, differs between versions and systems. */
const DETAILS = ['DOB', 'FormerUPN', 'PreferredSurname', 'PreferredForename', 'FormerSurname', 'EnrolStatus']

const READS = [
  ...['DateTime', 'CTFversion', 'DocumentQualifier'].map(name => `Header/${name}`),
  ...['LEA', 'Estab', 'SchoolName'].map(name => `Header/SourceSchool/${name}`),
  ...['LEA', 'Estab'].map(name => `Header/DestSchool/${name}`),
  ...['UPN', 'UniqueLearnerNumber', ...PERSON, ...DETAILS].map(name => `Pupil/${name}`),
  ...[...PERSON, ...DETAILS, 'LegalSurname', 'LegalForename'].map(name => `Pupil/BasicDetails/${name}`),
  ...ADDRESS.map(path => `Pupil/${path}`),
  ...IN_CARE.map(path => `Pupil/${path}`),
  ...['Order', 'Relationship', 'Responsibility', ...AS_PUPIL, ...PERSON].map(
    name => `Pupil/Contacts/Contact/${name}`,
  ),
  ...ADDRESS.map(path => `Pupil/Contacts/Contact/${path}`),
]

/** C current, M and S current with another school, F further education, G guest, O other provider, P previous. */
const ENROL_STATUS = code({
  C: 'current',
  M: 'current',
  S: 'current',
  F: 'current',
  G: 'current',
  O: 'current',
  P: 'historic',
})

/** One school's pupils on roll, with their contacts as persons of their own. */
export const ctf21: Contract = {
  id: 'ctf/21',
  name: 'Common Transfer File: pupils on roll and their contacts',
  encoding: 'XML in UTF-8; Windows-1252 and UTF-16 are recognised',
  key: 'UPN, or school, surname, forename and date of birth where there is none; a contact by names and relationship to the pupil',
  mode: 'snapshot',
  asOf: 'Header/DateTime',
  coverage: {
    who: 'Pupils on the roll of the school that sends it',
    ages: [2, 19],
    area: 'One school',
    since: '2020-09-01',
    staleAfterDays: 14,
  },
  categories: [
    'identity',
    'identifiers',
    'contact-details',
    'address',
    'placement-address',
    'relationships',
    'school',
  ],
  sentBy: 'discloser',
  stages: { pupils: 'child', contacts: 'adult' },
  sample: 'school',
  document: {
    root: 'CTfile',
    header: 'CTfile/Header',
    record: 'CTfile/CTFpupilData/Pupil',
    reads: READS,
    scopes: ['pupils', 'contacts'],
    sender: senderOf,
    records: (pupil, context) => {
      const key = keyOf(pupil, context)
      if (key === undefined) return []
      const about = { key, placement: placementOf(pupil, context) }
      return [pupilDraft(pupil, about, context), ...contactDrafts(pupil, about, context)]
    },
  },
}

function laEstabOf(header: Element | undefined): string | undefined {
  const joined = laEstabAt(header, 'SourceSchool')
  return /^\d{7}$/.test(joined) ? joined : undefined
}

function laEstabAt(header: Element | undefined, school: string): string {
  return `${textAt(header, `${school}/LEA`) ?? ''}${textAt(header, `${school}/Estab`) ?? ''}`
}

/**
 * A file for one other school, or for one that is not known (X) or keeps no such files (M), holds the pupils who go there
 * and no others. One for the authority has L in place of the school.
 */
function isForAnotherSchool(header: Element): boolean {
  const to = laEstabAt(header, 'DestSchool').toUpperCase()
  return /^(\d{7}|X{7}|M{7})$/.test(to) && to !== laEstabOf(header)
}

function senderOf(header: Element): Sender {
  const laEstab = laEstabOf(header)
  const version = textAt(header, 'CTFversion')
  const isPartial = textAt(header, 'DocumentQualifier')?.toLowerCase() === 'partial'
  const isTransfer = isForAnotherSchool(header)
  const stay = 'Pupils whom it leaves out, and what it does not say of the others, stay as they were.'
  const notes = [
    ...(version && /^\d{1,2}(\.\d{1,2})?$/.test(version)
      ? [`Version ${version} of the Common Transfer File.`]
      : []),
    ...(isPartial ? [`The file says that it is partial. ${stay}`] : []),
    ...(isTransfer && !isPartial
      ? [`The file is meant for one other school, so it is a part of the list. ${stay}`]
      : []),
  ]
  return {
    partnerId: laEstab && `school-${laEstab}`,
    asOf: textAt(header, 'DateTime'),
    notes,
    isPart: isPartial || isTransfer,
  }
}

/** A detail of the pupil, under the first of these names that is there, wherever this version has it. */
function detailOf(pupil: Element, ...names: string[]): string | undefined {
  const basic = elementAt(pupil, 'BasicDetails')
  for (const name of names) {
    const found = textAt(pupil, name) ?? textAt(basic, name)
    if (found !== undefined) return found
  }
  return undefined
}

const surnameOf = (pupil: Element) => detailOf(pupil, 'Surname', 'LegalSurname')
const forenameOf = (pupil: Element) => detailOf(pupil, 'Forename', 'LegalForename')

/** A pupil without a number is known by name and birth within the school. FormerUPN is never a key: see formats. */
function keyOf(pupil: Element, context: Context): string | undefined {
  const surname = context.read(filled(text), 'Surname', surnameOf(pupil))
  if (surname === undefined) return undefined
  const upn = textAt(pupil, 'UPN')
  const valid = upn === undefined ? undefined : parseUpn(upn)
  if (valid !== undefined) return valid
  const parts = [surname, forenameOf(pupil) ?? '', detailOf(pupil, 'DOB') ?? '']
  return [laEstabOf(context.header) ?? '', ...parts].join('/').slice(0, 300)
}

function pupilDraft(pupil: Element, { key, placement }: Pupil, context: Context): Draft {
  const read = (...names: string[]) => context.read(text, names[0] ?? '', detailOf(pupil, ...names))
  const upn = context.read(pupilNumber, 'UPN', textAt(pupil, 'UPN'))
  const uln = read('UniqueLearnerNumber')
  // A former number is history only: for an adopted child it would lead to who the child was.
  const formerUpn = read('FormerUPN')
  const preferred = { givenName: read('PreferredForename'), familyName: read('PreferredSurname') }
  const status = context.read(ENROL_STATUS, 'EnrolStatus', detailOf(pupil, 'EnrolStatus')) ?? 'current'
  return {
    scope: 'pupils',
    sourceRef: key,
    person: key,
    content: {
      identity: {
        givenName: context.read(text, 'Forename', forenameOf(pupil)),
        middleNames: read('MiddleNames', 'MiddleName'),
        familyName: context.read(text, 'Surname', surnameOf(pupil)),
        sex: context.read(sex, 'Sex', detailOf(pupil, 'Sex', 'Gender')),
        formerFamilyName: read('FormerSurname'),
        otherNames: preferred.givenName || preferred.familyName ? [preferred] : undefined,
        birthDate: context.read(birthDateAsExported, 'DOB', detailOf(pupil, 'DOB')),
      },
      identifiers: upn || uln || formerUpn ? { upn, uln, formerUpn } : undefined,
      'contact-details': contactDetails(pupil, '', context),
      ...homeOf(addressOf(pupil, '', context), placement !== undefined),
      school: {
        service: 'School',
        organisation: context.read(text, 'SchoolName', textAt(context.header, 'SourceSchool/SchoolName')),
        status,
      },
    },
  }
}
