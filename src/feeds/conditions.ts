import type { Content } from './sections.ts'

/**
 * What a record asks of whoever reads it, other than its own partner: the police's handling conditions, and `no-basis` where
 * a sensitive service may not be told of at all. The same as `feeds.conditions_of` in the database, so that a load need not
 * ask there for each row; a test compares them.
 */
export function conditionsOf(content: Content): string[] {
  const conditions = new Set<string>()
  for (const section of Object.values(content)) {
    if (section === undefined) continue
    if ('sensitive' in section && section.sensitive === true && section.basis === undefined)
      conditions.add('no-basis')
    if ('handling' in section) for (const code of section.handling ?? []) conditions.add(code)
  }
  return [...conditions].toSorted()
}

/** Nobody is ever searched for by what a sensitive service says of them, not even with their yes. */
export function isNeverSearched(content: Content): boolean {
  return Object.values(content).some(section => section !== undefined && isSensitive(section))
}

function isSensitive(section: NonNullable<Content[keyof Content]>): boolean {
  return 'sensitive' in section && section.sensitive === true
}
