import type { Clock } from '../kit/clock.ts'
import type { DeliveryState } from './delivery-store.ts'
import type { Awaits } from './holding/holding-store.ts'
import type { Claims } from './identify.ts'
import type { EstimateMatches } from './people-sample.ts'

export type Totals = {
  rowsRead: number
  rowsAccepted: number
  rowsRejected: number
  /** Rows of the file of rejections: rejected rows and fields that were left out or reported. */
  rejections: number
  recordsNew: number
  /** Fields without a live purpose, by name: dropped before anything was written. */
  dropped: Record<string, number>
}

/** What should be known of a delivery, though it is no fault: as its page says it. */
type Noted = { notes: string[] }

/** What became of a delivery. Every reason is a sentence for the partner and holds nothing personal. */
export type DeliveryOutcome =
  | ({ outcome: 'published'; deliveryId: number; partnerId: string; contract: string } & Totals & Noted)
  | ({ outcome: 'held'; deliveryId: number; reason: string; awaits: Awaits } & Totals & Noted)
  | { outcome: 'alreadyReceived'; deliveryId: number; state: DeliveryState }
  | { outcome: 'refused'; deliveryId: number | undefined; reason: string }
  | ({ outcome: 'checked' } & Totals & Noted)

export type DeliverOptions = Claims & {
  /** Who hands it in: a practitioner, a credential, or the command line. */
  sentBy?: string
  onProgress?: (progress: { rows: number; file: string }) => void
  /** Reads and checks everything and writes nothing. */
  dryRun?: boolean
  /** Holds the delivery, unseen, until its sender has looked at what would change and said yes. */
  senderApproves?: boolean
  /** How many people of a sample seem to be in other partners' records; without it the rate before publication is not known. */
  estimateMatches?: EstimateMatches
  clock?: Clock
}
