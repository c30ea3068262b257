import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { deliver } from './deliver.ts'
import { readTexts, registerPartners, sourceOfTexts } from './fixtures.ts'
import { identify } from './identify.ts'
import { identityId } from './sections.ts'

const SENDER = { partner: 'lancs-csc', asOf: '2026-03-31' }

const HEADER = 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n'
const EPISODES =
  'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n'
const MISSING = 'CHILD,DOB,MISSING,MIS_START,MIS_END\n'
const REVIEWS = 'CHILD,DOB,REVIEW,REVIEW_CODE\n'

/** Which table each file of a set was taken for, by the names of the files. */
async function tablesOf(texts: Record<string, string>): Promise<Record<string, string>> {
  const found = await identify(sourceOfTexts(texts, SENDER), {}, new Date('2026-11-22'))
  assert.ok(!('refused' in found), JSON.stringify(found))
  assert.equal(found.contract.id, 'ssda903/1')
  return Object.fromEntries(found.files.map(({ file, table }) => [file.name, table?.scope ?? 'none']))
}

test('an episode is care, a plan and two places of which the placement stands in its own category only', async () => {
  const { drafts, dropped, rejections } = await readTexts(
    {
      'header.csv': `${HEADER}7,2,17/08/2010,MWBC,C888200121007,1,14/02/2025\n`,
      'episodes.csv': `${EPISODES}7,03/09/2025,S,V2,N4,U6,PR4,11/12/2025,X1,PLACE,BB1 1AA,LA1 4QS,SC000002\n7,11/12/2025,P,V2,N4,K2,PR4,,,,BB1 1AA,PR25 3NH,SC000003\n`,
      'missing.csv': `${MISSING}7,17/08/2010,A,14/02/2026,\n`,
      'reviews.csv': `${REVIEWS}7,17/08/2010,30/09/2025,PN1\n`,
    },
    SENDER,
  )
  assert.deepEqual(rejections, [])
  assert.deepEqual(
    drafts.map(({ scope, sourceRef, person, from, to }) => [scope, sourceRef, person, from, to]),
    [
      ['header', '7', '7', undefined, undefined],
      ['episodes', '7/2025-09-03', '7', '2025-09-03', '2025-12-11'],
      ['episodes', '7/2025-12-11', '7', '2025-12-11', undefined],
      ['missing', '7/2026-02-14', '7', '2026-02-14', undefined],
    ],
  )
  const [child, first, second, away] = drafts.map(draft => draft.content)
  assert.deepEqual(child?.identity, { birthDate: '2010-08-17', sex: 'female' })
  assert.deepEqual(first?.address, { postcode: 'BB1 1AA', type: 'home', to: '2025-09-03' })
  assert.equal(second?.['childrens-social-care']?.status, 'current')
  assert.equal(second?.['care-plans']?.type, 'looked after')
  assert.equal(away?.alerts?.type, 'Away without authorisation')
  const placed = drafts.flatMap(({ content }) =>
    Object.entries(content).filter(([, section]) => /LA1 4QS|PR25 3NH/.test(JSON.stringify(section ?? ''))),
  )
  assert.deepEqual(new Set(placed.map(([category]) => category)), new Set(['placement-address']))
  for (const name of ['ethnic', 'mother', 'ls', 'cin', 'place', 'urn', 'dob']) assert.ok(dropped[name], name)
})

test('files are known by their columns, whatever each council calls them, and other tables of the return are left', async () => {
  const texts = {
    '903_header.csv': HEADER,
    'SSDA903_2023_episodes.csv': EPISODES,
    'Missing periods.csv': MISSING,
    'our-reviews_2023.csv': REVIEWS,
    'uasc.csv': 'CHILD,SEX,DOB,DUC\n',
    'sw_episodes.csv': 'CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\n',
    'oc2.csv': 'CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK\n',
    'ad1.csv': 'CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR\n',
    'prev_perm.csv': 'CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n',
  }
  assert.deepEqual(await tablesOf(texts), {
    '903_header.csv': 'header',
    'SSDA903_2023_episodes.csv': 'episodes',
    'Missing periods.csv': 'missing',
    'our-reviews_2023.csv': 'none',
    'uasc.csv': 'none',
    'sw_episodes.csv': 'none',
    'oc2.csv': 'none',
    'ad1.csv': 'none',
    'prev_perm.csv': 'none',
  })
  assert.deepEqual(await tablesOf({ 'export (1).csv': HEADER, 'export (2).csv': EPISODES }), {
    'export (1).csv': 'header',
    'export (2).csv': 'episodes',
  })
})

