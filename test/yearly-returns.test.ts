import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deliver } from '../src/feeds/deliver.ts'
import { registerPartners, sourceOfTexts } from '../src/feeds/fixtures.ts'
import { identityId } from '../src/feeds/sections.ts'
import type { Database } from '../src/kit/database.ts'
import { takeIn } from '../src/records/take-in.ts'
import { testDatabase } from './database.ts'

/** Children whom social care's daily extract knows by name and the yearly returns by number and birth only. */
const UPN = 'G888200120001'

async function send(database: Database, contract: string, texts: Record<string, string>) {
  const manifest = { partner: 'lancs-csc', contract, asOf: '2026-11-20' }
  const outcome = await deliver(database, sourceOfTexts(texts, manifest))
  assert.equal(outcome.outcome, 'published', JSON.stringify(outcome))
}

async function county(persons: string[], closed: { daily: string; census: string; return903: string }) {
  const database = await testDatabase()
  await registerPartners(database)
  await send(database, 'ssd/1.4', {
    'ssd_person.csv': [
      'pers_person_id,pers_forename,pers_surname,pers_dob,pers_sex,pers_upn',
      ...persons,
      '',
    ].join('\n'),
    'ssd_address.csv':
      'addr_table_id,addr_person_id,addr_address_start_date,addr_address_end_date,addr_address_postcode\nA1,P1,2021-01-01,,PR1 2AB\nA2,P2,2021-01-01,,PR1 2AB\n',
    'ssd_cla_episodes.csv': `clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason\nE1,P1,2024-05-01,,${closed.daily}\n`,
  })
  const child = (id: string, upn: string, reason: string) =>
    `<Child><ChildIdentifiers><LAchildID>${id}</LAchildID>${upn}<PersonBirthDate>2018-03-02</PersonBirthDate><Sex>F</Sex></ChildIdentifiers><CINdetails><CINreferralDate>2024-04-01</CINreferralDate>${reason}</CINdetails></Child>`
  const header =
    '<Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails><Source><LEA>888</LEA><DateTime>2026-06-12T09:15:00</DateTime></Source></Header>'
  const reason = closed.census === '' ? '' : `<ReasonForClosure>${closed.census}</ReasonForClosure>`
  const children = [child('P1', `<UPN>${UPN}</UPN>`, reason), child('P2', '', '')]
  await send(database, 'cin-census/1', {
    'cin.xml': `<Message>${header}<Children>${children.join('')}</Children></Message>`,
  })
  await send(database, 'ssda903/1', {
    'header.csv': `CHILD,SEX,DOB,ETHNIC,UPN\nP1,2,02/03/2018,WBRI,${UPN}\nP2,2,02/03/2018,WBRI,UN1\n`,
    'episodes.csv': `CHILD,DECOM,DEC,REC,HOME_POST,PL_POST\nP1,01/05/2024,,${closed.return903},PR1 2AB,LA1 4QS\nP2,01/05/2024,,,PR1 2AB,\n`,
  })
  await takeIn(database)
  const { rows } = await database.loader.query('select identity, person_id from records.current_member')
  const members = new Map(rows.map(row => [row.identity, row.person_id]))
  return {
    database,
    personOf: (contract: string, ref: string) => members.get(identityId('lancs-csc', contract, ref)),
  }
}

const TWINS = [`P1,Ann,Reedham,2018-03-02,F,${UPN}`, 'P2,Amy,Reedham,2018-03-02,F,']

test('a child of the returns is joined by number and birth; without a number by nothing, so no twin is taken for the other', async () => {
  const { personOf } = await county(TWINS, { daily: '', census: '', return903: '' })
  const ann = personOf('ssd/1.4', 'P1')
  assert.deepEqual([personOf('cin-census/1', 'P1'), personOf('ssda903/1', 'P1')], [ann, ann])
  const others = [personOf('ssd/1.4', 'P2'), personOf('cin-census/1', 'P2'), personOf('ssda903/1', 'P2')]
  assert.equal(new Set([ann, ...others]).size, 4)
})

test('feeds that all say that a child was adopted stay one sealed person; one that does not say so is no part of it', async () => {
  const { database, personOf } = await county(TWINS, { daily: 'E11', census: '', return903: 'E12' })
  const sealed = personOf('ssd/1.4', 'P1')
  assert.equal(personOf('ssda903/1', 'P1'), sealed)
  assert.notEqual(personOf('cin-census/1', 'P1'), sealed)
  const { rows } = await database.loader.query(
    `select distinct person_id from records.person_protection where kind = 'sealed-identity'`,
  )
  assert.deepEqual(rows, [{ person_id: sealed }])
})
