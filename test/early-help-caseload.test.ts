import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { discloseChild } from '../src/access/child-view.ts'
import { listCaseload } from '../src/access/list.ts'
import type { Who } from '../src/access/request.ts'
import { countyDatabase } from './county-database.ts'

const county = await countyDatabase()
const daniel = await county.who('daniel.okafor')
const asha = await county.who('asha.patel')
const robert = await county.who('robert.shaw')

async function listed(who: Who): Promise<string[]> {
  const answer = await listCaseload(county.database, who, 'caseload')
  return answer.outcome === 'disclosed' ? answer.view.people.map(person => person.personId) : []
}

/** The persons whom this partner's own records give to this worker, ended or not. */
async function claimed(partnerId: string, workerId: string): Promise<string[]> {
  const { rows } = await county.database.owner.query<{ id: string }>(
    `select distinct m.person_id as id
     from records.caseload c join records.current_member m on m.identity = c.identity
     where c.partner_id = $1 and c.worker_id = $2`,
    [partnerId, workerId],
  )
  return rows.map(row => row.id)
}

describe('the caseload of a family hub key worker', () => {
  test('has the families whom early help’s own file gives to the worker, and the worker may open each', async () => {
    const own = await claimed('lancs-early-help', 'EH001')
    const list = await listed(daniel)
    assert.ok(list.length >= 3, `${list.length} children`)
    for (const personId of list) {
      assert.ok(own.includes(personId))
      const answer = await discloseChild(
        county.database,
        daniel,
        'caseload',
        personId,
        'a reason of this test',
      )
      assert.ok(answer.outcome === 'disclosed', JSON.stringify(answer))
      const helping = answer.view.helping.filter(one => one.partnerId === 'lancs-early-help')
      assert.ok(helping.length > 0)
    }
  })

  test('gives a police officer and a health visitor nothing', async () => {
    const list = await listed(daniel)
    assert.deepEqual(await listed(robert), [])
    const visited = new Set(await claimed('lancs-health-visiting', 'HV001'))
    const found = await listed(asha)
    assert.ok(found.length > 0)
    for (const personId of found) assert.ok(visited.has(personId))
    assert.ok(list.some(personId => !visited.has(personId)))
  })

  test('help that ended with a referral to social care stays ended', async () => {
    const [early = ''] = await county.personsOf('smith', 'lancs-early-help')
    const [visited = ''] = await county.personsOf('smith', 'lancs-health-visiting')
    assert.equal(early, visited, 'both files tell of one Mohammed Smith')
    assert.ok(!(await listed(daniel)).includes(early))
    const answer = await discloseChild(county.database, asha, 'caseload', early, 'a reason of this test')
    assert.ok(answer.outcome === 'disclosed', JSON.stringify(answer))
    const panel = answer.view.panels.find(one => one.categoryId === 'early-help')
    assert.deepEqual(
      panel?.helping.map(one => [one.partnerId, one.current]),
      [['lancs-early-help', false]],
    )
  })
})
