import defaults from './data/feed-thresholds.json' with { type: 'json' }
import type { ThresholdRow } from './threshold-store.ts'

/** What stands where nobody has set anything: for a contract where the file names it, or else for all. */
const DEFAULTS: readonly { rule: string; contract?: string; value: number }[] = defaults

/** Where a threshold comes from: from this feed alone, from all feeds under its contract, or with the service. */
export type Threshold = {
  rule: string
  value: number
  from: 'this feed' | 'all feeds of its kind' | 'the service'
  /** What stands where the feed has nothing of its own. */
  otherwise: number
  setBy: string | undefined
  reason: string | undefined
  begins: string | undefined
}

/**
 * The thresholds that stand for a feed, by rule. `rows` are those of its contract, the newest first, as
 * `findThresholdRows` gives them. Units are those of the rule: percent, points, times, rows or deliveries.
 */
export function thresholdsFor(
  rows: readonly ThresholdRow[],
  partnerId: string,
  contract: string,
): Map<string, Threshold> {
  const rules = new Set(DEFAULTS.map(one => one.rule))
  return new Map([...rules].map(rule => [rule, thresholdOf(rule, rows, partnerId, contract)]))
}

function thresholdOf(
  rule: string,
  rows: readonly ThresholdRow[],
  partnerId: string,
  contract: string,
): Threshold {
  const standing = (partner: string | null) =>
    rows.find(row => row.rule === rule && row.partnerId === partner && row.contract === contract)
  const [own, shared] = [standing(partnerId), standing(null)]
  const shipped = shippedValue(rule, contract)
  const otherwise = shared?.value ?? shipped
  const of = (from: Threshold['from'], row: ThresholdRow | undefined): Threshold => ({
    rule,
    value: row?.value ?? shipped,
    from,
    otherwise,
    setBy: row?.setBy,
    reason: row?.reason,
    begins: row?.begins,
  })
  // A row without a value was written to go back to what it had overridden.
  if (own !== undefined && own.value !== null) return of('this feed', own)
  if (shared !== undefined && shared.value !== null) return of('all feeds of its kind', shared)
  return of('the service', undefined)
}

function shippedValue(rule: string, contract: string): number {
  const found =
    DEFAULTS.find(one => one.rule === rule && one.contract === contract) ??
    DEFAULTS.find(one => one.rule === rule && one.contract === undefined)
  if (found === undefined) throw new Error(`the register has no threshold for ${rule}`)
  return found.value
}
