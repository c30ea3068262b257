import type { Queryable } from '../kit/database.ts'

/** Whether a role may do an action today, and whether a second person must approve. */
export async function findRoleAction(
  client: Queryable,
  roleId: string,
  actionId: string,
): Promise<{ secondApprover: boolean } | undefined> {
  const { rows } = await client.query<{ secondApprover: boolean }>(
    `select second_approver as "secondApprover" from registers.role_action
     where role_id = $1 and action_id = $2 and valid @> registers.london_today()`,
    [roleId, actionId],
  )
  return rows[0]
}
