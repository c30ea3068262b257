/** Starts the service: settings, database, registers, the demonstration's county, and then the pages. */

import { lookup } from 'node:dns/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { startDeskWatch } from './access/desk-watch.ts'
import { noteSignIn } from './access/note-sign-in.ts'
import { type Systems, serveSystems } from './api/serve.ts'
import type { SftpServer } from './api/sftp/server.ts'
import { fillDemonstration, openDemonstrationSignIns } from './cli/demonstration.ts'
import { openDemonstrationKeys } from './cli/demonstration-keys.ts'
import { EXIT, exitCodeOf } from './cli/exit-codes.ts'
import { type JoinedDatabase, joinDatabase } from './cli/join-database.ts'
import { openTerminal } from './cli/terminal.ts'
import { type Config, ROOT, readConfig, readVersion } from './config.ts'
import { removeUnused, startSweepingDeliveries, sweepUnpublished } from './feeds/sweep.ts'
import { systemClock } from './kit/clock.ts'
import { inTransaction } from './kit/database.ts'
import { Fault } from './kit/faults.ts'
import { countRecords } from './records/counts.ts'
import { takeIn } from './records/take-in.ts'
import { numbersFor, numbersWithoutDatabase } from './registers/emergency-numbers.ts'
import { findPractitioners } from './registers/practitioner-store.ts'
import { readRegisterFiles } from './registers/register-files.ts'
import { seedRegisters } from './registers/seed.ts'
import { findSetting } from './registers/setting-store.ts'
import { routes } from './routes.ts'
import { createLogger } from './web/log.ts'
import { navigationFor } from './web/navigation.ts'
import { buildServer, type ServerOptions } from './web/server.ts'
import { buildStyles } from './web/styles.ts'

const terminal = openTerminal({ verbose: process.env['LOG_LEVEL'] === 'debug' })
const running: {
  service?: JoinedDatabase
  server?: FastifyInstance
  sftp?: SftpServer | undefined
  deskWatch?: { stop(): Promise<void> }
  sweeping?: { stop(): Promise<void> }
  stopping?: Promise<never>
} = {}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void stop(running.server ? EXIT.ok : EXIT.interrupted))
}
// A bug must not leave the database running behind us.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, error => void fail(error))
}

await start().catch(fail)

async function start(): Promise<void> {
  const began = Date.now()
  const config = readConfig(process.env)
  await requireFreePorts(config)
  await requireIssuer(config)
  const service = await joinDatabase(config, terminal.say)
  running.service = service
  if (service.embedded) await service.claimAlone()
  else await service.claimShared()
  await requireSignIn(config, service)
  await inTransaction(service.database.owner, client => seedRegisters(client, config))
  await sweepUnpublished(service.database)
  await removeUnused(service.database)
  if (config.demonstration) await fillDemonstration(service.database, config, terminal)
  await linkWaiting(service)
  const log = createLogger(process.stdout, config.logLevel)
  const { database } = service
  const { publicUrl, dataFolder } = config
  const systems = serveSystems({ database, publicUrl, dataFolder, log, version: readVersion() })
  running.server = await serve(config, service, log, systems)
  running.sftp = await openDrop(config, service, systems)
  running.deskWatch = startDeskWatch(service.database, err => log.error({ err }, 'desk watch'))
  running.sweeping = startSweepingDeliveries(service.database, err => log.error({ err }, 'sweeping'))
  await announce(config, service, (Date.now() - began) / 1000)
}

/** Looked at first, so that nobody waits a minute to hear it. */
async function requireFreePorts({ host, port, sftp }: Config): Promise<void> {
  await requireFreePort(host, port, 'PORT')
  if (sftp) await requireFreePort(host, sftp.port, 'SFTP_PORT')
}

async function requireFreePort(host: string, port: number, setting: string): Promise<void> {
  const addresses = await lookup(host, { all: true }).catch(cause => {
    throw new Fault('setting-wrong', `HOST ${host} is not an address of this machine.`, { cause })
  })
  for (const { address } of addresses) {
    const probe = createServer()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    probe.once('error', reject).listen({ host: address, port }, () => probe.close(() => resolve()))
    await promise.catch(cause => {
      throw portFault(cause, setting, port, host)
    })
  }
}

function portFault(cause: unknown, setting: string, port: number, host: string): unknown {
  switch (cause instanceof Error && 'code' in cause ? cause.code : '') {
    case 'EADDRINUSE':
      return new Fault('port-in-use', `(${setting}=${port})`, { cause })
    case 'EACCES':
      return new Fault('setting-wrong', `${setting} ${port} needs an administrator; set a port above 1023.`, {
        cause,
      })
    case 'EADDRNOTAVAIL':
      return new Fault('setting-wrong', `HOST ${host} is not an address of this machine.`, { cause })
    default:
      return cause
  }
}

