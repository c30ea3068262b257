import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { readDemonstrationAgreements, readRegisterFiles } from '../registers/register-files.ts'
import type { Draft } from './contract.ts'
import { CONTRACTS } from './contracts/all.ts'
import { sourceOfTexts } from './fixtures.ts'
import { identify } from './identify.ts'
import { openSource } from './readers/source.ts'
import { openReading } from './reading.ts'
import { CATEGORIES, content } from './sections.ts'

const SAMPLES = join(import.meta.dirname, '../../examples/feeds')
const NOW = new Date('2026-11-22T12:00:00Z')

async function draftsOf(sample: string): Promise<{ drafts: Draft[]; dropped: string[] }> {
  const opened = await openSource(join(SAMPLES, sample))
  assert.ok('source' in opened)
  const identified = await identify(opened.source, {}, NOW)
  assert.ok(!('refused' in identified), JSON.stringify(identified))
  const reading = openReading(identified, '2026-11-22')
  const drafts: Draft[] = []
  for await (const batch of reading.batches()) {
    assert.ok(!('refused' in batch), JSON.stringify(batch))
    assert.deepEqual(batch.rejections, [])
    drafts.push(...batch.drafts)
  }
  return { drafts, dropped: [...reading.dropped.keys()] }
}

for (const contract of CONTRACTS)
  test(`${contract.id}: its sample becomes records of the agreed sections, and of no category that it does not name`, async () => {
    const { drafts } = await draftsOf(contract.sample)
    for (const draft of drafts) {
      content.parse(draft.content)
      for (const [section, value] of Object.entries(draft.content)) {
        if (value === undefined || section === 'worker' || section === 'partner') continue
        assert.ok((contract.categories as string[]).includes(section), `${draft.scope} has ${section}`)
      }
    }
  })

test('every contract says what it covers, how records are known again and where its day is read', () => {
  for (const { id, encoding, key, asOf, coverage, name } of CONTRACTS) {
    for (const words of [name, encoding, key, asOf, coverage.who, coverage.area])
      assert.ok(words.length > 3, id)
    assert.ok(coverage.ages[0] <= coverage.ages[1] && coverage.staleAfterDays > 0, id)
  }
})

test('every category has its rows in the registers: what it is, who asks for it, who sees it, which law and agreement carry it', async () => {
  const files = await readRegisterFiles()
  const agreements = await readDemonstrationAgreements(files)
  const rows: [what: string, named: string[]][] = [
    ['a row in categories.json', files.categories.map(row => row.id)],
    ['a purpose in purposes.json that asks for it', files.purposes.flatMap(row => row.asksFor)],
    ['a role in roles.json that sees it', files.roles.flatMap(({ sees }) => Object.values(sees).flat())],
    ['a gateway in gateways/ that allows it', files.gateways.flatMap(row => row.categories.allow)],
    [
      'a term in demonstration-agreements.json that carries it',
      agreements.flatMap(({ terms }) => terms.flatMap(term => term.categories)),
    ],
  ]
  const missing = CATEGORIES.flatMap(id =>
    rows.filter(([, named]) => !named.includes(id)).map(([what]) => `“${id}” needs ${what}`),
  )
  assert.deepEqual(missing, [])
  const sections = files.categories.map(row => row.id).toSorted()
  assert.deepEqual(
    sections,
    CATEGORIES.toSorted(),
    'each row of categories.json has its section in sections.ts',
  )
})

test('a school’s pupil keeps contacts with responsibility, and a former number joins nothing', async () => {
  const { drafts, dropped } = await draftsOf('school')
  const pupil = drafts.find(draft => draft.scope === 'pupils')
  assert.deepEqual(pupil?.content.identifiers, {
    upn: 'X888400125001',
    uln: undefined,
    formerUpn: 'B801200005001',
  })
  assert.equal(pupil?.sourceRef, 'X888400125001')
  const tie = drafts.find(draft => draft.content.relationships)
  assert.equal(tie?.person, pupil?.sourceRef)
  assert.equal(tie?.object, 'X888400125001/contact/89d22e71')
  assert.deepEqual(tie?.content.relationships, {
    type: 'mother',
    responsibility: true,
    order: 1,
    livesWith: true,
  })
  assert.equal(drafts.at(-1)?.sourceRef, '8882001/Farrell/Noah/2019-12-24')
  assert.ok(dropped.includes('Pupil/BasicDetails/Ethnicity') && dropped.includes('Pupil/Attendance'))
})

test('a social worker is known by the number under which she is registered, with her team’s telephone', async () => {
  const { drafts, dropped } = await draftsOf('social-care')
  const involvement = drafts.find(draft => draft.sourceRef === 'IN1')?.content['childrens-social-care']
  assert.equal(involvement?.workerId, 'SW001')
  assert.equal(involvement?.team, 'Preston Assessment')
  assert.equal(involvement?.phone, '01632 960120')
  assert.equal(drafts.find(draft => draft.sourceRef === 'IN2')?.content['early-help']?.workerId, 'EH001')
  assert.ok(dropped.includes('ssd_voice_of_child.csv') && dropped.includes('pers_ethnicity'))
})

test('a placement’s postcode stands in its own category and in no other', async () => {
  const { drafts } = await draftsOf('social-care')
  const placed = drafts.filter(draft => JSON.stringify(draft.content).includes('LA1 1AA'))
  assert.deepEqual(
    placed.map(draft => Object.keys(draft.content)),
    [['placement-address']],
  )
})

test('a file is recognised without a note, by its columns or its root element', async () => {
  const whoseOf = async (texts: Record<string, string>) => {
    const found = await identify(sourceOfTexts(texts), { partner: 'p', asOf: '2026-11-20' }, NOW)
    return 'refused' in found ? found.refused : found.contract.id
  }
  const header = 'pers_person_id,pers_forename,pers_surname,pers_dob,pers_sex,pers_upn'
  assert.equal(await whoseOf({ 'export.csv': `${header}\n` }), 'ssd/1.4')
  assert.match(await whoseOf({ 'export.csv': 'a,b,c\n' }), /no kind that is known/)
  assert.match(await whoseOf({ 'a.xml': '<CTfile><Header/></CTfile>' }), /ctf/)
})
