import { appendEntries, type NewEntry } from '../audit/append.ts'
import { type Clock, londonDay, systemClock } from '../kit/clock.ts'
import { type Client, type Database, inTransaction } from '../kit/database.ts'
import type { PersonRecord } from '../records/person-record.ts'
import {
  findHolders,
  findMembers,
  type ReadingRights,
  readRecords,
  resolvePerson,
} from '../records/person-store.ts'
import { conditionsMet } from './conditions.ts'
import { type Decision, decide, policyVersion, type Refusal } from './decide.ts'
import { askDisclosers, type MayTell } from './disclosers.ts'
import { existenceFields, fallsBackToExistence } from './existence.ts'
import type { Tier } from './facts.ts'
import {
  askerFacts,
  categoryFacts,
  gatherPersons,
  gatherPolicy,
  type PersonFacts,
  type Policy,
} from './gather-facts.ts'
import { setReader } from './policy-store.ts'
import { type Decisions, foremost, type Receipt, type Returned, writeReceipt } from './receipt.ts'
import { addReceipt } from './receipt-store.ts'
import type { CategoryId, DisclosureRequest } from './request.ts'

/** What came of asking. A refusal is the same whether or not there is such a person. */
export type Disclosure<View> =
  | { outcome: 'disclosed'; view: View; receipt: Receipt }
  | { outcome: 'refused'; refusal: Refusal | undefined; receipt: Receipt }
  | { outcome: 'reason needed' }

/** What a caller's reader is given: decisions, and records already cut to what was decided. */
export type Reading = {
  client: Client
  policy: Policy
  day: string
  /** The persons that the ids of the request mean today. */
  persons: string[]
  decisions: Decisions
  facts: ReadonlyMap<string, PersonFacts>
  /** Decides on further persons in the same request: the people of a family. */
  alsoAbout(personIds: readonly string[]): Promise<void>
  /** Which of these persons may be known to exist for a category: for a pair in doubt, before it is hinted at. */
  mayExist(personIds: readonly string[], category: CategoryId): Promise<ReadonlySet<string>>
  allowed(personId: string, category: CategoryId): boolean
  /** Whether more than existence was decided. */
  allowedBeyondExistence(personId: string, category: CategoryId): boolean
  /** Asks of partners whether they may tell: before anything that one of them says is used. */
  ask(partnerIds: readonly string[]): Promise<MayTell>
  /** The live records of persons, cut in the database; every field that comes back is named on the receipt. */
  records(personIds: readonly string[]): Promise<PersonRecord[]>
}

/** The category without which there is nobody to show. */
const WHO_IT_IS: CategoryId = 'identity'

/**
 * The one door by which persons are read. In one transaction: loads the facts, decides, runs the caller's `load` with
 * only what was granted, writes receipt and audit entries; if the audit cannot be written nothing is read.
 */
export async function disclose<View>(
  database: Database,
  request: DisclosureRequest,
  load: (reading: Reading) => Promise<View>,
  clock: Clock = systemClock,
): Promise<Disclosure<View>> {
  return await inTransaction(database.reader, async client => {
    const policy = await gatherPolicy(client, request.who, request.purposeId)
    await setReader(client, request.who.partnerId, conditionsMet(askerFacts(policy)))
    const asksReason = policy.row?.purpose?.needsChildReason === true && request.kind === 'disclosure'
    if (asksReason && !request.reason) {
      await appendEntries(client, policyVersion, [
        entryOf(request, 'refused', undefined, { needs: 'reason for this child' }),
      ])
      return { outcome: 'reason needed' }
    }
    const { reading, returned } = await openReading(client, request, policy, londonDay(clock()))
    const refused = request.kind === 'disclosure' ? await nothingToShow(reading, returned) : undefined
    const view = refused === undefined ? await load(reading) : undefined
    const names = { purpose: policy.row?.purpose?.name, categories: policy.categories }
    const receipt = writeReceipt(request, names, reading.decisions, returned, clock())
    await addReceipt(client, request, receipt)
    const refusedAll = refused !== undefined
    await appendEntries(client, policyVersion, entriesOf(request, reading, receipt, returned, refusedAll))
    if (refused !== undefined) return { outcome: 'refused', refusal: refused.policyOnly, receipt }
    return { outcome: 'disclosed', view: view as View, receipt }
  })
}

