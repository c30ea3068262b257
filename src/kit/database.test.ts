import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { testDatabase } from '../../test/database.ts'
import { inTransaction } from './database.ts'

test('a connection that breaks between two statements fails the second, and neither the process nor the pool', async () => {
  const { owner, reader } = await testDatabase()
  const broken = inTransaction(reader, async client => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    await owner.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    // Long enough for the end of the connection to be noticed while nobody waits for an answer.
    await wait(200)
    return await client.query('select 1')
  })
  await assert.rejects(broken)
  assert.equal(await inTransaction(reader, async client => (await client.query('select 1')).rowCount), 1)
})
