/**
 * The tools with which story families are told: people and records stated one by one, with nothing left to chance.
 */
import type { IssueUpn } from './issue-identifiers.ts'
import type { FamilyBook, Making, ProtectionKind, SchoolRolls } from './making.ts'
import { openBook, protect } from './making.ts'
import type { CultureName, Sex } from './names.ts'
import type { Child, Person } from './people.ts'
import type { Address } from './places.ts'
import { writeReturns } from './returns.ts'
import type { School } from './schools.ts'
import type { HealthVisitor } from './workforce.ts'

/** One story being told. */
export interface Story {
  id: string
  making: Making
  rolls: SchoolRolls
  book: FamilyBook
  asha: HealthVisitor
  claire: HealthVisitor
  /** Ribbleton Brook Primary School, where most story children go. */
  school: School
  issueNhs: () => string
  issueUpn: IssueUpn
  people: number
}

/** What all stories share; `tell` begins a story of its own. */
export type Stage = Omit<Story, 'id' | 'book' | 'people'>

export function beginStory(stage: Stage, id: string): Story {
  return { ...stage, id, book: openBook(stage.making), people: 0 }
}

/** A house of the stories: no random family lives in it. */
export function storyAddress(
  paon: string,
  street: string,
  locality: string,
  town: string,
  postcode: string,
  number: number,
): Address {
  return { saon: '', paon, street, locality, town, postcode, uprn: `99999${String(number).padStart(7, '0')}` }
}

/** A person of the story, by given and family name. */
export function storyPerson(
  story: Story,
  name: string,
  sex: Sex,
  born: number,
  home: Address,
  more: { culture?: CultureName; isTwin?: boolean; id?: string; seal?: string } = {},
): Child {
  const [given = '', family = ''] = name.split(' ')
  story.making.counts.people++
  return {
    id: more.id ?? `story-${story.id}-${++story.people}`,
    sex,
    given,
    middle: '',
    family,
    formerFamily: '',
    born,
    culture: more.culture ?? 'white-british',
    isTwin: more.isTwin ?? false,
    number: 0,
    homes: [{ address: home, since: story.making.origin - 700 }],
    nhs: '',
    seal: more.seal ?? '',
    ties: [],
    secondHome: undefined,
    upn: '',
    formerUpn: '',
    hardCase: '',
    care: 'none',
  }
}

/** Protects every record of these people (of everyone in the story if none are named). */
export function storyProtect(
  story: Story,
  about: { kind: ProtectionKind; roles: string[]; from: string; reason: string },
  people?: Person[],
): void {
  writeReturns(story.making, story.book)
  for (const reference of story.book.references) {
    if (people === undefined || people.includes(reference.person)) protect(story.making, reference, about)
  }
}

/** A true relationship of the story. */
export function storyTie(
  story: Story,
  person: Person,
  relationship: string,
  other: Person,
  responsibility: boolean,
  livesWith: boolean,
): void {
  story.making.truth.relationships.put({
    person: person.id,
    relationship,
    other_person: other.id,
    responsibility: responsibility ? 'Y' : 'N',
    lives_with: livesWith ? 'Y' : 'N',
  })
}

/** Closes the story with its line in `stories.csv`. */
export function endStory(story: Story, about: { search: string; by: string; should: string }): void {
  writeReturns(story.making, story.book)
  const refs = story.book.references.map(reference => `${reference.partner}:${reference.ref}`)
  story.making.truth.stories.put({
    story: story.id,
    search: about.search,
    by: about.by,
    source_refs: refs.join(' | '),
    what_should_happen: about.should,
  })
}
