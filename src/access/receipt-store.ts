import type { Queryable } from '../kit/database.ts'
import type { Receipt } from './receipt.ts'
import type { DisclosureRequest } from './request.ts'

export async function addReceipt(
  client: Queryable,
  request: DisclosureRequest,
  receipt: Receipt,
): Promise<void> {
  await client.query(
    `insert into access.receipt (receipt_id, decided_at, practitioner_id, partner_id, role_id, purpose_id,
       policy_version, decision) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      receipt.receiptId,
      receipt.decidedAt,
      request.who.practitionerId,
      request.who.partnerId,
      request.who.roleId,
      request.purposeId ?? null,
      receipt.policyVersion,
      JSON.stringify(receipt),
    ],
  )
}

/** A practitioner's own receipt; another's is not found. */
export async function findOwnReceipt(
  client: Queryable,
  practitionerId: string,
  receiptId: string,
): Promise<Receipt | undefined> {
  // Receipts from before there were conditions have none.
  type Kept = Omit<Receipt, 'conditions'> & { conditions?: string[] }
  const { rows } = await client.query<{ decision: Kept; decidedAt: Date }>(
    `select decision, decided_at as "decidedAt" from access.receipt where receipt_id = $1 and practitioner_id = $2`,
    [receiptId, practitionerId],
  )
  const [row] = rows
  return row === undefined
    ? undefined
    : { ...row.decision, conditions: row.decision.conditions ?? [], decidedAt: row.decidedAt }
}
