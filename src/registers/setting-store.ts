import type { Queryable } from '../kit/database.ts'

export async function writeSetting(client: Queryable, name: string, value: unknown): Promise<void> {
  await client.query(
    `insert into registers.setting as s (name, value) values ($1, $2::jsonb)
     on conflict (name) do update set value = excluded.value, recorded_at = clock_timestamp()
     where s.value <> excluded.value`,
    [name, JSON.stringify(value)],
  )
}

/** The value of a setting, or `undefined` where it was never written. */
export async function findSetting(client: Queryable, name: string): Promise<unknown> {
  const found = await client.query<{ value: unknown }>(
    'select value from registers.setting where name = $1',
    [name],
  )
  return found.rows[0]?.value
}
