/** A partner's system for tests: a key pair of its own, its credential, and the requests that it signs. */

import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { SignJWT } from 'jose'
import { addCredentialKey } from '../src/access/credentials.ts'
import { registerInterface } from '../src/api/interface.ts'
import { openTurns } from '../src/api/turns.ts'
import { registerPartners } from '../src/feeds/fixtures.ts'
import type { Database } from '../src/kit/database.ts'
import { uploadPlace } from '../src/kit/upload-place.ts'
import { readPublicKey } from '../src/registers/public-key.ts'
import { seedRegisters } from '../src/registers/seed.ts'
import { testDatabase } from './database.ts'
import { type TestWebServer, testWebServer } from './web-server.ts'

export const PUBLIC_URL = 'http://localhost:3000'
export const NOW = Date.parse('2026-11-22T09:00:00Z')

export type TestInterface = {
  server: TestWebServer
  app: FastifyInstance
  database: Database
  dataFolder: string
}

/** The interface in a web server, over partners that may send everything. */
export async function testInterface(): Promise<TestInterface> {
  const database = await testDatabase()
  await seedRegisters(database.owner, { demonstration: true })
  await registerPartners(database)
  const dataFolder = await mkdtemp(join(tmpdir(), 'family-hub-interface-'))
  after(() => rm(dataFolder, { recursive: true, force: true }))
  const server = await interfaceOver(database, dataFolder)
  return { server, app: server.app, database, dataFolder }
}

export async function interfaceOver(database: Database, dataFolder: string): Promise<TestWebServer> {
  const uploads = uploadPlace(dataFolder, 'interface')
  const inTurn = openTurns(2)
  let minutes = 0
  const clock = () => new Date(NOW + minutes * 60_000)
  const server: TestWebServer = await testWebServer(database, {
    beside: app =>
      registerInterface(app, {
        database,
        clock,
        publicUrl: PUBLIC_URL,
        version: 'test',
        uploads,
        inTurn,
        log: { error: (...said: unknown[]) => void server.log.push(JSON.stringify(said)) },
      }),
  })
  return {
    ...server,
    setMinutes: to => {
      minutes = to
      server.setMinutes(to)
    },
  }
}

export type TestSystem = { clientId: string; privateKey: KeyObject; keyId: string; alg: string }

const PAIRS = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
}

/** Registers a system of a partner with a fresh key. */
export async function registerSystem(
  database: Database,
  clientId: string,
  partnerId: string,
  options: { alg?: keyof typeof PAIRS; contracts?: string[] } = {},
): Promise<TestSystem> {
  const { alg = 'ES256', contracts = [] } = options
  const { publicKey, privateKey } = PAIRS[alg]()
  const key = await readPublicKey(publicKey.export({ format: 'pem', type: 'spki' }).toString())
  if ('refused' in key) throw new Error(key.refused)
  const toAdd = { clientId, partnerId, contracts, key }
  const added = await addCredentialKey(database, { operator: 'test' }, toAdd, 'for a test')
  if (added.outcome === 'refused') throw new Error(added.says)
  return { clientId, privateKey, keyId: key.keyId, alg }
}

/** A right statement, or one with some claims changed. */
export async function assertionOf(
  system: TestSystem,
  changes: Record<string, unknown> = {},
  at = NOW,
): Promise<string> {
  const seconds = Math.floor(at / 1000)
  const claims = {
    iss: system.clientId,
    sub: system.clientId,
    aud: `${PUBLIC_URL}/api/token`,
    jti: randomUUID(),
    iat: seconds,
    exp: seconds + 60,
    ...changes,
  }
  return await new SignJWT(claims).setProtectedHeader({ alg: system.alg }).sign(system.privateKey)
}

export async function askToken(
  app: FastifyInstance,
  assertion: string,
  more: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    ...more,
  }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const payload = new URLSearchParams(form).toString()
  return await app.inject({ method: 'POST', url: '/api/token', headers, payload })
}

/** A token's header, ready to send. */
export async function bearerOf(app: FastifyInstance, system: TestSystem): Promise<{ authorization: string }> {
  const answer = await askToken(app, await assertionOf(system))
  const { access_token: token } = answer.json<{ access_token?: string }>()
  if (token === undefined) throw new Error(answer.body)
  return { authorization: `Bearer ${token}` }
}

export function digestOf(bytes: Buffer | string): string {
  return `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`
}
