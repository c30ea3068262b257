import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeCounty } from '../../src/county/county.ts'
import { loadPaths } from '../../src/feeds/load.ts'
import { type Database, openDatabase } from '../../src/kit/database.ts'
import { startEmbeddedPostgres } from '../../src/kit/embedded-postgres.ts'
import { migrate } from '../../src/kit/migrate.ts'
import { seedDemonstrationAgreements } from '../../src/registers/demonstration.ts'
import { seedRegisters } from '../../src/registers/seed.ts'

/**
 * Writes a synthetic county, loads it through the door of every partner's files into a database of its own, and gives
 * both to `work`: the database, and the folder of the county's files. Nothing of it is left.
 */
export async function withCounty(
  county: { families: number; seed: number; today?: string },
  work: (database: Database, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'family-hub-bench-'))
  const server = await startEmbeddedPostgres(folder)
  try {
    await migrate(server.url, new URL('../../migrations', import.meta.url).pathname)
    const database = openDatabase(server.url)
    const out = join(folder, 'county')
    await writeCounty({ ...county, out })
    await seedRegisters(database.owner, { demonstration: true })
    const afterRegister = () => seedDemonstrationAgreements(database.owner)
    for (const { path, outcome } of await loadPaths(database, [out], { sentBy: 'bench', afterRegister }))
      if (outcome.outcome !== 'published') throw new Error(`${path}: ${JSON.stringify(outcome)}`)
    await work(database, out)
    await database.close()
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
