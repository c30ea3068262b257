import type { PersonRecord } from '../records/person-record.ts'
import type { findPartners } from './feed-status-store.ts'
import { handlingWords } from './rules/police-handling.ts'

/** What pages say of plans, placements, alerts and notices: lines made of records that were cut to the decisions. */

export type PlanLine = {
  type: string
  from: string | undefined
  to: string | undefined
  detail: string | undefined
  current: boolean
  partnerName: string
}

export type AlertLine = {
  type: string
  from: string | undefined
  to: string | undefined
  partnerName: string
  partnerPhone: string | undefined
}

/** A notice by the police, with the conditions that travel with it in words. */
export type NoticeLine = {
  type: string
  day: string | undefined
  detail: string | undefined
  /** Whom to ring or write to about this notice, as the police wrote it. */
  contact: string | undefined
  conditions: string[]
  partnerName: string
}

type Partners = Awaited<ReturnType<typeof findPartners>>

/** Where a looked-after child is placed on a day. */
export function placementOf(
  records: readonly PersonRecord[],
  day: string,
): { postcode: string; from: string | undefined } | undefined {
  const [current] = records
    .flatMap(record => record.content['placement-address'] ?? [])
    .filter(({ from, to }) => (from === undefined || from <= day) && (to === undefined || to >= day))
    .toSorted((a, b) => (b.from ?? '').localeCompare(a.from ?? ''))
  return current?.postcode === undefined ? undefined : { postcode: current.postcode, from: current.from }
}

export function planLines(records: readonly PersonRecord[], partners: Partners, day: string): PlanLine[] {
  return records
    .flatMap(({ content, partnerId }) => {
      const plan = content['care-plans']
      if (plan === undefined) return []
      const { type, from, to, detail } = plan
      const current = (to === undefined || to >= day) && (from === undefined || from <= day)
      return [{ type, from, to, detail, current, partnerName: partners.get(partnerId)?.name ?? partnerId }]
    })
    .toSorted((a, b) => Number(b.current) - Number(a.current) || (b.from ?? '').localeCompare(a.from ?? ''))
}

export function alertLines(records: readonly PersonRecord[], partners: Partners): AlertLine[] {
  return records
    .flatMap(({ content, partnerId }) => {
      const partner = partners.get(partnerId)
      const { alerts } = content
      if (alerts === undefined) return []
      const { type, from, to } = alerts
      const partnerName = partner?.name ?? partnerId
      return [{ type, from, to, partnerName, partnerPhone: partner?.phone ?? undefined }]
    })
    .toSorted((a, b) => (b.from ?? '').localeCompare(a.from ?? ''))
}

/** The newest first. */
export function noticeLines(records: readonly PersonRecord[], partners: Partners): NoticeLine[] {
  return records
    .flatMap(({ content, partnerId }) => {
      const notice = content['police-notices']
      if (notice === undefined) return []
      const { type, from: day, detail, contact, handling } = notice
      const conditions = (handling ?? []).map(handlingWords)
      const partnerName = partners.get(partnerId)?.name ?? partnerId
      return [{ type, day, detail, contact, conditions, partnerName }]
    })
    .toSorted((a, b) => (b.day ?? '').localeCompare(a.day ?? ''))
}
