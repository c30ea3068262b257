import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { testDatabase } from '../../test/database.ts'
import { listGateways } from './gateway-store.ts'
import { readRegisterFiles } from './register-files.ts'
import { findPurpose, findRole, listCategories, listPurposesFor, mayAct } from './role-store.ts'
import { seedRegisters } from './seed.ts'

const database = await testDatabase()
const { owner, reader } = database
const files = await readRegisterFiles()
await seedRegisters(owner, { demonstration: true })

const TABLES = [
  'role',
  'role_action',
  'role_purpose',
  'role_category',
  'purpose',
  'purpose_category',
  'category',
  'gateway',
  'emergency_number',
  'setting',
]

/** Which transaction wrote each row: a row that is written again, even with the same values, changes here. */
async function versionsOfAllRows(): Promise<unknown[]> {
  const versions: unknown[] = []
  for (const table of TABLES)
    versions.push((await owner.query(`select xmin::text, t.* from registers.${table} t order by 2, 3`)).rows)
  return versions
}

test('seeding again writes no row', async () => {
  const before = await versionsOfAllRows()
  await seedRegisters(owner, { demonstration: true })
  assert.deepEqual(await versionsOfAllRows(), before)
})

test('the registers say what the files say', async () => {
  assert.deepEqual(
    (await listGateways(reader)).toSorted((a, b) => a.position - b.position),
    files.gateways.toSorted((a, b) => a.position - b.position),
  )
  assert.deepEqual(
    (await listCategories(reader)).map(({ category, ...rest }) => ({ id: category, ...rest })),
    files.categories,
  )
  for (const role of files.roles) {
    assert.equal((await findRole(reader, role.id))?.searchBreadth, role.searchBreadth)
    const purposes = (await listPurposesFor(reader, role.id)).map(purpose => purpose.purpose)
    assert.deepEqual(new Set(purposes), new Set(role.purposes))
  }
  for (const action of files.actions)
    for (const role of files.roles) {
      const expected = action.roles.includes(role.id) ? { secondApprover: action.secondApprover } : undefined
      assert.deepEqual(await mayAct(reader, role.id, action.id), expected, `${role.id} ${action.id}`)
    }
})

test('a right that is not in the files is gone after the next start', async () => {
  await owner.query(
    `insert into registers.role_category values ('police-officer', 'health-visiting', 'content')`,
  )
  await owner.query(
    `insert into registers.role_purpose values ('voluntary-sector-worker', 'strategy-meeting')`,
  )
  await owner.query(`insert into registers.role_action values ('police-officer', 'override-match')`)
  await owner.query(`insert into registers.purpose_category values ('oversight-of-use', 'identity')`)
  await seedRegisters(owner, { demonstration: true })
  const extra = await owner.query(
    `select role_id from registers.role_category where role_id = 'police-officer' and category_id = 'health-visiting'
     union all select role_id from registers.role_purpose where purpose_id = 'strategy-meeting' and role_id like 'vol%'
     union all select role_id from registers.role_action where role_id = 'police-officer'
     union all select purpose_id from registers.purpose_category where purpose_id = 'oversight-of-use'`,
  )
  assert.deepEqual(extra.rows, [])
})

test('a purpose that can never be switched on is not offered, even written into the register by hand', async () => {
  await owner.query(
    `insert into registers.purpose (purpose_id, name, says, position, kind, whole_family, needs_child_reason)
     values ('debt_recovery', 'Debts', 'Debts', 99, 'oversight', false, false)`,
  )
  await owner.query(`insert into registers.role_purpose values ('data-steward', 'debt_recovery')`)
  const offered = (await listPurposesFor(reader, 'data-steward')).map(purpose => purpose.purpose)
  assert.deepEqual(offered, ['data-quality'])
  assert.equal(await findPurpose(reader, 'debt_recovery'), undefined)
  await seedRegisters(owner, { demonstration: true })
})

test("a lawyer's signature and an administrator's closing of a gateway outlive a restart", async () => {
  await owner.query(
    `update registers.gateway set checked = true, checked_by = 'A. Solicitor', checked_on = '2026-11-20'
     where gateway_id = 'children-act-2004-s10'`,
  )
  await owner.query(
    `update registers.gateway set in_force_to = '2026-11-01' where gateway_id = 'children-act-1989-s17'`,
  )
  await seedRegisters(owner, { demonstration: true })
  const gateways = await listGateways(reader)
  assert.equal(gateways.find(gateway => gateway.id === 'children-act-2004-s10')?.checkedBy, 'A. Solicitor')
  assert.equal(gateways.find(gateway => gateway.id === 'children-act-1989-s17')?.inForceTo, '2026-11-01')
})

test("a change of a gateway's words voids the signature under the old ones", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'registers-'))
  after(() => rm(folder, { recursive: true }))
  await cp(new URL('./data/', import.meta.url), folder, { recursive: true })
  const path = join(folder, 'gateways', 'children-act-2004-s10.json')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace('"says": "', '"says": "As amended: '))
  await seedRegisters(owner, { demonstration: true, folder: pathToFileURL(`${folder}/`) })
  const changed = (await listGateways(reader)).find(gateway => gateway.id === 'children-act-2004-s10')
  assert.match(changed?.says ?? '', /^As amended/)
  assert.deepEqual([changed?.checked, changed?.checkedBy], [false, null])
})