test('the other tables of the return belong to it, and are not even opened', async () => {
  const unreadable = { 'uasc.csv': 'CHILD,SEX,DOB,DUC\n"never closed\n', 'reviews.csv': `${REVIEWS}7,x\n` }
  const { dropped, rejections, refused } = await readTexts({ 'header.csv': HEADER, ...unreadable }, SENDER)
  assert.deepEqual([refused, rejections], [undefined, []])
  assert.deepEqual([dropped['uasc.csv'], dropped['reviews.csv']], [1, 1])
  const alone = await readTexts({ 'uasc.csv': unreadable['uasc.csv'] }, SENDER)
  assert.match(alone.refused ?? '', /None of the files is one of “SSDA903/)
})

test('older years without later columns, later ones with other names and columns, and both ways to write a day are read', async () => {
  const { drafts, rejections, dropped } = await readTexts(
    {
      'header.csv': 'child,gender,dob,ethnic,new_in_2031\n7,F,2010-08-17 00:00:00,MWBC,x\n',
      'episodes.csv': 'CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\n7,2025-09-03,S,V2,N4,U6,,\n',
    },
    SENDER,
  )
  assert.deepEqual(rejections, [])
  assert.deepEqual(drafts[0]?.content.identity, { birthDate: '2010-08-17', sex: 'female' })
  assert.equal(drafts[1]?.content['placement-address'], undefined)
  assert.equal(dropped['new_in_2031'], 1)
})

test('a required column that is missing is named, and nothing of the set is taken', async () => {
  for (const [column, header] of [
    ['rec', EPISODES.replace(',REC,', ',')],
    ['decom', EPISODES.replace(',DECOM,', ',')],
    ['child', EPISODES.replace('CHILD,', '')],
  ]) {
    const { refused } = await readTexts(
      { 'episodes.csv': header ?? '' },
      { ...SENDER, contract: 'ssda903/1' },
    )
    assert.match(refused ?? '', new RegExp(`episodes.csv has no column “${column}”`))
  }
})

test('why there is no pupil number is no fault; a wrong number and a wrong day are told, and the child is taken', async () => {
  const { drafts, rejections } = await readTexts(
    {
      'header.csv': `${HEADER}1,1,04/01/2019,WBRI,UN4,,\n2,1,04/13/2019,WBRI,3412,,\n`,
      'episodes.csv': `${EPISODES}1,,S,V2,N4,U6,PR4,,,,,,\n2,03/09/2025,S,V2,N4,U6,PR4,,,,2TR,,\n`,
    },
    SENDER,
  )
  assert.deepEqual(
    rejections.map(({ file, row, column, rule }) => [file, row, column, rule]),
    [
      ['header.csv', 3, 'dob', 'exported-date-format'],
      ['header.csv', 3, 'upn', 'upn'],
      ['episodes.csv', 2, 'decom', 'required-missing'],
      ['episodes.csv', 3, 'home_post', 'postcode'],
    ],
  )
  assert.deepEqual(
    drafts.map(draft => draft.sourceRef),
    ['1', '2', '2/2025-09-03'],
  )
})

test('an adoption seals the child in this feed, also where its row is rejected for another fault', async () => {
  const rows = [
    '1,12/02/2024,S,C2,N1,U4,PR1,10/02/2025,X1,,,,',
    '1,10/02/2025,P,E1,N1,A3,PR1,06/06/2025,E12,,,,',
  ]
  const texts = {
    'episodes.csv': `${EPISODES}${rows.join('\n')}\n2,,P,E1,N1,A3,PR1,06/06/2025,e11,,,,\n3,03/09/2025,S,V2,N4,U6,PR4,10/10/2025,E4A,,,,\n`,
  }
  const { protections } = await readTexts(texts, SENDER)
  assert.deepEqual(
    protections.map(({ subject }) => subject),
    ['1', '2'].map(ref => identityId('lancs-csc', 'ssda903/1', ref)),
  )
})

test('without a note the day is that of the files’ names, or else the newest that has come in the data, and the page says so', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const episodes = `${EPISODES}7,03/09/2025,S,V2,N4,U6,PR4,11/12/2025,X1,,,,\n7,11/12/2025,P,V2,N4,K2,PR4,01/01/2099,,,,,\n`
  const send = async (texts: Record<string, string>) => {
    const outcome = await deliver(database, sourceOfTexts(texts), { partner: 'lancs-csc' })
    assert.ok(outcome.outcome === 'published', JSON.stringify(outcome))
    const { rows } = await database.loader.query(
      'select as_of, notes from feeds.delivery where delivery_id = $1',
      [outcome.deliveryId],
    )
    return [rows[0].as_of.toISOString().slice(0, 10), rows[0].notes.length]
  }
  assert.deepEqual(await send({ 'episodes.csv': episodes }), ['2025-12-11', 1])
  assert.deepEqual(await send({ 'episodes_31-03-2026.csv': episodes }), ['2026-03-31', 0])
  const header = `${HEADER}7,2,17/08/2010,MWBC,,,\n`
  assert.deepEqual(await send({ 'header.csv': header, 'missing_20260401.csv': MISSING }), ['2026-04-01', 0])
})
