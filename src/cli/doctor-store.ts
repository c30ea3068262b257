import type { Queryable } from '../kit/database.ts'

export type DatabaseState = { version: string; now: Date; missingRoles: string[] }

/** The server's version and clock, and which of the service's roles the log-in may not take. */
export async function readDatabaseState(client: Queryable): Promise<DatabaseState> {
  const found = await client.query<DatabaseState>(
    `select current_setting('server_version') as version, clock_timestamp() as now,
       array(select wanted from unnest($1::text[]) as wanted
             where not exists (select from pg_roles r
                               where r.rolname = wanted and pg_has_role(current_user, r.oid, 'member'))
       ) as "missingRoles"`,
    [['family_hub_owner', 'family_hub_reader', 'family_hub_loader', 'family_hub_retention']],
  )
  const [state] = found.rows
  if (state === undefined) throw new Error('the database told nothing about itself')
  return state
}
