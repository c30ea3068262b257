import { ageOn } from '../kit/clock.ts'
import type { Queryable } from '../kit/database.ts'
import { findFamilies } from '../records/family.ts'
import { isNeverPurpose } from '../registers/never-purposes.ts'
import type { AskerFacts } from './conditions.ts'
import type { CategoryFacts } from './decide.ts'
import {
  type Fact,
  type Grant,
  known,
  none,
  type Protection,
  type Relationship,
  type SensitiveBasis,
  type Subject,
  type Tier,
  unknown,
} from './facts.ts'
import {
  findPersonFacts,
  findSensitiveBases,
  findWorkingTies,
  type PersonFactsRow,
  type TieRow,
} from './person-facts-store.ts'
import {
  type CategoryRow,
  findCategories,
  findGrants,
  findPolicy,
  type GrantRow,
  type PolicyRow,
} from './policy-store.ts'
import type { CategoryId, Who } from './request.ts'
import { conditionsMet } from './subject-conditions.ts'

/** What holds for a role and a purpose at an organisation, whoever it is about: read once a request. */
export type Policy = {
  who: Who
  purposeId: string | undefined
  row: PolicyRow | undefined
  categories: Map<string, CategoryRow>
  grants: GrantRow[]
}

export async function gatherPolicy(
  client: Queryable,
  who: Who,
  purposeId: string | undefined,
): Promise<Policy> {
  const row = await findPolicy(client, who.roleId, purposeId)
  const categories = await findCategories(client, who.roleId, purposeId)
  const live =
    purposeId === undefined || isNeverPurpose(purposeId)
      ? []
      : await findGrants(client, who.partnerId, purposeId)
  return { who, purposeId, row, categories: new Map(categories.map(c => [c.id, c])), grants: live }
}

/** What is known of one person: `undefined` where there is no such person (or none that this organisation may see). */
export type PersonFacts = {
  personId: string
  membershipVersion: number | undefined
  exists: boolean
  subject: Fact<Subject>
  relationship: Fact<Relationship>
  protections: Fact<Protection[]>
  /** For each sensitive category in which some record of the person gives a reason to tell: that reason. */
  bases: ReadonlyMap<CategoryId, SensitiveBasis>
}

/** Reads the facts of persons under a policy. `day` is today in London. */
export async function gatherPersons(
  client: Queryable,
  policy: Policy,
  personIds: readonly string[],
  tier: Tier,
  day: string,
): Promise<Map<string, PersonFacts>> {
  const rows = new Map((await findPersonFacts(client, personIds)).map(row => [row.personId, row]))
  const ties = await workingTies(client, policy, personIds)
  const bases = asksSensitive(policy) ? await findSensitiveBases(client, personIds) : []
  const gathered = new Map<string, PersonFacts>()
  for (const personId of personIds) {
    const row = rows.get(personId)
    gathered.set(personId, {
      personId,
      membershipVersion: row?.membershipVersion,
      exists: row !== undefined,
      subject: row === undefined ? unknown : subjectOf(row, day),
      relationship: tieOf(ties, personId),
      protections: row === undefined ? unknown : row.protections.length === 0 ? none : known(row.protections),
      bases: new Map(bases.filter(one => one.personId === personId).map(one => [one.categoryId, one.basis])),
    })
  }
  if (tier !== 'existence' && tiesThroughFamilyCount(policy)) await addFamilyTies(client, policy, gathered)
  return gathered
}

/** Whether role and purpose ask for a sensitive category at all: settled by policy, so that it tells nothing of anybody. */
function asksSensitive({ categories }: Policy): boolean {
  return [...categories.values()].some(({ sensitive, asked, roleTier }) => sensitive && asked && roleTier)
}

/** A front door needs no tie, and a purpose that is not about the whole family makes none. */
function tiesThroughFamilyCount({ row }: Policy): boolean {
  const isFrontDoor = row?.frontDoor === true && row.purpose?.kind === 'front-door'
  return row?.purpose?.wholeFamily === true && !isFrontDoor
}

