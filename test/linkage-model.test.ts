import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import {
  approveModel,
  listModels,
  proposeKnown,
  proposeTrained,
  showModel,
} from '../src/access/linkage-models.ts'
import type { Database } from '../src/kit/database.ts'
import { shippedModel } from '../src/records/shipped-model.ts'
import { takeIn } from '../src/records/take-in.ts'
import { seedRegisters } from '../src/registers/seed.ts'
import { countyDatabase } from './county-database.ts'
import { testDatabase } from './database.ts'

const ASHA = { operator: 'asha' }
const BRIAN = { operator: 'brian' }
const { database, who } = await countyDatabase({ families: 250 })
const shipped = shippedModel().fingerprint

test('a model is learnt from the service’s own records, approved by a second person, and links from then on', async () => {
  const persons = await partition()
  const trained = await proposed(proposeTrained(database, ASHA, 'the first year'))
  const { records, before, after, gained, lost, personsChanged, sources } = trained.comparison
  assert.notEqual(trained.version, shipped)
  assert.deepEqual(await partition(), persons, 'nothing changes by a proposal')
  assert.equal(records, [...persons.values()].flat().length)
  assert.equal(before.persons, persons.size)
  assert.equal(
    sources.reduce((sum, source) => sum + source.records, 0),
    records,
  )

  await refused(approveModel(database, ASHA, trained.version, 'my own'), /somebody other than you/)
  await refused(approveModel(database, BRIAN, trained.version, '  '), /Write down why/)
  await refused(approveModel(database, BRIAN, 'abcdef01', 'looked at'), /that is proposed is/)
  await refused(approveModel(database, BRIAN, '', 'looked at'), /that is proposed is/)
  assert.equal((await takeIn(database)).modelVersion, shipped)

  await proposed(approveModel(database, BRIAN, trained.version.slice(0, 12), 'looked at'))
  assert.deepEqual(await partition(), persons, 'the next linking changes persons, not the approval')
  const linked = await takeIn(database)
  assert.equal(linked.modelVersion, trained.version)
  assert.deepEqual([linked.persons, linked.reviews], [after.persons, after.reviews])
  const now = await partition()
  assert.deepEqual(await changesOf(persons, now), { gained, lost, personsChanged })
  assert.ok(personsChanged > 0, 'the county teaches something')

  await refused(proposeTrained(database, ASHA, 'again'), /the model in force/)
  await refused(approveModel(database, BRIAN, trained.version, 'again'), /No model is proposed/)
})

test('a model that was in force before is compared again and approved again: persons are as they were', async () => {
  const models = await listModels(database)
  assert.deepEqual(
    models.approved.map(({ version, by }) => [version === shipped, by]),
    [
      [false, 'console/brian'],
      [true, 'service'],
    ],
  )
  const persons = await partition()
  const back = await proposed(proposeKnown(database, BRIAN, shipped.slice(0, 12), 'too many were joined'))
  await proposed(approveModel(database, ASHA, shipped, 'too many were joined'))
  assert.equal((await takeIn(database)).modelVersion, shipped)
  const { gained, lost, personsChanged } = back.comparison
  assert.deepEqual(await changesOf(persons, await partition()), { gained, lost, personsChanged })
})

test('only those whose role it is propose and approve, and what they do is in the audit log without a person', async () => {
  const [steward, officer, visitor] = [
    await who('tom.ainscough'),
    await who('sunita.desai'),
    await who('asha.patel'),
  ]
  await refused(proposeTrained(database, visitor, 'curious'), /Your role does not do this/)
  const trained = await proposed(proposeTrained(database, steward, 'the second year'))
  await refused(approveModel(database, steward, trained.version, 'mine'), /somebody other than you/)
  await refused(approveModel(database, visitor, trained.version, 'curious'), /Your role does not do this/)
  await proposed(approveModel(database, officer, trained.version, 'looked at'))
  const { rows } = await database.owner.query<{ action: string; outcome: string; detail: string }>(
    `select detail->>'action' as action, outcome, detail::text from audit.entry
     where detail->>'action' in ('propose-model', 'approve-model') order by entry_id`,
  )
  assert.deepEqual(
    rows.slice(-6).map(({ action, outcome }) => `${action} ${outcome}`),
    [
      'propose-model refused',
      'propose-model changed',
      'propose-model changed',
      'approve-model refused',
      'approve-model refused',
      'approve-model changed',
    ],
  )
  const [name] = await someNames()
  for (const { detail } of rows) assert.ok(!detail.includes(name!))
})

test('what is shown of models are counts and weights: no name, date or home that they hold', async () => {
  const names = await someNames()
  assert.ok(names.length > 20)
  const { fingerprint } = shippedModel()
  const shown = [
    JSON.stringify(await listModels(database)),
    JSON.stringify(await showModel(database, fingerprint)),
    command('model', 'show', fingerprint).stdout,
  ]
  assert.match(shown[2]!, /given +exact +\d/)
  for (const text of shown)
    for (const name of names) assert.ok(!text.toLowerCase().includes(`"${name}"`), name)
})

