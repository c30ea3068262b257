import { createHash } from 'node:crypto'
import { conditionsOf, isNeverSearched } from '../feeds/conditions.ts'
import { CONTRACTS } from '../feeds/contracts/all.ts'
import type { Address, Content } from '../feeds/sections.ts'
import { normaliseName, normalisePostcode, phoneticKey, placeKey } from '../kit/names.ts'
import type { LiveIdentity } from './identity-store.ts'
import type { LinkRecord } from './link-persons.ts'

/** What search keeps of a source identity. */
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
  /** What somebody must meet to find the person by this entry. */
  conditions: string[]
  recordHash: Buffer
}

/**
 * A source identity as the linkage engine reads it; `undefined` where the source says nothing by which to know someone.
 * A source may tell of one person in several rows, such as those of two services: the newest says who it is.
 */
export function linkRecordOf(live: LiveIdentity): LinkRecord | undefined {
  const identity = live.records.findLast(r => r.content.identity !== undefined)?.content.identity
  if (identity === undefined) return undefined
  const numbers = Object.assign({}, ...live.records.map(r => r.content.identifiers ?? {}))
  const contact = live.records.findLast(r => r.content['contact-details'] !== undefined)?.content[
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
    stage: stageOf(live),
  }
}

/**
 * Whether the contract says that everybody in a table is a child or an adult: a pupil's parents have seldom a birth date.
 * Only what says who somebody is counts: what a list of contacts says of a pupil is that they have a contact.
 */
function stageOf(live: LiveIdentity): 'child' | 'adult' | undefined {
  const stages = CONTRACTS.find(contract => contract.id === live.contract)?.stages ?? {}
  const own = live.records.filter(record => record.content.identity !== undefined)
  return own.map(record => stages[record.scope]).findLast(stage => stage !== undefined)
}

/**
 * Tells the engine the children that sources tie someone to: a mother without a birth date is known again by hers.
 * Sealed identities lend nothing to others.
 */
export function tellRelatives(links: readonly LinkRecord[], ties: readonly SourceTie[]): void {
  const byId = new Map(links.map(link => [link.id, link]))
  for (const { subject, object, livesWith } of ties) {
    const child = byId.get(subject)
    const relative = byId.get(object)
    if (child === undefined || relative === undefined) continue
    if (child.sealGroup !== undefined || relative.sealGroup !== undefined) continue
    relative.relatives = [...(relative.relatives ?? []), { given: child.given, birthDate: child.birthDate }]
    if (livesWith && relative.addressLine === undefined && relative.postcode === undefined)
      Object.assign(relative, homeOf(child))
  }
}

/**
 * A school says of a parent "lives with the pupil" in place of an address. The engine compares the pupil's; the
 * parent's own record stays without one, so that a pupil's protected address is not shown as the parent's.
 */
function homeOf({ addressLine, postcode, uprn }: LinkRecord): Partial<LinkRecord> {
  return { addressLine, postcode, uprn }
}

/** The ties that a source identity's records state to other source identities. */
export function tiesOf(live: LiveIdentity): SourceTie[] {
  return live.records.flatMap(({ object, content }) => {
    const { livesWith = false, type } = content.relationships ?? {}
    return object === undefined ? [] : [{ subject: live.identity, object, livesWith, type }]
  })
}

/** `object` is a person, or a group whose people share it; `type` is what the object is to the subject. */
export type SourceTie = { subject: string; object: string; livesWith: boolean; type: string | undefined }

/** Brings a source identity into the form in which it is searched for. Former and other names are found too. */
export function searchEntryOf(live: LiveIdentity, linked: LinkRecord): SearchEntry {
  const { records, conditions } = searchableRecords(live)
  const isWhole = records.length === live.records.length
  const link = isWhole ? linked : (linkRecordOf({ ...live, records }) ?? linked)
  const inRows = records.flatMap(({ content: { identity } }) => [
    identity?.givenName,
    identity?.familyName,
    identity?.formerFamilyName,
  ])
  const { given, middle, family, formerFamily, otherNames = [] } = link
  const words = new Set(
    [given, middle, family, formerFamily, ...otherNames, ...inRows].flatMap(name =>
      normaliseName(name).split(' ').filter(Boolean),
    ),
  )
  const expected = records.find(r => r.content.identity?.expectedBirthDate !== undefined)?.content.identity
  const hash = createHash('sha256').update(live.sealGroup ?? '')
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
    conditions,
    recordHash: hash.digest(),
  }
}

/**
 * The records by which a source's person may be searched for: those that ask nothing of the reader. Where the source says who
 * it is only on conditions, its records are searched by whoever meets all of them: by nobody else for a sensitive service.
 */
function searchableRecords({
  records,
}: LiveIdentity): Pick<SearchEntry, 'conditions'> & Pick<LiveIdentity, 'records'> {
  const asked = (content: Content) => (isNeverSearched(content) ? ['never-searched'] : conditionsOf(content))
  const open = records.filter(({ content }) => asked(content).length === 0)
  if (open.some(({ content }) => content.identity !== undefined)) return { records: open, conditions: [] }
  const conditions = new Set(records.flatMap(({ content }) => asked(content)))
  return { records, conditions: [...conditions].toSorted() }
}

/** The address that has not ended and into which the person moved last; where nothing says when, the newest. */
function currentAddress(live: LiveIdentity): Address | undefined {
  return live.records
    .toReversed()
    .map(r => r.content.address)
    .filter(address => address !== undefined && address.to === undefined)
    .toSorted((a, b) => (b?.from ?? '').localeCompare(a?.from ?? ''))[0]
}
