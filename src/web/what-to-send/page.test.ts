import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../../test/database.ts'
import { faultsOf, sent, wordsOf } from '../../../test/practitioner-views.ts'
import { CONTRACTS } from '../../feeds/contracts/all.ts'
import { deliver } from '../../feeds/deliver.ts'
import { registerPartners, sourceOfTexts } from '../../feeds/fixtures.ts'
import { templateOf, templateTables } from '../../feeds/template.ts'
import { contractPage, listPage } from './page.ts'

for (const contract of CONTRACTS)
  test(`${contract.id}: its page names every column, and each template begins a file that is read`, async () => {
    const page = contractPage(contract)
    assert.deepEqual(faultsOf(page), [])
    const words = wordsOf(page)
    const parts = 'document' in contract ? ['document'] : templateTables(contract).map(table => table.scope)
    for (const part of parts) {
      assert.match(sent(page), new RegExp(`/feeds/what-to-send/${contract.id}/${part}"`))
      assert.ok((await templateOf(contract, part))?.text, part)
    }
    for (const { fields } of templateTables(contract))
      for (const { name } of fields) assert.ok(words.includes(name), name)
    assert.equal(await templateOf(contract, 'no-such-part'), undefined)
  })

test('a template is taken as it is, and holds no column that is not agreed', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const contract = CONTRACTS.find(one => one.id === 'health-visiting/1')
  assert.ok(contract)
  const template = await templateOf(contract, 'contacts')
  assert.ok(template)
  assert.doesNotMatch(template.text, /gp_practice_code/)
  const note = { partner: 'lancs-health-visiting', contract: contract.id }
  const outcome = await deliver(database, sourceOfTexts({ [template.fileName]: template.text }, note))
  assert.ok(outcome.outcome === 'published' && outcome.rowsAccepted === 1 && outcome.rejections === 0)
})

test('who has signed to share nothing is told whom to ask', () => {
  assert.match(wordsOf(listPage([])), /has not signed to share anything/)
  assert.match(wordsOf(listPage(CONTRACTS)), /Common Transfer File/)
})