test('of two who approve at once one does, and a model that was replaced meanwhile is not approved', async () => {
  const known = await proposed(proposeKnown(database, ASHA, shipped, 'back'))
  const both = await Promise.all([
    approveModel(database, BRIAN, known.version, 'looked at'),
    approveModel(database, { operator: 'chidi' }, known.version, 'looked at too'),
  ])
  assert.deepEqual(both.map(({ outcome }) => outcome).toSorted(), ['changed', 'refused'])
  const trained = await Promise.all([
    proposeTrained(database, ASHA, 'one'),
    proposeTrained(database, BRIAN, 'another'),
  ])
  assert.deepEqual(
    trained.map(({ outcome }) => outcome),
    ['changed', 'changed'],
  )
  const { rows } = await database.owner.query('select from records.model_proposal')
  assert.equal(rows.length, 1)
  await proposed(
    approveModel(
      database,
      { operator: 'chidi' },
      (await proposed(Promise.resolve(trained[0]!))).version,
      'looked at',
    ),
  )
})

test('a comparison with a model that is no longer in force is not approved', async () => {
  const known = await proposed(proposeKnown(database, ASHA, shipped, 'back'))
  await database.loader.query(
    `insert into records.model_version (model_version, model, approved_by, reason)
     select 'other', model, 'x', 'x' from records.model_version where model_version <> $1 limit 1`,
    [shipped],
  )
  await refused(approveModel(database, BRIAN, known.version, 'looked at'), /Another model came into force/)
})

test('too few records, no reason, no such model: refused in words, and with an exit code', async () => {
  const empty = await testDatabase()
  await seedRegisters(empty.owner, { demonstration: true })
  const nothing = await proposeTrained(empty, ASHA, 'try')
  assert.ok(nothing.outcome === 'refused')
  assert.match(nothing.says, /holds 0 records of people. At least 1,000 are needed/)
  await refused(proposeTrained(database, ASHA, ' '), /Write down why/)
  await refused(proposeKnown(database, ASHA, 'ffffffffffff', 'try'), /No model is known as/)
  await refused(proposeKnown(database, ASHA, 'ff', 'try'), /at least 8 digits/)
  const unknown = command('model', 'approve', 'ffffffffffff', '--reason', 'try', '--operator', 'brian')
  assert.equal(unknown.status, 4)
  assert.match(unknown.stderr, /The model that is proposed is [0-9a-f]{12}, not ffffffffffff/)
})

/** The records of each person. */
async function partition(): Promise<Map<string, string[]>> {
  const { rows } = await database.owner.query<{ identity: string; person: string }>(
    'select identity, person_id as person from records.current_member order by identity',
  )
  const persons = Map.groupBy(rows, row => row.person)
  return new Map([...persons.values()].map(own => [own[0]!.identity, own.map(row => row.identity)]))
}

/** What changed between two partitions, counted pair by pair. */
async function changesOf(
  before: Map<string, string[]>,
  after: Map<string, string[]>,
): Promise<{ gained: number; lost: number; personsChanged: number }> {
  const pairsOf = (persons: Map<string, string[]>): Set<string> =>
    new Set(
      [...persons.values()].flatMap(own => own.flatMap((a, at) => own.slice(at + 1).map(b => `${a} ${b}`))),
    )
  const [one, other] = [pairsOf(before), pairsOf(after)]
  const whole = new Set([...after.values()].map(own => own.join()))
  return {
    gained: other.difference(one).size,
    lost: one.difference(other).size,
    personsChanged: [...before.values()].filter(own => !whole.has(own.join())).length,
  }
}

async function someNames(): Promise<string[]> {
  const { rows } = await database.owner.query<{ names: string }>(
    'select names from records.search_entry limit 200',
  )
  return [...new Set(rows.flatMap(({ names }) => names.split(' ')).filter(name => name.length > 5))]
}

type Outcome = Awaited<ReturnType<typeof proposeTrained>>

async function proposed(outcome: Promise<Outcome>): Promise<Extract<Outcome, { outcome: 'changed' }>> {
  const done = await outcome
  assert.ok(done.outcome === 'changed', JSON.stringify(done))
  return done
}

async function refused(outcome: Promise<Outcome>, says: RegExp): Promise<void> {
  const done = await outcome
  assert.ok(done.outcome === 'refused')
  assert.match(done.says, says)
}

function command(...given: string[]): { status: number | null; stdout: string; stderr: string } {
  const main = new URL('../src/cli/main.ts', import.meta.url).pathname
  return spawnSync(process.execPath, [main, ...given], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: urlOf(database) },
  })
}

const urlOf = ({ url }: Database): string => url
