import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, test } from 'node:test'
import { createGunzip } from 'node:zlib'
import { BACKUP_PLAN } from '../src/cli/backup.ts'
import { writeCounty } from '../src/county/county.ts'
import { CONTRACTS } from '../src/feeds/contracts/all.ts'
import { type Loaded, loadPaths } from '../src/feeds/load.ts'
import { writeBackup } from '../src/kit/backup.ts'
import { openDatabase } from '../src/kit/database.ts'
import { startEmbeddedPostgres } from '../src/kit/embedded-postgres.ts'
import { migrate } from '../src/kit/migrate.ts'
import { takeIn } from '../src/records/take-in.ts'
import { seedDemonstrationAgreements } from '../src/registers/demonstration.ts'
import { seedRegisters } from '../src/registers/seed.ts'

const CANARY = 'CANARYQXZ'
const EXAMPLES = new URL('../examples/feeds', import.meta.url).pathname
const folder = await mkdtemp(join(tmpdir(), 'family-hub-minimised-'))
after(() => rm(folder, { recursive: true, force: true }))
const temporary = join(folder, 'temporary')
const county = join(folder, 'county')
await writeCounty({ families: 5, seed: 1, out: county })
// What so small a county may have no rows of, the examples have.
for (const feed of ['cin-census', 'ssda903', 'police', 'adult-services', 'leisure'])
  await cp(join(EXAMPLES, feed), join(county, `example-${feed}`), { recursive: true })
for (const left of ['truth', 'demonstration']) await rm(join(county, left), { recursive: true })

/** Puts the canary wherever a file has something that no contract declares: columns, elements, comments, tables. */
async function plant(path: string): Promise<void> {
  const text = (await readFile(path)).toString('latin1')
  if (path.endsWith('.json')) {
    const { sha256: _, ...manifest } = JSON.parse(text)
    return await writeFile(path, JSON.stringify(manifest))
  }
  if (path.endsWith('.xml')) {
    const diary = `<Diary a="${CANARY}">${CANARY}<!-- ${CANARY} --></Diary>`
    return await writeFile(path, text.replaceAll(/<\/(Pupil|Child|Header)>/g, `${diary}</$1>`), 'latin1')
  }
  const lines = text.split('\n').filter(line => line.trim() !== '')
  // A row with a line break in a cell is left as it is: the other rows carry the canary.
  const whole = lines.every(line => line.split('"').length % 2 === 1)
  if (!whole) return
  const planted = lines.map((line, at) => `${line.trimEnd()},${at === 0 ? 'diary' : CANARY}`)
  await writeFile(path, `${planted.join('\n')}\n`, 'latin1')
}

for (const entry of await readdir(county, { recursive: true, withFileTypes: true }))
  if (entry.isFile()) await plant(join(entry.parentPath, entry.name))
const dropped = `stat_statement_id,stat_diary\n1,${CANARY}\n`
await writeFile(join(county, 'social-care/ssd_disability.csv'), dropped)
await appendFile(join(county, 'social-care/ssd_voice_of_child.csv'), `${CANARY},${CANARY}\n`)

/** Whether a file holds the canary anywhere, also across two pieces of reading. */
async function holdsCanary(pieces: AsyncIterable<Buffer>): Promise<boolean> {
  let before = ''
  for await (const piece of pieces) {
    const text = before + piece.toString('latin1')
    if (text.includes(CANARY)) return true
    before = text.slice(-CANARY.length)
  }
  return false
}

test('what no contract declares is in no table, no file of the database or its write-ahead log, no backup and no temporary file', async () => {
  const server = await startEmbeddedPostgres(join(folder, 'data'))
  const before = process.env['TMPDIR']
  const backup = join(folder, 'county.fhb')
  const loaded: Loaded[] = []
  try {
    await mkdir(temporary)
    process.env['TMPDIR'] = temporary
    await migrate(server.url, new URL('../migrations', import.meta.url).pathname)
    const database = openDatabase(server.url)
    await seedRegisters(database.owner, { demonstration: true })
    const afterRegister = () => seedDemonstrationAgreements(database.owner)
    loaded.push(...(await loadPaths(database, [county], { sentBy: 'test', afterRegister })))
    await takeIn(database)
    await writeBackup(database.owner, backup, BACKUP_PLAN)
    await database.owner.query('checkpoint')
    await database.close()
  } finally {
    process.env['TMPDIR'] = before
    await server.stop()
  }
  const contracts = new Set<string>()
  for (const { path, outcome } of loaded) {
    if (outcome.outcome === 'held') continue
    assert.ok(outcome.outcome === 'published', `${basename(path)}: ${JSON.stringify(outcome)}`)
    assert.doesNotMatch(JSON.stringify(outcome), new RegExp(CANARY))
    contracts.add(outcome.contract)
  }
  assert.deepEqual(
    CONTRACTS.map(contract => contract.id).filter(id => !contracts.has(id)),
    [],
    'every contract took part',
  )
  assert.equal(await holdsCanary(createReadStream(backup).pipe(createGunzip())), false, 'the backup')
  for (const place of ['data', 'temporary']) {
    const entries = await readdir(join(folder, place), { recursive: true, withFileTypes: true })
    for (const entry of entries.filter(one => one.isFile())) {
      const path = join(entry.parentPath, entry.name)
      assert.equal(await holdsCanary(createReadStream(path)), false, path)
    }
  }
})

test('the search for the canary finds one that is there', async () => {
  assert.ok(await holdsCanary(createReadStream(join(county, 'social-care/ssd_disability.csv'))))
  const early = Buffer.from('xxCANA')
  const late = Buffer.from('RYQXZxx')
  async function* pieces() {
    yield early
    yield late
  }
  assert.ok(await holdsCanary(pieces()))
})
