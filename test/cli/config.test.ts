import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../../src/config.ts'

test('with nothing set the service runs its demonstration on its own database, reachable from this machine only', () => {
  const config = readConfig({})
  assert.equal(config.demonstration, true)
  assert.equal(config.database, undefined)
  assert.equal(config.host, 'localhost')
  assert.equal(config.publicUrl, 'http://localhost:3000')
})

test('a database or a provider of one’s own turns the demonstration off, unless it is asked for', () => {
  const databaseUrl = 'postgres://hub@db/hub'
  assert.equal(readConfig({ DATABASE_URL: databaseUrl }).demonstration, false)
  assert.equal(readConfig({ OIDC_ISSUER: 'https://id.example' }).demonstration, false)
  const asked = readConfig({ DATABASE_URL: databaseUrl, FAMILY_HUB_DEMONSTRATION: 'true' })
  assert.equal(asked.demonstration, true)
})

test('a wrong setting is named with what it must be, and a secret one is never repeated', () => {
  assert.throws(() => readConfig({ PORT: 'seven' }), /PORT must be a port from 1 to 65535; it is "seven"/)
  assert.throws(
    () => readConfig({ FAMILY_HUB_DEMONSTRATION: 'yes' }),
    /FAMILY_HUB_DEMONSTRATION must be true or false/,
  )
  assert.throws(
    () => readConfig({ DATABASE_URL: 'mysql://hub:hunter2@db' }),
    (error: Error) => /DATABASE_URL must be/.test(error.message) && !error.message.includes('hunter2'),
  )
})

test('an empty variable counts as absent', () => {
  assert.equal(readConfig({ PORT: '', DATABASE_URL: '' }).port, 3000)
})
