/** The demonstration's agreements between two partners of each kind, and who discloses to whom as it was first written. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { seedDemonstrationAgreements } from '../src/registers/demonstration.ts'
import { partnerKinds } from '../src/registers/register-schemas.ts'
import { seedRegisters } from '../src/registers/seed.ts'
import { testDatabase } from './database.ts'

export async function databaseOfGrants() {
  const database = await testDatabase()
  for (const kind of partnerKinds)
    await database.owner.query(
      `insert into registers.partner (partner_id, name, kind, controller_role)
       select $1 || '-' || number, $1, $1, 'controller' from generate_series(1, 2) as number`,
      [kind],
    )
  await seedRegisters(database.owner, { demonstration: true })
  await seedDemonstrationAgreements(database.owner)
  return database
}

/** The query of the view as it was first written: it goes through all pairs of partners, and is slow and plain. */
export async function firstWrittenGrants(): Promise<string> {
  const path = join(import.meta.dirname, '../migrations/0011_protection_by_person.sql')
  const [, written] =
    /create or replace view registers\.live_grant as([^;]+);/.exec(await readFile(path, 'utf8')) ?? []
  if (written === undefined) throw new Error(`No view of grants stands in ${path}`)
  return written
}
