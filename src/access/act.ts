import { appendEntries } from '../audit/append.ts'
import { type Client, type Database, inTransaction } from '../kit/database.ts'
import { mayAct, needsSecondApprover } from '../registers/role-store.ts'
import { policyVersion } from './decide.ts'
import { type PartnerSystem, SYSTEM_ROLE, type Who } from './request.ts'

/** A practitioner, an operator at a console, or a partner's system. */
export type Actor = Who | { operator: string } | PartnerSystem

/** What somebody asks to change. */
export type ActionRequest = {
  actor: Actor
  action: string
  reason: string
  /** The person whom it concerns, if any. */
  personId?: string
  /** The first of two, where the register asks for a second: someone else, whose earlier proposal this approves. */
  approves?: { practitionerId: string }
  /** What is changed, by id: never a name or a value. */
  detail: Record<string, unknown>
}

export type ActOutcome<Result> =
  | { outcome: 'changed'; result: Result }
  | { outcome: 'refused'; because: 'not your role' | 'reason missing' | 'second person needed'; says: string }

const SAYS = {
  'not your role': 'Your role does not do this. Ask your information-governance officer who does.',
  'reason missing': 'Write down why, so that it can be understood later.',
  'second person needed': 'A second person must approve this: somebody other than you.',
} as const

/**
 * The one door by which people change things. In one transaction: checks the register of roles and actions and any
 * second approver, whom an operator at a console needs too, writes the audit entry with the reason, and runs the
 * change; refusals are written too. `as` picks
 * the database role that the change needs: the loader for deliveries and links, the owner for registers.
 */
export async function act<Result>(
  database: Database,
  request: ActionRequest,
  as: 'reader' | 'loader' | 'owner',
  change: (client: Client) => Promise<Result>,
): Promise<ActOutcome<Result>> {
  return await inTransaction(database[as], async client => {
    const because = await refusalOf(client, request)
    await appendEntries(client, policyVersion, [
      {
        kind: 'act',
        outcome: because === undefined ? 'changed' : 'refused',
        ...namesOf(request.actor),
        reason: request.reason,
        personId: as === 'loader' ? undefined : request.personId,
        detail: {
          action: request.action,
          ...request.detail,
          ...(because === undefined ? {} : { refused: because }),
        },
      },
    ])
    if (because !== undefined) return { outcome: 'refused', because, says: SAYS[because] }
    return { outcome: 'changed', result: await change(client) }
  })
}

async function refusalOf(client: Client, request: ActionRequest): Promise<keyof typeof SAYS | undefined> {
  if (request.reason.trim() === '') return 'reason missing'
  const { practitionerId, roleId = '' } = namesOf(request.actor)
  const register =
    'operator' in request.actor
      ? { secondApprover: await needsSecondApprover(client, request.action) }
      : await mayAct(client, roleId, request.action)
  if (register === undefined) return 'not your role'
  const first = request.approves?.practitionerId
  if (register.secondApprover && (first === undefined || first === practitionerId))
    return 'second person needed'
  return undefined
}

/** How the audit log names an actor. Only practitioners stand in the register of practitioners. */
export function namesOf(actor: Actor): { practitionerId: string; partnerId?: string; roleId?: string } {
  if ('operator' in actor) return { practitionerId: `console/${actor.operator}` }
  const { partnerId } = actor
  if ('clientId' in actor)
    return { practitionerId: `credential/${actor.clientId}`, partnerId, roleId: SYSTEM_ROLE }
  return { practitionerId: actor.practitionerId, partnerId, roleId: actor.roleId }
}
