import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { deliver } from './deliver.ts'
import { readTexts, registerPartners, sourceOfTexts } from './fixtures.ts'
import { ANOTHER_PARTNER, identify } from './identify.ts'
import { identityId } from './sections.ts'

const SENDER = { partner: 'lancs-csc', contract: 'cin-census/1' }

type Census = { collection?: string; source?: string; children: string[] }

function census({ collection = 'CIN', source, children }: Census): string {
  const from = source ?? '<LEA>888</LEA><DateTime>2026-06-12T09:15:00</DateTime>'
  const details = `<Collection>${collection}</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate>`
  return `<Message><Header><CollectionDetails>${details}</CollectionDetails><Source>${from}</Source></Header><Children>${children.join('')}</Children></Message>`
}

function child(identifiers: string, ...details: string[]): string {
  const cin = details.map(detail => `<CINdetails>${detail}</CINdetails>`).join('')
  return `<Child><ChildIdentifiers>${identifiers}</ChildIdentifiers>${cin}</Child>`
}

const ID = '<LAchildID>C1</LAchildID>'
const read = (made: Census) => readTexts({ 'cin.xml': census(made) }, SENDER)

test('a child of the census is a pupil number and a birth, with what was referred and planned, and nothing of why', async () => {
  const { drafts, dropped, rejections } = await read({
    children: [
      child(
        `${ID}<UPN>G888200120001</UPN><FormerUPN>X98765432123B</FormerUPN><PersonBirthDate>2015-09-14</PersonBirthDate><Sex>2</Sex>`,
        `<CINreferralDate>2025-09-02</CINreferralDate><PrimaryNeedCode>N4</PrimaryNeedCode><ReferralNFA>false</ReferralNFA>
         <Section47><S47ActualStartDate>2025-09-15</S47ActualStartDate><DateOfInitialCPC>2025-10-06</DateOfInitialCPC></Section47>
         <CINPlanDates><CINPlanStartDate>2025-09-20</CINPlanStartDate><CINPlanEndDate>2025-10-06</CINPlanEndDate></CINPlanDates>
         <ChildProtectionPlans><CPPstartDate>2025-10-06</CPPstartDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse></ChildProtectionPlans>`,
      ),
    ],
  })
  assert.deepEqual(rejections, [])
  assert.deepEqual(drafts[0]?.content, {
    identity: { birthDate: '2015-09-14', expectedBirthDate: undefined, deathDate: undefined, sex: 'female' },
    identifiers: { upn: 'G888200120001', formerUpn: 'X98765432123B' },
  })
  const involvement = drafts[1]?.content['childrens-social-care']
  assert.deepEqual(
    [involvement?.status, involvement?.from, involvement?.to],
    ['current', '2025-09-02', undefined],
  )
  assert.deepEqual(
    drafts.slice(2).map(draft => Object.values(draft.content['care-plans'] ?? {})),
    [
      ['child in need', '2025-09-20', '2025-10-06'],
      ['section 47 enquiry', '2025-09-15', '2025-10-06'],
      ['child protection', '2025-10-06', undefined],
    ],
  )
  assert.ok(drafts.every(draft => draft.person === 'C1'))
  assert.doesNotMatch(JSON.stringify(drafts), /N4|NEG/)
  assert.equal(dropped['Child/CINdetails/PrimaryNeedCode'], 1)
})

test('a referral that led to nothing, and an enquiry that needed no conference, have ended', async () => {
  const { drafts } = await read({
    children: [
      child(ID, '<CINreferralDate>2026-02-03</CINreferralDate><ReferralNFA>1</ReferralNFA>'),
      child(
        '<LAchildID>C2</LAchildID>',
        `<CINreferralDate>2025-05-01</CINreferralDate><Section47><S47ActualStartDate>2025-05-06</S47ActualStartDate>
         <InitialCPCtarget>2025-05-28</InitialCPCtarget><ICPCnotRequired>1</ICPCnotRequired></Section47>`,
      ),
    ],
  })
  const referral = drafts.find(draft => draft.sourceRef === 'C1/referral/2026-02-03')
  assert.deepEqual(
    [referral?.to, referral?.content['childrens-social-care']?.status],
    ['2026-02-03', 'historic'],
  )
  assert.equal(drafts.find(draft => draft.content['care-plans'])?.to, '2025-05-28')
})

