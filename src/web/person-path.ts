/** The addresses of the pages about one person: an opaque id and nothing else. */

/** The pages about one person. */
export const PERSON_PAGES = ['family', 'child', 'people', 'sources'] as const
export type PersonPage = (typeof PERSON_PAGES)[number]

/** The address of a page about a person. */
export function personPath(page: PersonPage, personId: string): string {
  return page === 'family' || page === 'child' ? `/${page}/${personId}` : `/child/${personId}/${page}`
}