async function openReading(client: Client, request: DisclosureRequest, policy: Policy, day: string) {
  const decisions: Decisions = new Map()
  const facts = new Map<string, PersonFacts>()
  const returned: Returned = { fields: new Map(), handling: new Set() }
  const decideOn = async (personIds: readonly string[]) => {
    const added = [...new Set(personIds)].filter(id => !decisions.has(id))
    for (const [id, person] of await gatherPersons(client, policy, added, request.tier, day)) {
      facts.set(id, person)
      decisions.set(id, decideAll(policy, person, request))
    }
  }
  const persons: string[] = []
  for (const id of request.about)
    persons.push(request.kind === 'disclosure' ? await resolvePerson(client, id) : id)
  await decideOn(persons)
  const ask = askDisclosers(client, policy, decisions)
  const reading: Reading = {
    client,
    policy,
    day,
    persons,
    decisions,
    facts,
    alsoAbout: decideOn,
    mayExist: async (personIds, category) => {
      const people = await gatherPersons(client, policy, personIds, 'existence', day)
      const shows = (person: PersonFacts, id: CategoryId) =>
        decide(categoryFacts(policy, person, id, 'existence')).allowed
      return new Set(
        [...people.values()].filter(p => shows(p, WHO_IT_IS) && shows(p, category)).map(p => p.personId),
      )
    },
    allowed: (personId, category) => decisions.get(personId)?.get(category)?.allowed === true,
    allowedBeyondExistence: (personId, category) => {
      const decision = decisions.get(personId)?.get(category)
      return decision?.allowed === true && decision.tier !== 'existence'
    },
    ask,
    records: recordReader(client, decisions, ask, returned),
  }
  return { reading, returned }
}

/** Reads each person's records once in a request, however often they are asked for. */
function recordReader(
  client: Client,
  decisions: Decisions,
  ask: Reading['ask'],
  { fields, handling }: Returned,
): Reading['records'] {
  const read = new Map<string, PersonRecord[]>()
  return async personIds => {
    const unread = [...new Set(personIds)].filter(id => !read.has(id))
    const members = await findMembers(client, unread)
    const partnerIds = await findHolders(client, members)
    const rights = rightsOf(decisions, unread, partnerIds, await ask(partnerIds))
    const found = await readRecords(client, members, rights)
    const byPerson = Map.groupBy(found, record => record.personId)
    for (const id of unread) read.set(id, byPerson.get(id) ?? [])
    for (const { personId, content } of found) {
      fields.set(personId, new Set([...(fields.get(personId) ?? []), ...fieldsOf(content)]))
      for (const code of content['police-notices']?.handling ?? []) handling.add(code)
    }
    return personIds.flatMap(id => read.get(id) ?? [])
  }
}

function decideAll(
  policy: Policy,
  person: PersonFacts,
  request: DisclosureRequest,
): Map<CategoryId, Decision> {
  return new Map(request.want.map(id => [id, decideCategory(policy, person, id, request.tier)]))
}

/** Where a headline is refused the existence of a record may still be shown: that tier needs no tie to the person. */
function decideCategory(policy: Policy, person: PersonFacts, id: CategoryId, tier: Tier): Decision {
  const asked = decide(categoryFacts(policy, person, id, tier))
  if (asked.allowed || tier === 'existence' || !fallsBackToExistence(id)) return asked
  const existence = decide(categoryFacts(policy, person, id, 'existence'))
  return existence.allowed ? { ...existence, beyond: asked.refusals } : asked
}

