/** A web server for tests: real sessions in a real database, a clock and practitioners that the test sets. */

import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { after } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Database } from '../src/kit/database.ts'
import type { EmergencyNumbers } from '../src/web/layout.ts'
import { createLogger } from '../src/web/log.ts'
import { buildServer, type ServerOptions } from '../src/web/server.ts'
import type { Practitioner } from '../src/web/session.ts'
import { newSecret, sha256 } from '../src/web/session.ts'
import { insertSession } from '../src/web/session-store.ts'

export const NUMBERS: EmergencyNumbers = {
  now: [{ label: 'Children’s social care', phone: '0300 123 6720' }],
  desk: { label: 'protected-records desk', phone: '01632 960 999' },
}

export const ISSUER = 'https://identity.invalid'

/** One practitioner in a role; subject and worker carry the same letters. */
export function practitioner(id: string, role: string, name = 'Asha Patel'): Practitioner {
  const words = { roleName: role.replace('-', ' '), partner: 'council', partnerName: 'The Council' }
  return { practitionerId: `council/${id}`, name, role, ...words }
}

export type TestWebServer = {
  app: FastifyInstance
  /** Lines of the log so far. */
  log: string[]
  /** Sets what the clock says, in minutes from the start. */
  setMinutes(minutes: number): void
  people: Map<string, Practitioner[]>
  /** Begins a session without a provider and returns its cookie and form token. */
  signIn(subject: string): Promise<{ cookie: string; csrfToken: string }>
}

const START = Date.parse('2026-11-22T09:00:00Z')

export async function testWebServer(
  database: Database,
  options: Partial<ServerOptions> = {},
): Promise<TestWebServer> {
  const log: string[] = []
  const people = new Map<string, Practitioner[]>()
  let now = START
  const clock = () => new Date(now)
  const app = await buildServer({
    publicUrl: 'http://localhost:3000',
    routes: [],
    styles: { css: '', hash: 'none' },
    clock,
    database: database.reader,
    numbers: async () => NUMBERS,
    navigation: () => [{ text: 'Home', href: '/' }],
    findPractitioners: async (_issuer, subject) => people.get(subject) ?? [],
    provider: { issuer: ISSUER, clientId: 'hub' },
    logger: createLogger({ write: line => void log.push(line) }),
    ...options,
  })
  after(() => app.close())
  return {
    app,
    log,
    people,
    setMinutes: minutes => {
      now = START + minutes * 60_000
    },
    signIn: subject => begin(database, new Date(now), subject, people.get(subject) ?? []),
  }
}

async function begin(database: Database, now: Date, subject: string, practitioners: Practitioner[]) {
  const [id, csrfToken] = [newSecret(), newSecret()]
  const endsAt = new Date(now.getTime() + 8 * 60 * 60_000)
  const practitionerId = practitioners.length === 1 ? (practitioners[0]?.practitionerId ?? null) : null
  const who = { issuer: ISSUER, subject, practitionerId, idToken: null }
  await insertSession(database.reader, { ...who, sessionHash: sha256(id), csrfToken, now, endsAt })
  return { cookie: `family-hub-session=${id}`, csrfToken }
}

/** A port that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