/** OpenID Connect Discovery 1.0, section 4: a provider describes itself here, under the very name that it has. */
async function requireIssuer({ oidc }: Config): Promise<void> {
  if (oidc === undefined) return
  const wrong = (cause?: unknown) => new Fault('issuer-unreachable', `(${oidc.issuer})`, { cause })
  const address = `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) }).catch(cause => {
    throw wrong(cause)
  })
  const described: unknown = await answer.json().catch(() => undefined)
  if (typeof described !== 'object' || described === null) throw wrong()
  if (!('issuer' in described) || described.issuer !== oidc.issuer) throw wrong()
}

/** A database that has once served real families never offers sign-ins without a password. */
async function requireSignIn(config: Config, { database }: JoinedDatabase): Promise<void> {
  const before = await findSetting(database.owner, 'demonstration')
  if (config.demonstration && before === false)
    throw new Fault(
      'setting-wrong',
      'FAMILY_HUB_DEMONSTRATION is true, but this database was not made for the demonstration.',
    )
  if (!config.demonstration && config.oidc === undefined)
    throw new Fault(
      'setting-wrong',
      'OIDC_ISSUER is missing. Set it, or FAMILY_HUB_DEMONSTRATION=true to try the service with made-up families.',
    )
}

/** What was published and not yet linked when the last process ended. */
async function linkWaiting({ database }: JoinedDatabase): Promise<void> {
  const { waitingDeliveries } = await countRecords(database.owner)
  if (waitingDeliveries === 0) return
  terminal.say(`Linking ${waitingDeliveries} deliveries that an earlier process had published`)
  await takeIn(database, { onProgress: terminal.tell })
}

async function serve(
  config: Config,
  { database }: JoinedDatabase,
  logger: ReturnType<typeof createLogger>,
  systems: Systems,
): Promise<FastifyInstance> {
  const server = await buildServer({
    publicUrl: config.publicUrl,
    routes: routes(database, config.dataFolder),
    styles: await buildStyles(join(ROOT, 'node_modules', '.cache', 'family-hub')),
    clock: systemClock,
    database: database.reader,
    numbers: async () => {
      const now = systemClock()
      return await numbersFor(database.reader, now).catch(() => numbersWithoutDatabase(now))
    },
    navigation: navigationFor(await readRegisterFiles()),
    findPractitioners: (issuer, subject) => findPractitioners(database.reader, issuer, subject),
    provider: await providerOf(config, database),
    noteSignIn: event => noteSignIn(database, event),
    logger,
    trustProxy: new URL(config.publicUrl).port !== String(config.port),
    beside: systems.beside,
  })
  await server.listen({ host: config.host, port: config.port }).catch(cause => {
    throw portFault(cause, 'PORT', config.port, config.host)
  })
  return server
}

/** The demonstration makes the keys of a made-up partner, and its own; otherwise the service makes none. */
async function openDrop(
  config: Config,
  { database }: JoinedDatabase,
  systems: Systems,
): Promise<SftpServer | undefined> {
  const made = config.demonstration ? await openDemonstrationKeys(database, config.dataFolder) : undefined
  const hostKey = config.sftp?.hostKey ?? made?.hostKey
  if (config.sftp === undefined || hostKey === undefined) return undefined
  return await systems.openSftp({ host: config.host, port: config.sftp.port, hostKey })
}

async function providerOf(
  config: Config,
  database: JoinedDatabase['database'],
): Promise<ServerOptions['provider']> {
  if (config.oidc) return config.oidc
  return { demonstrationPeople: await openDemonstrationSignIns(database, config.publicUrl) }
}

async function announce(config: Config, { database }: JoinedDatabase, seconds: number): Promise<void> {
  const { bold, dim } = terminal.colours
  const { persons } = await countRecords(database.owner)
  terminal.say('')
  terminal.say(
    `${bold('Family Hub is ready:')} ${config.publicUrl}  ${dim(`(after ${seconds.toFixed(1)} s)`)}`,
  )
  if (config.oidc) return
  terminal.say(`${persons.toLocaleString('en-GB')} made-up persons. Sign in without a password as:\n`)
  const people = await openDemonstrationSignIns(database, config.publicUrl)
  const widest = Math.max(...people.map(({ name }) => name.length))
  for (const { name, says } of people) terminal.say(`  ${name.padEnd(widest)}  ${says}`)
  terminal.say(`\nStop with Ctrl-C. The data stay in ${config.dataFolder}`)
}

async function fail(error: unknown): Promise<void> {
  // What breaks because we are stopping is no news.
  if (running.stopping === undefined) terminal.complain(error)
  await stop(exitCodeOf(error))
}

/** Ends in this order: no new requests, then the pools, then the database, where nobody else is using it. */
async function stop(code: number): Promise<never> {
  running.stopping ??= (async () => {
    if (running.server) terminal.say('Stopping')
    const { server, sftp, deskWatch, sweeping } = running
    const ended = Promise.all([server?.close(), sftp?.close(), deskWatch?.stop(), sweeping?.stop()])
    await Promise.race([ended, wait(5000)])
    await running.service?.close().catch(error => terminal.complain(error))
    process.exit(code)
  })()
  return await running.stopping
}
