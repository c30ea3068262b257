/**
 * How long a whole county's files take from the folder to published, without linking: thousands of small deliveries of
 * schools and nurseries beside a few large ones.
 *
 *   node bench/load-county.ts                    FAMILIES=5000
 *   FAMILIES=250000 node bench/load-county.ts    the whole county
 *   COUNTY=folder node bench/load-county.ts      a county that `family-hub county` has written
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeCounty } from '../src/county/county.ts'
import { loadPaths } from '../src/feeds/load.ts'
import { openDatabase } from '../src/kit/database.ts'
import { startEmbeddedPostgres } from '../src/kit/embedded-postgres.ts'
import { migrate } from '../src/kit/migrate.ts'
import { seedDemonstrationAgreements } from '../src/registers/demonstration.ts'
import { seedRegisters } from '../src/registers/seed.ts'

const FAMILIES = Number(process.env['FAMILIES'] ?? 5000)
/** What tells of the other folders is loaded before them. */
const FIRST = ['register', 'protections']
const NOT_FEEDS = ['truth', 'demonstration']

const folder = await mkdtemp(join(tmpdir(), 'family-hub-bench-'))
const server = await startEmbeddedPostgres(folder)
try {
  await migrate(server.url, new URL('../migrations', import.meta.url).pathname)
  const database = openDatabase(server.url)
  await seedRegisters(database.owner, { demonstration: true })
  const county = process.env['COUNTY'] ?? join(folder, 'county')
  if (county.startsWith(folder)) await writeCounty({ families: FAMILIES, seed: 7, out: county })
  const others = (await readdir(county)).filter(name => ![...FIRST, ...NOT_FEEDS].includes(name))
  const paths = [...FIRST, ...others].map(name => join(county, name))
  const afterRegister = () => seedDemonstrationAgreements(database.owner)
  const [began, worked] = [performance.now(), process.cpuUsage()]
  const loaded = await loadPaths(database, paths, { afterRegister })
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(worked)
  let records = 0
  for (const { path, outcome } of loaded) {
    if (outcome.outcome !== 'published') throw new Error(`${path}: ${JSON.stringify(outcome)}`)
    records += outcome.recordsNew
  }
  const megabytes = process.resourceUsage().maxRSS / 1024
  console.log(`${records} records of ${loaded.length} deliveries in ${seconds.toFixed(0)} s`)
  console.log(`that is ${Math.round(records / seconds)} records/s`)
  console.log(
    `processor time of this process ${((user + system) / 1e6).toFixed(0)} s; most memory ${megabytes.toFixed(0)} MB`,
  )
  await database.close()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
