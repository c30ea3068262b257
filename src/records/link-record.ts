import { createHash } from 'node:crypto'
import type { Address } from '../feeds/sections.ts'
import { normaliseName, normalisePostcode, phoneticKey, placeKey } from '../kit/names.ts'
import { blockingKeys } from '../linkage/link.ts'
import type { Model } from '../linkage/model.ts'
import type { LinkRecord } from '../linkage/record.ts'
import type { LiveIdentity } from './identity-store.ts'

/** What search and candidate look-ups keep of a source identity. */
export type SearchEntry = {
  identity: string
  partnerId: string
  contract: string
  sourceRef: string
  names: string
  nameKeys: string[]
  birthDate: string | undefined
  postcode: string | undefined
  placeKey: string | undefined
  identifiers: string[]
  blockKeys: string[]
  recordHash: Buffer
}

/** A source identity as the linkage engine reads it; `undefined` where the source says nothing by which to know someone. */
export function linkRecordOf(live: LiveIdentity): LinkRecord | undefined {
  const identity = live.records.find(r => r.content.identity !== undefined)?.content.identity
  if (identity === undefined) return undefined
  const numbers = Object.assign({}, ...live.records.map(r => r.content.identifiers ?? {}))
  const contact = live.records.find(r => r.content['contact-details'] !== undefined)?.content[
    'contact-details'
  ]
  const home = currentAddress(live)
  return {
    id: live.identity,
    source: `${live.partnerId}/${live.contract}`,
    given: identity.givenName,
    middle: identity.middleNames,
    family: identity.familyName,
    formerFamily: identity.formerFamilyName,
    otherNames: identity.otherNames?.map(n => [n.givenName, n.familyName].filter(Boolean).join(' ')),
    birthDate: identity.birthDate,
    sex: identity.sex,
    addressLine: home?.line,
    postcode: home?.postcode,
    uprn: home?.uprn,
    phone: contact?.phones?.[0],
    email: contact?.email,
    nhsNumber: numbers.nhsNumber,
    upn: numbers.upn,
    sealGroup: live.sealGroup,
    stage: isContact(live) ? 'adult' : undefined,
  }
}

/** A parent in a school's list of contacts has seldom a date of birth, and is an adult all the same. */
function isContact(live: LiveIdentity): boolean {
  return live.records.some(r => r.scope === 'contacts') && live.contract.startsWith('ctf')
}

/** Brings a source identity into the form in which it is searched for. Former and other names are found too. */
export function searchEntryOf(live: LiveIdentity, link: LinkRecord, model: Model): SearchEntry {
  const words = new Set(
    [link.given, link.middle, link.family, link.formerFamily, ...(link.otherNames ?? [])].flatMap(name =>
      normaliseName(name).split(' ').filter(Boolean),
    ),
  )
  const expected = live.records.find(r => r.content.identity?.expectedBirthDate !== undefined)?.content
    .identity
  const hash = createHash('sha256').update(model.version)
  for (const { recordId } of live.records) hash.update(recordId)
  return {
    identity: live.identity,
    partnerId: live.partnerId,
    contract: live.contract,
    sourceRef: live.sourceRef,
    names: [...words].join(' '),
    nameKeys: [...new Set([...words].map(phoneticKey))].filter(Boolean),
    birthDate: link.birthDate ?? expected?.expectedBirthDate,
    postcode: normalisePostcode(link.postcode),
    placeKey: placeKey(
      link.addressLine,
      link.postcode,
      link.addressLine === undefined ? link.uprn : undefined,
    ),
    identifiers: [link.nhsNumber, link.upn].filter(number => number !== undefined),
    blockKeys: blockingKeys(link, model),
    recordHash: hash.digest(),
  }
}

/** The address that has not ended and into which the person moved last. */
function currentAddress(live: LiveIdentity): Address | undefined {
  return live.records
    .map(r => r.content.address)
    .filter(address => address !== undefined && address.to === undefined)
    .toSorted((a, b) => (b?.from ?? '').localeCompare(a?.from ?? ''))[0]
}
