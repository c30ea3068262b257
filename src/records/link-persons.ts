import { normaliseName, phoneticKey } from '../kit/names.ts'
import {
  type Decision,
  link,
  type ModelFile,
  type RawRecord,
  type ReviewReason,
  type TrainedModel,
  train,
} from '../linkage/library.ts'

/** A source identity as linkage reads it. All fields but the first two may be missing; nothing need be tidy. */
export type LinkRecord = {
  /** The source identity. */
  id: string
  /** The partner and the feed in whose list the record stands. */
  source: string
  given?: string | undefined
  middle?: string | undefined
  family?: string | undefined
  formerFamily?: string | undefined
  /** Known-as and earlier names: one word is a given name; of several, the last is a family name. */
  otherNames?: string[] | undefined
  birthDate?: string | undefined
  sex?: 'male' | 'female' | 'other' | undefined
  addressLine?: string | undefined
  postcode?: string | undefined
  uprn?: string | undefined
  phone?: string | undefined
  email?: string | undefined
  nhsNumber?: string | undefined
  upn?: string | undefined
  /** Records of different groups, or of a group and of none, are never compared. */
  sealGroup?: string | undefined
  /** What the feed says of those whose birth date it does not hold: a parent in a list of contacts is an adult. */
  stage?: 'child' | 'adult' | undefined
  /** People to whom the source ties this one, such as the pupil of a contact or the children of a mother. */
  relatives?: Relative[] | undefined
}

/** Enough of a relative to know them again: only those with a given name and a birth date count. */
export type Relative = { given?: string | undefined; birthDate?: string | undefined }

/** What a person decided about two source identities. */
export type StandingDecision = { kind: 'same' | 'different'; a: string; b: string }

export type Linking = {
  /** For each identity the key of its person: the smallest identity of the person's. */
  personOf: Map<string, string>
  /** The bits of each identity's strongest link, where it has one. */
  strongest: Map<string, number>
  /** Pairs of identities for people to decide about. */
  reviews: {
    a: string
    b: string
    bits: number
    probability: number
    reason: ReviewReason
    words: string[]
  }[]
  /** Blocks too large to compare. */
  cappedBlocks: number
  /** Decisions that were not carried out: they contradict one another, cross a seal or speak of a record that is gone. */
  held: (StandingDecision & { why: string })[]
}

/** The most relatives that are compared: the first in order of birth date. */
const RELATIVES = ['relative1', 'relative2', 'relative3', 'relative4']

/** How the service’s records are linked before a model is trained on them. */
export const SERVICE_MODEL: ModelFile = {
  version: 1,
  columns: {
    id: 'id',
    source: 'source',
    given: 'given',
    middle: 'middle',
    family: 'family',
    formerFamily: 'formerFamily',
    knownAs: 'knownAs',
    birthDate: 'birthDate',
    sex: 'sex',
    stage: 'stage',
    addressLine: 'addressLine',
    postcode: 'postcode',
    uprn: 'uprn',
    phone: 'phone',
    email: 'email',
    identifiers: ['nhsNumber', 'upn'],
    relatives: RELATIVES,
    sealGroup: 'sealGroup',
  },
  adultsBornBefore: '2008-09-01',
  comparisons: 'auto',
  blocking: 'auto',
  // A wrong link shows one child’s life to another child’s helpers, so more than even odds are asked for.
  thresholds: { link: 1, review: -1, nameAlone: 7, otherName: 20, numberAlone: 20 },
}

/**
 * Links records of people: which of them are the same person. A pure function of records, model and decisions: their
 * order changes nothing, and a trained model learns nothing from these records.
 */
export async function linkPersons(
  records: readonly LinkRecord[],
  model: TrainedModel | ModelFile,
  decisions: readonly StandingDecision[] = [],
): Promise<Linking> {
  const linking: Linking = {
    personOf: new Map(),
    strongest: new Map(),
    reviews: [],
    cappedBlocks: 0,
    held: [],
  }
  if (records.length === 0) return linking
  const named = new Map(records.map(({ id, source }) => [id, { id, source }]))
  const nameOf = (id: string): Decision['one'] => named.get(id) ?? { id, source: '' }
  const run = await link([{ name: 'records', records: records.map(rawOf) }], model, {
    threads: threadsFor(records.length),
    decisions: decisions.map(({ kind, a, b }) => ({ kind, one: nameOf(a), other: nameOf(b) })),
  })
  const smallest = new Map<string, string>()
  for (const { id, person, linkWeight } of run.persons()) {
    linking.personOf.set(id, person)
    if (linkWeight !== undefined) linking.strongest.set(id, linkWeight)
    const known = smallest.get(person)
    if (known === undefined || id < known) smallest.set(person, id)
  }
  for (const [id, person] of linking.personOf) linking.personOf.set(id, smallest.get(person) ?? id)
  for (const { one, other, bits, probability, reason, words } of run.reviewPairs())
    linking.reviews.push({ ...smallerFirst(one.id, other.id), bits, probability, reason, words })
  linking.cappedBlocks = run.summary.rules.reduce((sum, { blocksAboveCap }) => sum + blocksAboveCap, 0)
  linking.held = run.heldDecisions.map(({ kind, one, other, why }) => ({ kind, a: one.id, b: other.id, why }))
  return linking
}

const smallerFirst = (one: string, other: string): { a: string; b: string } =>
  one < other ? { a: one, b: other } : { a: other, b: one }

/** Learns from records how to link them. The same records teach the same model, to the bit. */
export async function trainModel(records: readonly LinkRecord[]): Promise<TrainedModel> {
  return await train([{ name: 'records', records: records.map(rawOf) }], SERVICE_MODEL, {
    threads: threadsFor(records.length),
    isJudgedOnce: true,
  })
}

const threadsFor = (records: number): number => (records < WORTH_A_WORKER ? 0 : 1)
/** Fewer records are linked before a worker has started. */
const WORTH_A_WORKER = 20_000

/** Longer values say nothing more of a person. */
const LONGEST = 500
const clip = (value: string | undefined): string | undefined =>
  value !== undefined && value.length > LONGEST ? value.slice(0, LONGEST) : value

/** A record by the columns of the service’s model. */
export function rawOf(record: LinkRecord): RawRecord {
  const names = (record.otherNames ?? []).map(name => normaliseName(name).split(' '))
  const tied = (record.relatives ?? []).flatMap(inWord).toSorted()
  const formerFamily = record.formerFamily ?? names.find(words => words.length > 1)?.at(-1)
  return {
    id: record.id,
    source: record.source,
    given: clip(record.given),
    middle: clip(record.middle),
    family: clip(record.family),
    formerFamily: clip(formerFamily),
    knownAs: clip(names[0]?.[0]),
    birthDate: record.birthDate,
    sex: record.sex,
    stage: record.stage,
    addressLine: clip(record.addressLine),
    postcode: clip(record.postcode),
    uprn: clip(record.uprn),
    phone: clip(record.phone),
    email: clip(record.email),
    nhsNumber: clip(record.nhsNumber),
    upn: clip(record.upn),
    relative1: clip(tied[0]),
    relative2: clip(tied[1]),
    relative3: clip(tied[2]),
    relative4: clip(tied[3]),
    sealGroup: record.sealGroup,
  }
}

/** A relative by birth date and how the name sounds, so that a misspelling is no other child. */
function inWord({ given, birthDate }: Relative): string[] {
  const sound = phoneticKey(normaliseName(given).split(' ')[0] ?? '')
  return sound && birthDate ? [`${birthDate} ${sound}`] : []
}
