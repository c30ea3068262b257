import type { Contract } from '../contract.ts'
import type { Profile } from '../profile.ts'

/** What a rule may look at: counts and shares of this delivery and of those of the same feed before it. */
export type HoldingFacts = {
  mode: Contract['mode']
  rowsRead: number
  rowsRejected: number
  /** Files that end in the middle of a row. */
  cutOff: readonly string[]
  /** Rows by table of the contract. */
  rows: Record<string, number>
  /** Tables without which the others mean nothing. */
  required: readonly string[]
  profile: Profile
  match: Match | undefined
  /** The last deliveries that were published and are true of an earlier instant, the newest first. */
  before: readonly Earlier[]
}

export type Earlier = { rows: Record<string, number>; profile: Profile; match: Match | undefined }

/** People that were looked up in other partners' records, and how many seem to be there. */
export type Match = { sampled: number; found: number }

export type Unit = 'percent' | 'points' | 'times' | 'rows' | 'deliveries'

/**
 * Why a delivery should wait for a person before anyone sees it. A rule can only hold; nothing that it finds refuses
 * or changes a row. Its threshold is register data, feed by feed: `registers/data/feed-thresholds.json` has what
 * stands at first.
 */
export type HoldingRule = {
  name: string
  title: string
  says: string
  source: string
  /** What the number means, with the numbers that make sense; left out where there is nothing to set. */
  threshold: { says: string; unit: Unit; least: number; most: number } | undefined
  /** One sentence in words and numbers for each thing found; none where the delivery need not wait. */
  reasons: (facts: HoldingFacts, threshold: number) => string[]
  examples: readonly { given: string; facts: Partial<HoldingFacts>; threshold: number; reasons: string[] }[]
}

/** So many rows must have been counted before a share means anything. */
export const ENOUGH_ROWS = 50

/** A number of rows as people read it: 1,000,000. */
export function figure(count: number): string {
  return count.toLocaleString('en-GB')
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** `the last delivery`, `the last 5 deliveries`. */
export function lastDeliveries(count: number): string {
  return count === 1 ? 'the last delivery' : `the last ${count} deliveries`
}
