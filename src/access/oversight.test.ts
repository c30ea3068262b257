import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countyDatabase } from '../../test/county-database.ts'
import { discloseChild } from './child-view.ts'
import { answerDesk, deskItems } from './desk.ts'
import { watchSearches } from './desk-watch.ts'
import { find } from './find.ts'
import { parseQuery } from './query.ts'
import { keepSearch } from './search-store.ts'
import { latestUses, whoLookedAt } from './who-looked.ts'

const county = await countyDatabase()
const { database } = county
const asha = await county.who('asha.patel')
const sunita = await county.who('sunita.desai')
const helen = await county.who('helen.rushton')
const desk = await county.who('priya.nair', 'protected-records-desk')

async function entriesOf(practitionerId: string, action: string) {
  const { rows } = await database.owner.query<{ outcome: string; reason: string | null }>(
    `select outcome, reason from audit.entry where practitioner_id = $1 and detail ->> 'action' = $2 order by entry_id`,
    [practitionerId, action],
  )
  return rows
}

test('a health visitor is refused who looked, and that she tried is in the log', async () => {
  const [personId = ''] = await county.personsOf('smith', 'lancs-health-visiting')
  assert.deepEqual(await latestUses(database, asha, {}), { outcome: 'refused' })
  assert.deepEqual(await whoLookedAt(database, asha, personId), { outcome: 'refused' })
  const tried = await entriesOf(asha.practitionerId, 'see-who-looked')
  assert.deepEqual(
    tried.map(entry => entry.outcome),
    ['refused', 'refused'],
  )
})

test('information governance sees who opened a child’s record, by receipt too, and is seen looking', async () => {
  const [personId = ''] = await county.personsOf('smith', 'lancs-health-visiting')
  const answer = await discloseChild(database, asha, 'caseload', personId, undefined)
  assert.equal(answer.outcome, 'disclosed')
  const { receiptId } = answer.outcome === 'disclosed' ? answer.receipt : { receiptId: '' }
  const ofChild = await whoLookedAt(database, sunita, personId)
  assert.ok(ofChild.outcome === 'shown')
  const [latest] = ofChild.uses
  assert.equal(latest?.practitionerName, asha.name)
  assert.equal(latest?.receiptId, receiptId)
  assert.equal(latest?.purposeName, 'Family on my caseload')
  const byReceipt = await latestUses(database, sunita, { receiptId })
  assert.ok(byReceipt.outcome === 'shown' && byReceipt.uses.length > 0)
  assert.ok(byReceipt.uses.every(use => use.receiptId === receiptId))
  assert.equal((await entriesOf(sunita.practitionerId, 'see-who-looked')).length, 2)
})

test('a team manager sees the uses of the own team and of no other', async () => {
  const view = await latestUses(database, helen, {})
  assert.ok(view.outcome === 'shown')
  assert.ok(view.uses.every(use => use.partnerName === helen.partnerName))
})

test('nobody has looked at a person who never existed, and the answer says no more', async () => {
  const none = await whoLookedAt(database, sunita, '00000000-0000-4000-8000-000000000000')
  assert.deepEqual(none, { outcome: 'shown', uses: [], more: false })
})

test('a search that meets a restricted child is put before the desk, and its own answer is unchanged', async () => {
  const query = parseQuery('Jonah Fairweather')
  const search = async () => {
    const answer = await find(database, asha, 'caseload', query)
    return answer.outcome === 'disclosed' ? answer.view : answer.outcome
  }
  const before = await search()
  await keepSearch(database.reader, Buffer.from('session'), asha, { purposeId: 'caseload', query })
  assert.equal(await watchSearches(database), 1)
  const shown = await deskItems(database, desk)
  assert.ok(shown.outcome === 'shown')
  const [item] = shown.items
  assert.equal(item?.practitionerName, asha.name)
  assert.ok(item?.phone)
  assert.deepEqual(await search(), before)
  assert.deepEqual(await search(), await nobody())
})

async function nobody() {
  const answer = await find(database, asha, 'caseload', parseQuery('Zzyzx Qwortle'))
  return answer.outcome === 'disclosed' ? answer.view : answer.outcome
}

test('the desk is for its own role; a call is closed with what was said, and the log keeps it', async () => {
  assert.deepEqual(await deskItems(database, asha), { outcome: 'refused' })
  const shown = await deskItems(database, desk)
  assert.ok(shown.outcome === 'shown')
  const obligationId = shown.items[0]?.obligationId ?? 0
  const byAsha = await answerDesk(database, asha, obligationId, 'Done')
  assert.equal(byAsha.outcome === 'refused' && byAsha.because, 'not your role')
  const silent = await answerDesk(database, desk, obligationId, '')
  assert.equal(silent.outcome === 'refused' && silent.because, 'reason missing')
  await answerDesk(database, desk, obligationId, 'Sent to the head of service.')
  const after = await deskItems(database, desk)
  assert.deepEqual(after, { outcome: 'shown', items: [] })
  const entries = await entriesOf(desk.practitionerId, 'answer-desk')
  assert.equal(entries.at(-1)?.reason, 'Sent to the head of service.')
})
