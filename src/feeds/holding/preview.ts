import type { Client } from '../../kit/database.ts'
import {
  type ChangeKind,
  countChanges,
  countFeedRecords,
  findChanges,
  type RecordChange,
  type TableChanges,
} from './preview-store.ts'

/** One record that would change, by the sender's own reference. `fields` are names, in words; never a value. */
export type ChangeLine = { table: string; reference: string; fields: string[] }

export type Preview = {
  tables: TableChanges[]
  lines: Partial<Record<ChangeKind, ChangeLine[]>>
  /** The feed is so large that it was compared once, when this came, and its records are not listed. */
  isOfItsArrival: boolean
}

/** Enough to see what kind of change it is; the sender has the file. */
const MOST_LINES = 25
/** A feed with more records than these takes longer to compare than a page may take. */
const MOST_COMPARED_NOW = 100_000

/**
 * What would be new, changed and ended if a held delivery were published now; lines only of the kinds asked for.
 * `onArrival` is what was counted when the delivery was held.
 */
export async function previewOf(
  client: Client,
  deliveryId: number,
  kinds: readonly ChangeKind[],
  onArrival: TableChanges[] | undefined,
): Promise<Preview> {
  if (onArrival !== undefined && (await countFeedRecords(client, deliveryId)) > MOST_COMPARED_NOW)
    return { tables: onArrival, lines: {}, isOfItsArrival: true }
  const tables = await countChanges(client, deliveryId)
  const lines: Preview['lines'] = {}
  for (const kind of kinds) {
    if (tables.every(table => table[kind] === 0)) continue
    lines[kind] = (await findChanges(client, deliveryId, kind, MOST_LINES)).map(lineOf)
  }
  return { tables, lines, isOfItsArrival: false }
}

function lineOf({ table, reference, before, after }: RecordChange): ChangeLine {
  return { table, reference, fields: before && after ? differingFields(before, after) : [] }
}

/** `identity.familyName` of two contents that differ in it is `family name`: the section says little to a sender. */
export function differingFields(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  const differing = new Set<string>()
  for (const section of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [partsOf(before[section]), partsOf(after[section])]
    for (const field of new Set([...Object.keys(was), ...Object.keys(is)]))
      if (JSON.stringify(was[field]) !== JSON.stringify(is[field])) differing.add(inWords(section, field))
  }
  return [...differing].toSorted()
}

function partsOf(section: unknown): Record<string, unknown> {
  return typeof section === 'object' && section !== null ? (section as Record<string, unknown>) : {}
}

/** A field such as `from` means nothing without its section; one such as `birthDate` does. */
function inWords(section: string, field: string): string {
  const words = field.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
  return section === 'identity' || section === 'identifiers'
    ? words
    : `${section.replaceAll('-', ' ')}: ${words}`
}
