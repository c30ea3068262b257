import { parseNhsNumber, parseUpn, parseUprn } from '../../../kit/identifiers.ts'
import { controlCharacters } from '../../checks/control-characters.ts'
import { nhsNumber } from '../../checks/nhs-number.ts'
import { brokenJson } from '../../checks/row-rules.ts'
import { upn } from '../../checks/upn.ts'
import { alsoCalled, code, ending, filled, present, text } from '../../columns.ts'
import { type Context, table } from '../../contract.ts'
import type { Identifiers } from '../../sections.ts'
import { addressLine } from '../address-line.ts'
import { period } from '../period.ts'
import { birthDay, day, postcode, sexCode, upn as upnField, words } from './fields.ts'

/** Who the persons are, where they live, and how they belong together. */

export const person = table({
  scope: 'ssd_person',
  required: true,
  columns: {
    pers_person_id: filled(text),
    pers_upn: upnField,
    pers_forename: present(text),
    pers_surname: present(text),
    pers_sex: sexCode,
    pers_dob: present(birthDay),
    pers_single_unique_id: alsoCalled(words, 'pers_common_child_id'),
    pers_expected_dob: day,
    pers_death_date: day,
  },
  records: row => [
    {
      scope: 'ssd_person',
      sourceRef: row.pers_person_id ?? '',
      person: row.pers_person_id,
      content: {
        identity: {
          givenName: row.pers_forename,
          familyName: row.pers_surname,
          birthDate: row.pers_dob,
          expectedBirthDate: row.pers_dob === undefined ? row.pers_expected_dob : undefined,
          deathDate: row.pers_death_date,
          sex: row.pers_sex,
        },
        identifiers: identifiersOf(row.pers_upn, row.pers_single_unique_id),
      },
    },
  ],
})

/** The single unique identifier is whatever the authority fills in; it counts where it is an NHS number. */
function identifiersOf(upnText: string | undefined, single: string | undefined): Identifiers | undefined {
  const nhs = single === undefined ? undefined : parseNhsNumber(single)
  return upnText === undefined && nhs === undefined ? undefined : { nhsNumber: nhs, upn: upnText }
}

export const address = table({
  scope: 'ssd_address',
  columns: {
    addr_table_id: filled(text),
    addr_person_id: filled(text),
    addr_address_type: words,
    addr_address_start_date: present(day),
    addr_address_end_date: ending(present(day)),
    addr_address_postcode: present(postcode),
    addr_address_json: words,
  },
  records: (row, context) => {
    const { from, to } = period(
      row.addr_address_start_date,
      row.addr_address_end_date,
      'addr_address_end_date',
      context,
    )
    const { addr_address_type: type, addr_address_postcode: postcode } = row
    const content = isKeptSafe(type)
      ? { 'placement-address': { postcode, type, from, to } }
      : { address: { ...placeOf(row.addr_address_json, context), postcode, type, from, to } }
    const { addr_table_id: sourceRef = '', addr_person_id: person } = row
    return [{ scope: 'ssd_address', sourceRef, person, from, to, content }]
  },
})

/**
 * Placements, refuges, adopters' homes, and addresses that the case system itself calls confidential, are kept safe by what
 * they are, also where they are listed among the other addresses: of them the postcode, in a category that only the child's own care team may see.
 */
function isKeptSafe(type: string | undefined): boolean {
  return type !== undefined && KEPT_SAFE.test(type)
}

/** A residential address is a home like any other; a residential home or school is a placement. */
const KEPT_SAFE =
  /placement|refuge|adopt|foster|secure|residential (home|school|unit|care|child)|child(ren)?.?s.? home|confiden|restricted|withheld|undisclosed|not to be (disclosed|shared)|safe ?house/i

/** Parts of an address in the order in which an envelope has them, by the names that case systems give them. */
const LINE_PARTS = [
  'SAON',
  'ROOM',
  'FLOOR',
  'FLAT',
  'BUILDING',
  'PAON',
  'HOUSE',
  'STREET',
  'LOCALITY',
  'TOWN',
]

