import assert from 'node:assert/strict'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { CONTACTS_HEADER, contactRow, registerPartners } from './fixtures.ts'
import { loadPaths } from './load.ts'

const SAMPLES = join(import.meta.dirname, '../../examples/feeds')

test('a county’s folder is loaded at once: the register first, then protections, and no bad file stops the others', async () => {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'family-hub-load-'))
  try {
    for (const name of ['health-visiting', 'protections', 'register', 'school', 'social-care'])
      await cp(join(SAMPLES, name), join(folder, name), { recursive: true })
    await mkdir(join(folder, 'a-broken'))
    await writeFile(join(folder, 'a-broken', 'delivery.json'), '{"files": ["gone.csv"]}')
    await writeFile(join(folder, 'b-broken.xml'), '<!DOCTYPE x><CTfile/>')
    const order: string[] = []
    const loaded = await loadPaths(database, [folder], {
      afterRegister: async () => {
        order.push('agreements')
        await database.owner.query('truncate registers.partner cascade')
        await registerPartners(database)
      },
      onOutcome: ({ outcome }) =>
        order.push(outcome.outcome === 'published' ? outcome.contract : outcome.outcome),
    })
    assert.deepEqual(order.slice(0, 3), ['register/1', 'agreements', 'protections/1'])
    assert.deepEqual(order.slice(3).toSorted(), [
      'ctf/21',
      'health-visiting/1',
      'refused',
      'refused',
      'ssd/1.4',
    ])
    assert.equal(loaded.length, 7)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('tables that lie loose in a folder are one delivery for each feed', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const folder = await mkdtemp(join(tmpdir(), 'family-hub-loose-'))
  try {
    await writeFile(join(folder, 'contacts.csv'), `${CONTACTS_HEADER}\n${contactRow({})}\n`)
    await writeFile(join(folder, 'notes.csv'), 'a,b\n1,2\n')
    const loaded = await loadPaths(database, [folder], { partner: 'lancs-health-visiting' })
    assert.deepEqual(
      loaded.map(({ outcome }) => outcome.outcome),
      ['published', 'refused'],
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