test('elements of later years are dropped and counted; older spellings and text between elements do no harm', async () => {
  const { drafts, dropped, rejections } = await read({
    children: [
      child(
        `${ID}<UPNunknown>UN3</UPNunknown>stray text<PersonBirthDate>2015-03-27T00:00:00</PersonBirthDate><GenderCurrent>1</GenderCurrent>`,
        `<CINreferralDate>2025-10-06</CINreferralDate><NewIn2031><Deep>x</Deep></NewIn2031>
         <PreProceedingsandFGDM><PPStartDate>2025-11-09</PPStartDate></PreProceedingsandFGDM>`,
      ),
    ],
  })
  assert.deepEqual(rejections, [])
  const { identity } = drafts[0]?.content ?? {}
  assert.deepEqual([identity?.birthDate, identity?.sex], ['2015-03-27', 'male'])
  assert.deepEqual(dropped, {
    'Child/ChildIdentifiers/UPNunknown': 1,
    'Child/CINdetails/NewIn2031': 1,
    'Child/CINdetails/PreProceedingsandFGDM': 1,
  })
})

test('what is wrong with a child is told by its element, and the other children are taken', async () => {
  const { drafts, rejections } = await read({
    children: [
      child('<UPN>G888200120001</UPN>', '<CINreferralDate>2025-10-06</CINreferralDate>'),
      child(
        `${ID}<UPN>G888200120009</UPN><PersonBirthDate>2031-01-01</PersonBirthDate>`,
        '<CINreferralDate>notadate</CINreferralDate><CINPlanDates><CINPlanEndDate>2025-01-01</CINPlanEndDate></CINPlanDates>',
      ),
    ],
  })
  assert.deepEqual(
    rejections.map(({ row, column, rule }) => [row, column, rule]),
    [
      [1, 'LAchildID', 'required-missing'],
      [2, 'PersonBirthDate', 'future-birth-date'],
      [2, 'UPN', 'upn'],
      [2, 'CINreferralDate', 'exported-date-format'],
      [2, 'CINPlanStartDate', 'required-missing'],
    ],
  )
  assert.deepEqual(
    drafts.map(draft => draft.sourceRef),
    ['C1', 'C1/referral/undated'],
  )
})

test('a child whose case was closed by an adoption is sealed', async () => {
  const closed = '<CINreferralDate>2025-10-06</CINreferralDate><ReasonForClosure>RC1</ReasonForClosure>'
  const { protections } = await read({ children: [child(ID, closed), child('<LAchildID>C2</LAchildID>')] })
  assert.deepEqual(
    protections.map(({ subject, kind }) => [subject, kind]),
    [[identityId('lancs-csc', 'cin-census/1', 'C1'), 'sealed-identity']],
  )
})

test('another collection in the same envelope is named and not read', async () => {
  assert.match((await read({ collection: 'School Census', children: [] })).refused ?? '', /“School Census”/)
  assert.match((await read({ collection: '', children: [] })).refused ?? '', /no named collection/)
})

test('the day is that of the file, or of the census where the file does not say', async () => {
  const asOf = async (source: string) => {
    const texts = { 'cin.xml': census({ source, children: [child(ID)] }) }
    const found = await identify(sourceOfTexts(texts, SENDER), {}, new Date('2026-11-22'))
    return 'refused' in found ? found.refused : found.asOf
  }
  assert.equal(
    await asOf('<LEA>888</LEA><DateTime>2026-06-12T09:15:00</DateTime>'),
    '2026-06-12T09:15:00.000Z',
  )
  assert.equal(await asOf('<LEA>888</LEA><DateTime>12/06/2026 09:15</DateTime>'), '2026-06-12T00:00:00.000Z')
  assert.equal(await asOf('<LEA>888</LEA>'), '2026-03-31T00:00:00.000Z')
  assert.match((await asOf('<DateTime>soon</DateTime>')) ?? '', /cannot be read/)
})

test('the authority’s number leads to its social care, and to no other partner', async () => {
  const database = await testDatabase()
  await registerPartners(database)
  const file = census({ children: [child(ID, '<CINreferralDate>2026-02-03</CINreferralDate>')] })
  const send = (partner?: string) => deliver(database, sourceOfTexts({ 'cin.xml': file }), { partner })
  const nobody = await send()
  assert.ok(nobody.outcome === 'refused')
  assert.match(nobody.reason, /which partner sends this/)
  await database.owner.query(`update registers.partner set la_code = '888' where partner_id = 'lancs-csc'`)
  await database.owner.query(
    `update registers.partner set la_code = '889' where partner_id = 'lancs-council'`,
  )
  const other = await send('lancs-council')
  assert.deepEqual([other.outcome, other.outcome === 'refused' && other.reason], ['refused', ANOTHER_PARTNER])
  const sent = await send()
  assert.ok(sent.outcome === 'published')
  assert.equal(sent.partnerId, 'lancs-csc')
  const { rows } = await database.loader.query(`select notes from feeds.delivery where state = 'published'`)
  assert.deepEqual(rows, [{ notes: ['The children in need census of 2026.'] }])
})
