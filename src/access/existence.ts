import type { Content } from '../feeds/sections.ts'
import type { CategoryId } from './request.ts'

type FieldsOf<C extends keyof Content> = keyof NonNullable<Content[C]> & string

/**
 * What of a record crosses at existence tier: who it is, and that a service is involved. Nobody's name who works there,
 * no date, no plan. A category that is not here shows nothing at that tier.
 */
const EXISTENCE: { [C in keyof Content]?: FieldsOf<C>[] } = {
  identity: [
    'givenName',
    'middleNames',
    'familyName',
    'formerFamilyName',
    'otherNames',
    'birthDate',
    'expectedBirthDate',
    'sex',
  ],
  // Search shows the beginning of the postcode, to tell two children apart.
  address: ['postcode'],
  school: ['service', 'organisation', 'status'],
  'health-visiting': ['service', 'organisation', 'status'],
  'childrens-social-care': ['service', 'status'],
  'early-help': ['service', 'organisation', 'status'],
  'early-years': ['service', 'organisation', 'status'],
  'youth-justice': ['service', 'status'],
  housing: ['service', 'organisation', 'status'],
  // Which kind of sensitive service it is says more than that there is one.
  'adult-services': ['status', 'sensitive', 'basis'],
  'sensitive-services': ['status', 'sensitive', 'basis'],
}

/** The fields of a category that may be read at existence tier. */
export function existenceFields(category: CategoryId): readonly string[] {
  return (EXISTENCE as Record<string, readonly string[] | undefined>)[category] ?? []
}

/** The categories of which a page shows existence where a headline is refused: not the address, for it is a place to go to. */
export function fallsBackToExistence(category: CategoryId): boolean {
  return category !== 'address' && existenceFields(category).length > 0
}