function placeOf(
  json: string | undefined,
  context: Context,
): { line: string | undefined; uprn: string | undefined } {
  const nothing = { line: undefined, uprn: undefined }
  if (json === undefined) return nothing
  const parts = parsePlain(json)
  if (parts === undefined) {
    context.reject('addr_address_json', brokenJson)
    return nothing
  }
  // An escape in the JSON may stand for a character that the text of the file itself does not hold.
  if ([...parts.values()].some(part => !controlCharacters.passes(part, context.today))) {
    context.reject('addr_address_json', controlCharacters)
    return nothing
  }
  return {
    line: addressLine(LINE_PARTS.map(name => parts.get(name))),
    uprn: parseUprn(parts.get('UPRN') ?? ''),
  }
}

/** The texts and numbers of a flat JSON object, by their names in capitals. */
function parsePlain(json: string): Map<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const plain = Object.entries(value).filter(
      ([, part]) => typeof part === 'string' || typeof part === 'number',
    )
    return new Map(plain.map(([name, part]) => [name.toUpperCase(), String(part).trim()]))
  } catch {
    return undefined
  }
}

export const linkedIdentifiers = table({
  scope: 'ssd_linked_identifiers',
  columns: {
    link_table_id: filled(text),
    link_person_id: filled(text),
    link_identifier_type: filled(text),
    link_identifier_value: filled(text),
    link_valid_from_date: day,
    link_valid_to_date: day,
  },
  records: (row, context) => {
    const { from, to } = period(
      row.link_valid_from_date,
      row.link_valid_to_date,
      'link_valid_to_date',
      context,
    )
    const identifiers = linkedIdentifier(
      row.link_identifier_type ?? '',
      row.link_identifier_value ?? '',
      { from, to },
      context,
    )
    if (identifiers === undefined) return []
    return [
      {
        scope: 'ssd_linked_identifiers',
        sourceRef: row.link_table_id ?? '',
        person: row.link_person_id,
        from,
        to,
        content: { identifiers },
      },
    ]
  },
})

/** Numbers that have a purpose here. Home Office and National Insurance numbers have none and are dropped. */
function linkedIdentifier(
  type: string,
  value: string,
  dates: { from: string | undefined; to: string | undefined },
  context: Context,
): Identifiers | undefined {
  const kind = type.toLowerCase()
  const reject = (check: typeof upn) => {
    context.reject('link_identifier_value', check)
    return undefined
  }
  if (kind === 'nhs number') {
    const number = parseNhsNumber(value)
    if (number === undefined) return reject(nhsNumber)
    // A number that has ended was superseded: it is history, and no key to join by.
    return dates.to === undefined
      ? { nhsNumber: number }
      : { other: [{ type: 'Former NHS number', value: number, ...dates }] }
  }
  if (kind === 'unique pupil number' || kind === 'upn') {
    const number = parseUpn(value)
    if (number === undefined) return reject(upn)
    return dates.to === undefined ? { upn: number } : { formerUpn: number }
  }
  if (kind === 'former unique pupil number' || kind === 'former upn')
    return { formerUpn: parseUpn(value) ?? value }
  if (kind === 'case number') return { other: [{ type: 'Case number', value, ...dates }] }
  context.drop('link_identifier_value of a type without a purpose')
  return undefined
}

export const family = table({
  scope: 'ssd_family',
  columns: { fami_table_id: filled(text), fami_family_id: filled(text), fami_person_id: filled(text) },
  records: row => [
    {
      scope: 'ssd_family',
      sourceRef: row.fami_table_id ?? '',
      person: row.fami_person_id,
      // The family group is the other end: people of one group share it.
      object: `family/${row.fami_family_id}`,
      content: { relationships: { type: 'family', familyRef: row.fami_family_id } },
    },
  ],
})

export const mother = table({
  scope: 'ssd_mother',
  columns: { moth_table_id: filled(text), moth_person_id: filled(text), moth_childs_person_id: filled(text) },
  records: row => [
    {
      scope: 'ssd_mother',
      sourceRef: row.moth_table_id ?? '',
      person: row.moth_childs_person_id,
      object: row.moth_person_id,
      content: { relationships: { type: 'mother' } },
    },
  ],
})

/** Missing and away episodes share this code list with the plans. */
export const missingKind = code({
  M: 'Missing',
  A: 'Away without authorisation',
  Missing: 'Missing',
  Absent: 'Away without authorisation',
  Away: 'Away without authorisation',
  'Away without authorisation': 'Away without authorisation',
})