function rightsOf(
  decisions: Decisions,
  personIds: readonly string[],
  partnerIds: readonly string[],
  mayTell: MayTell,
): ReadingRights {
  const rights: ReadingRights = {}
  for (const personId of personIds) {
    const granted: ReadingRights[string] = {}
    for (const [category, decision] of decisions.get(personId) ?? []) {
      if (!decision.allowed) continue
      const fields = decision.tier === 'existence' ? { fields: existenceFields(category) } : {}
      const disclosers = partnerIds.filter(id => mayTell(personId, category, id))
      granted[category] = { disclosers, ...fields }
    }
    // Who someone is comes first: where that is not shown, nothing else of them is.
    rights[personId] = WHO_IT_IS in granted ? granted : {}
  }
  return rights
}

/** Whether a record, as it was cut, says who the person is. */
export function saysWhoItIs({ content }: PersonRecord): boolean {
  return content.identity !== undefined
}

function fieldsOf(content: PersonRecord['content']): string[] {
  return Object.entries(content).flatMap(([section, said]) =>
    Object.keys(said ?? {}).map(field => `${section}.${field}`),
  )
}

/**
 * Whether nobody may be shown at all, and the reason if it is one that policy alone gives, whoever is asked about. Somebody of
 * whom no record that says who it is may be read is nobody, however much policy would allow.
 */
async function nothingToShow(
  reading: Reading,
  returned: Returned,
): Promise<{ policyOnly: Refusal | undefined } | undefined> {
  if (reading.persons.some(id => reading.allowed(id, WHO_IT_IS))) {
    const records = await reading.records(reading.persons)
    if (records.some(saysWhoItIs)) return undefined
    returned.fields.clear()
    returned.handling.clear()
    return { policyOnly: undefined }
  }
  const [personId] = reading.persons
  const decision = personId === undefined ? undefined : reading.decisions.get(personId)?.get(WHO_IT_IS)
  const refusals = decision?.allowed === false ? decision.refusals : []
  const fromPolicy = refusals.filter(r => r.rule === 'purpose-stated' || r.rule === 'role-may-see')
  return { policyOnly: fromPolicy.length === 0 ? undefined : foremost(fromPolicy) }
}

function entriesOf(
  request: DisclosureRequest,
  reading: Reading,
  receipt: Receipt,
  { fields }: Returned,
  allRefused: boolean,
): NewEntry[] {
  // A search or a list weighs many people and shows some: those shown are written one by one, the others counted.
  const several = request.kind !== 'disclosure'
  const entries = [...reading.facts.values()].flatMap(person => {
    const decided = [...(reading.decisions.get(person.personId) ?? [])]
    const shown =
      !allRefused && decided.some(([category, decision]) => category === WHO_IT_IS && decision.allowed)
    const read = fields.get(person.personId)
    if (several && read === undefined) return []
    const detail = {
      tier: request.tier,
      decided: Object.fromEntries(decided.map(([category, decision]) => [category, wordOf(decision)])),
      fields: [...(read ?? [])].sort(),
    }
    const entry = entryOf(request, shown ? 'disclosed' : 'refused', receipt.receiptId, detail)
    const personId = person.exists ? person.personId : undefined
    return [{ ...entry, personId, membershipVersion: person.membershipVersion }]
  })
  if (!several) return entries
  const refused = reading.persons.filter(id => !reading.allowed(id, WHO_IT_IS)).length
  const detail = { tier: request.tier, shown: entries.length, refused }
  return [...entries, entryOf(request, 'disclosed', receipt.receiptId, detail)]
}

function wordOf(decision: Decision): string[] {
  if (!decision.allowed) return decision.refusals.map(refusal => `refused by ${refusal.rule}`)
  return decision.permissions.map(({ grant }) => `allowed by ${grant.agreementId} version ${grant.version}`)
}

function entryOf(
  request: DisclosureRequest,
  outcome: 'disclosed' | 'refused',
  receiptId: string | undefined,
  detail: Record<string, unknown>,
): NewEntry {
  const { who, kind, purposeId, reason } = request
  const { practitionerId, partnerId, roleId } = who
  return { kind, outcome, practitionerId, partnerId, roleId, purposeId, reason, receiptId, detail }
}
