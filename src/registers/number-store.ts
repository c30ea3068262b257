import type { Queryable } from '../kit/database.ts'
import type { NumberHours } from './emergency-numbers.ts'

/** Every telephone number of the register with its hours, in the order in which pages show them. */
export async function listNumbers(client: Queryable): Promise<NumberHours[]> {
  const found = await client.query<NumberHours>(
    `select label, phone, to_char(from_time, 'HH24:MI') as "from", to_char(to_time, 'HH24:MI') as "to",
       weekdays_only as "weekdaysOnly", is_desk as "isDesk"
     from registers.emergency_number order by position`,
  )
  return found.rows
}