function subjectOf(row: PersonFactsRow, day: string): Fact<Subject> {
  const { birthDate, isParentOrCarer: parentOrCarer, isCareLeaver, isHelpedAsAdult } = row
  const meets = conditionsMet({ birthDate, day, isCareLeaver, isHelpedAsAdult })
  if (birthDate !== null) {
    const age = Math.max(0, ageOn(birthDate, day))
    return known({ role: age < 18 ? 'child' : 'adult', age, parentOrCarer, meets })
  }
  // A contact of a pupil is an adult in the school's file, though the file has no date of birth.
  return parentOrCarer ? known({ role: 'adult', age: undefined, parentOrCarer, meets }) : unknown
}

async function workingTies(
  client: Queryable,
  policy: Policy,
  personIds: readonly string[],
): Promise<TieRow[]> {
  return await findWorkingTies(client, workerOf(policy), personIds)
}

export function workerOf({ who, row }: Pick<Policy, 'who' | 'row'>) {
  const { partnerId, workerId, team } = who
  return {
    partnerId,
    workerId,
    team,
    rollCounts: row?.rollIsRelationship ?? false,
    teamCounts: who.roleId === 'team-manager',
  }
}

function tieOf(ties: TieRow[], personId: string): Fact<Relationship> {
  const [best] = ties
    .filter(tie => tie.personId === personId)
    .toSorted((a, b) => a.endedDaysAgo - b.endedDaysAgo)
  return best === undefined ? none : known({ kind: best.kind, endedDaysAgo: best.endedDaysAgo })
}

/** Someone with no tie of their own is tied through a child of the family on whom the practitioner works. */
async function addFamilyTies(
  client: Queryable,
  policy: Policy,
  gathered: Map<string, PersonFacts>,
): Promise<void> {
  const untied = [...gathered.values()].filter(person => person.exists && person.relationship.is === 'none')
  if (untied.length === 0) return
  const families = await findFamilies(
    client,
    untied.map(person => person.personId),
    async ties => ties,
  )
  const around = [...families.values()].flat().map(member => member.personId)
  const ties = await workingTies(client, policy, [...new Set(around)])
  for (const person of untied) {
    const family = new Set(families.get(person.personId)?.map(member => member.personId))
    const [best] = ties
      .filter(tie => family.has(tie.personId))
      .toSorted((a, b) => a.endedDaysAgo - b.endedDaysAgo)
    if (best !== undefined) person.relationship = known({ kind: 'family', endedDaysAgo: best.endedDaysAgo })
  }
}

/** Who asks and why. */
export function askerFacts({ who, purposeId, row }: Pick<Policy, 'who' | 'purposeId' | 'row'>): AskerFacts {
  return {
    purpose:
      row === undefined || row.purpose === null || purposeId === undefined
        ? none
        : known({ id: purposeId, ...row.purpose }),
    role: row === undefined ? none : known({ id: who.roleId, name: row.roleName, frontDoor: row.frontDoor }),
  }
}

/** Puts together the facts of one decision: one person and one data category. */
export function categoryFacts(
  policy: Policy,
  person: PersonFacts,
  categoryId: CategoryId,
  tier: Tier,
): CategoryFacts {
  const category = policy.categories.get(categoryId)
  const basis = person.bases.get(categoryId)
  return {
    ...askerFacts(policy),
    asked: category === undefined ? none : known(category.asked),
    roleTier: category?.roleTier ? known(category.roleTier) : none,
    category:
      category === undefined
        ? none
        : known({ id: category.id, name: category.name, sensitive: category.sensitive }),
    grants: known(policy.grants.flatMap(grant => grantFor(grant, categoryId))),
    subject: person.subject,
    relationship: person.relationship,
    protections: person.protections,
    sensitiveBasis: basis === undefined ? none : known(basis),
    // Conditions stand on single records: `conditionsMet` settles them, and the database cuts by them.
    handling: none,
    tier: known(tier),
  }
}

function grantFor(row: GrantRow, categoryId: CategoryId): Grant[] {
  if (!row.categories.includes(categoryId)) return []
  const deniesCategory =
    row.categoriesDeny.includes(categoryId) ||
    (row.categoriesAllow.length > 0 && !row.categoriesAllow.includes(categoryId))
  return [
    {
      agreementId: row.agreementId,
      version: row.version,
      title: row.title,
      endsBefore: row.endsBefore ?? undefined,
      tier: row.tier,
      terms: row.terms,
      isOwn: row.isOwn,
      gateway: {
        id: row.gatewayId,
        statute: row.statute,
        section: row.section,
        tier: row.gatewayTier,
        subjects: row.subjects,
        deniesCategory,
      },
    },
  ]
}
