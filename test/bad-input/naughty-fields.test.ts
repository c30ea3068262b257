import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONTRACTS } from '../../src/feeds/contracts/all.ts'
import { deliver } from '../../src/feeds/deliver.ts'
import { forgetDeliveries, registerPartners } from '../../src/feeds/fixtures.ts'
import { testDatabase } from '../database.ts'
import { leavesOf } from './expectation.ts'
import { NAUGHTY } from './naughty-strings.ts'
import { placesIn, sampleOf } from './sample-with.ts'

const CLOCK = () => new Date('2026-11-22T12:00:00Z')
/** An ordinary word: where it is kept as it is, every other text must be. */
const ORDINARY = 'Ordinaryword'
const SCHOOL = 'school-8882001'

const database = await testDatabase()
const feeds = await Promise.all(
  CONTRACTS.map(async contract => ({ contract, sample: await sampleOf(contract) })),
)
await registerPartners(database)
await letEveryoneDisclose(feeds.map(({ sample }) => sample.manifest?.partner ?? SCHOOL))

/** Who may send what is no matter here. */
async function letEveryoneDisclose(partners: string[]): Promise<void> {
  await database.owner.query(
    `insert into registers.partner (partner_id, name, kind, controller_role)
     select distinct id, id, 'school', 'controller' from unnest($1::text[]) as id on conflict do nothing`,
    [partners],
  )
  await database.owner.query(
    `insert into registers.agreement_signature (agreement_id, version, partner_id, signed_by, signed_on)
     select 'everyone', 1, partner_id, 'A director', '2020-01-01' from registers.partner on conflict do nothing`,
  )
  await database.owner.query('update registers.agreement_term set categories = $1', [
    CONTRACTS.flatMap(({ categories }) => categories),
  ])
}

for (const { contract, sample } of feeds) {
  const isDocument = 'document' in contract
  // oxlint-disable-next-line no-control-regex -- XML cannot carry them at all: see the cases of documents
  const texts = NAUGHTY.filter(text => !isDocument || !/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text))
  test(`${contract.id}: every naughty string in every field comes back as it was, or is rejected`, async t => {
    let kept = 0
    for (const place of placesIn(contract, sample)) {
      await forgetDeliveries(database)
      const partner = sample.manifest?.partner ?? SCHOOL
      const source = place.sourceWith([ORDINARY, ...texts])
      // Held, so that a register of strange partners does not take effect.
      const options = { partner, clock: CLOCK, senderApproves: true }
      const outcome = await deliver(database, source, options)
      const where = `${place.file} ${place.name}`
      assert.ok(
        outcome.outcome === 'published' || outcome.outcome === 'held',
        `${where}: ${JSON.stringify(outcome)}`,
      )
      assert.ok(outcome.rowsRead > texts.length, where)
      const { texts: stored, rejected } = await storedTexts()
      const isKept = TAKEN_APART.has(place.name) ? keepsWords(stored) : whatKeeps(stored)
      if (isKept === undefined) continue
      kept++
      const rowOf = (at: number) => at + (isDocument ? 2 : 3)
      const lost = texts.filter((text, at) => {
        const value = text.trim()
        return !(rejected.has(rowOf(at)) || place.blank?.test(value) || isKept(value))
      })
      assert.deepEqual(lost, [], where)
    }
    t.diagnostic(`${kept} fields keep text as it is`)
    assert.ok(kept > 0)
  })
}

async function storedTexts(): Promise<{ texts: string[]; rejected: Set<number> }> {
  const records = await database.owner.query<{ content: unknown }>(
    `select jsonb_build_array(content, source_ref) as content from feeds.source_record
     union all select to_jsonb(p) from feeds.delivery_protection p`,
  )
  const rejections = await database.owner.query<{ row: number }>(
    'select row_number as row from feeds.rejection',
  )
  return {
    texts: records.rows.flatMap(({ content }) => leavesOf(content)),
    rejected: new Set(rejections.rows.map(({ row }) => row)),
  }
}

/** Fields that hold several names, with separators between them. */
const TAKEN_APART = new Set(['other_names', 'named_roles'])

function keepsWords(stored: string[]): (text: string) => boolean {
  const wordsIn = (text: string) => text.split(/[\s;,|]+/).filter(Boolean)
  const all = new Set(stored.flatMap(wordsIn))
  return text => wordsIn(text).every(word => all.has(word))
}

/**
 * Tells whether a text is among those that were stored. Where the ordinary word is a text by itself, so must the
 * other be, letter for letter; where it is part of a longer one, such as a line of an address or a reference, accents
 * and separators may be written otherwise. `undefined` where the field is not kept as text.
 */
function whatKeeps(stored: string[]): ((text: string) => boolean) | undefined {
  if (stored.includes(ORDINARY)) {
    const all = new Set(stored)
    return text => text === '' || all.has(text) || all.has(text.normalize('NFC'))
  }
  const patterns = stored.filter(one => one.includes(ORDINARY))
  if (patterns.length === 0) return undefined
  const loosely = (text: string) => text.normalize('NFC').replace(/[,\s]+/g, '')
  const all = new Set(stored.map(loosely))
  return text => patterns.some(pattern => all.has(loosely(pattern.replace(ORDINARY, () => text))))
}
