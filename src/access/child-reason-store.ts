import type { Queryable } from '../kit/database.ts'

/** One session's task about one child. */
export type ChildTask = {
  sessionHash: Buffer
  practitionerId: string
  personId: string
  purposeId: string
}

/** Keeps what is particular to this child, so that it is asked once for a child, a purpose and a session. */
export async function keepChildReason(client: Queryable, task: ChildTask, reason: string): Promise<void> {
  await client.query(
    `insert into access.child_reason (session_hash, practitioner_id, person_id, purpose_id, reason)
     values ($1, $2, $3, $4, $5)
     on conflict (session_hash, person_id, purpose_id)
     do update set reason = excluded.reason, recorded_at = clock_timestamp()`,
    [task.sessionHash, task.practitionerId, task.personId, task.purposeId, reason],
  )
}

/** The reason given for this child, for this purpose, in this session. */
export async function findChildReason(
  client: Queryable,
  task: Omit<ChildTask, 'practitionerId'>,
): Promise<string | undefined> {
  const { rows } = await client.query<{ reason: string }>(
    `select reason from access.child_reason
     where session_hash = $1 and person_id = $2 and purpose_id = $3`,
    [task.sessionHash, task.personId, task.purposeId],
  )
  return rows[0]?.reason
}
