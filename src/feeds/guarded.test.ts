import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONTACTS_HEADER, contactRow, HEALTH, readTexts } from './fixtures.ts'

/** What was written, and whether it keeps something from view. */
const WRITTEN: [text: string, guards: boolean | undefined][] = [
  ['Y', true],
  ['Yes', true],
  ['TRUE', true],
  ['1', true],
  ['Restricted', true],
  ['?', true],
  ['N', false],
  ['no', false],
  ['False', false],
  ['0', false],
  ['', undefined],
]

test('a word that cannot be read opens nothing that a plain yes would have kept from view', async () => {
  const rows = WRITTEN.map(([sensitive], at) => contactRow({ local_patient_id: `P${at}`, sensitive }))
  const contacts = await readTexts({ 'contacts.csv': [CONTACTS_HEADER, ...rows, ''].join('\n') }, HEALTH)
  const found = contacts.drafts.map(draft => draft.content['health-visiting']?.sensitive)
  assert.deepEqual(
    found,
    WRITTEN.map(([, guards]) => guards),
  )
  assert.deepEqual(
    contacts.rejections.map(({ row, column, rule }) => [row, column, rule]),
    [
      [6, 'sensitive', 'unknown-code'],
      [7, 'sensitive', 'unknown-code'],
    ],
  )
  assert.match(contacts.rejections[0]?.remedy ?? '', /counts as Y/)

  for (const [inCare, guards] of WRITTEN) {
    const home = '<Address><AddressLine1>1 Mill Street</AddressLine1><PostCode>PR1 2AB</PostCode></Address>'
    const pupil = `<Pupil><UPN>X888400125001</UPN><Surname>Farrell</Surname>${home}<LookedAfter><InCare>${inCare}</InCare></LookedAfter></Pupil>`
    const header =
      '<DateTime>2026-11-20T17:30:00</DateTime><SourceSchool><LEA>888</LEA><Estab>2001</Estab></SourceSchool>'
    const { drafts } = await readTexts(
      {
        'school.xml': `<CTfile><Header>${header}</Header><CTFpupilData>${pupil}</CTFpupilData></CTfile>`,
      },
      { partner: 'school-8882001', contract: 'ctf/21' },
    )
    assert.equal(drafts[0]?.content.address === undefined, guards === true, `in care: “${inCare}”`)
  }
})
