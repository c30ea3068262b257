import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTexts } from './fixtures.ts'

const SCHOOL = { partner: 'school-8882001', contract: 'ctf/21' }

function ctf(version: string, pupil: string, { root = 'CTfile', qualifier = 'full' } = {}): string {
  const header = `<DocumentName>Common Transfer File</DocumentName><CTFversion>${version}</CTFversion><DateTime>2026-11-20T17:30:00</DateTime><DocumentQualifier>${qualifier}</DocumentQualifier><SupplierID>A supplier</SupplierID><SourceSchool><LEA>888</LEA><Estab>2001</Estab><URN>119000</URN><SchoolName>Ribbleton Brook</SchoolName></SourceSchool>`
  return `<?xml version="1.0" encoding="utf-8"?><${root}><Header>${header}</Header><CTFpupilData><Pupil>${pupil}</Pupil></CTFpupilData></CTfile>`
}

const read = (text: string) => readTexts({ '8882001_CTF_888LLLL_001.xml': text }, SCHOOL)

test('every version from 15 to 25 is read, and which one came is noted for the page of the delivery', async () => {
  for (const version of ['15.0', '21.0', '22.0', '23.0', '24', '25', '25.0']) {
    const pupil =
      '<UPN>G888200120001</UPN><Surname>FARRELL</Surname><Forename>NOAH</Forename><DOB>2019-12-24</DOB><Sex>M</Sex>'
    const { drafts, notes, refused, rejections } = await read(ctf(version, pupil))
    assert.deepEqual([refused, rejections], [undefined, []])
    assert.deepEqual(notes, [`Version ${version} of the Common Transfer File.`])
    assert.equal(drafts[0]?.content.identity?.sex, 'male')
  }
})

test('a version that is no number is not repeated to anyone', async () => {
  const { notes } = await read(ctf('Jonah Fairweather', '<Surname>Farrell</Surname>'))
  assert.deepEqual(notes, [])
})

test('a partial file says so on its page', async () => {
  const { notes } = await read(ctf('25.0', '<Surname>Farrell</Surname>', { qualifier: 'partial' }))
  assert.match(notes?.[1] ?? '', /partial/)
})

test('attributes of the root and a schema beside it make no other format', async () => {
  const root =
    'CTfile xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="CTF_25.xsd" CTFversion="25"'
  const { drafts } = await read(ctf('25', '<Surname>Farrell</Surname>', { root }))
  assert.equal(drafts.length, 1)
})

test('details are found in BasicDetails too, and a postcode however it is spelled', async () => {
  const { drafts, rejections } = await read(
    ctf(
      '25',
      `<UPN>G888200120001</UPN><FormerUPN>B801200005001</FormerUPN>
       <BasicDetails><LegalSurname>Farrell</LegalSurname><LegalForename>Noah</LegalForename><PreferredForename>Noel</PreferredForename><DOB>2019-12-24</DOB><Gender>M</Gender><EnrolStatus>P</EnrolStatus></BasicDetails>
       <Address><AddressLine1>14 Mill Street</AddressLine1><AddressLine2>Preston</AddressLine2><Postcode>PR1 2AB</Postcode></Address>`,
    ),
  )
  assert.deepEqual(rejections, [])
  const { identity, identifiers, address, school } = drafts[0]?.content ?? {}
  assert.deepEqual(
    [identity?.familyName, identity?.givenName, identity?.birthDate, identity?.sex],
    ['Farrell', 'Noah', '2019-12-24', 'male'],
  )
  assert.deepEqual(identity?.otherNames, [{ givenName: 'Noel', familyName: undefined }])
  assert.equal(identifiers?.formerUpn, 'B801200005001')
  assert.deepEqual(address, { line: '14 Mill Street, Preston', postcode: 'PR1 2AB', uprn: undefined })
  assert.equal(school?.status, 'historic')
})

test('a contact lives with the pupil wherever the file says so', async () => {
  for (const asPupil of [
    '<AddressAsPupil>true</AddressAsPupil>',
    '<Address><AddressAsPupil>true</AddressAsPupil></Address>',
  ]) {
    const contact = `<Contact><Order>1</Order><Surname>Farrell</Surname><Forename>Ann</Forename><Relationship>MOT</Relationship>${asPupil}</Contact>`
    const { drafts } = await read(ctf('25', `<Surname>Farrell</Surname><Contacts>${contact}</Contacts>`))
    assert.equal(drafts.at(-1)?.content.relationships?.livesWith, true)
    assert.equal(drafts[1]?.content.address, undefined)
  }
})

test('two contacts with one order are two people', async () => {
  const contact = (name: string) =>
    `<Contact><Order>1</Order><Surname>${name}</Surname><Relationship>PAR</Relationship></Contact>`
  const { drafts } = await read(
    ctf('25', `<Surname>Farrell</Surname><Contacts>${contact('Farrell')}${contact('Dean')}</Contacts>`),
  )
  const people = drafts.filter(draft => draft.scope === 'contacts' && draft.content.identity)
  assert.deepEqual(
    people.map(draft => draft.content.identity?.familyName),
    ['Farrell', 'Dean'],
  )
  assert.equal(new Set(people.map(draft => draft.person)).size, 2)
})

const HOME =
  '<Address><BS7666Address><PAON>14</PAON><Street>Canary Street</Street></BS7666Address><PostCode>PR1 2AB</PostCode></Address>'
const contactOf = (relationship: string, more: string) =>
  `<Contacts><Contact><Order>1</Order><Surname>Dean</Surname><Relationship>${relationship}</Relationship>${more}</Contact></Contacts>`

test('the home of a pupil in care is a placement, whoever lives there, and another parent’s home is a home', async () => {
  const inCare = '<LookedAfter><InCare>true</InCare><CareAuthority>888</CareAuthority></LookedAfter>'
  const notInCare = inCare.replace('true', 'false')
  const elsewhere = HOME.replace('PR1 2AB', 'BB11 1AA')
  const cases: [says: string, pupil: string, pupils: string[], contacts: string[]][] = [
    [
      'in care, with a carer at the same postcode',
      inCare + HOME + contactOf('CAR', HOME),
      ['placement-address'],
      ['placement-address'],
    ],
    [
      'in care, and a mother elsewhere',
      inCare + HOME + contactOf('PAM', elsewhere),
      ['placement-address'],
      ['address'],
    ],
    [
      'not said to be in care, with a foster carer',
      HOME + contactOf('FOM', '<AddressAsPupil>true</AddressAsPupil>'),
      ['placement-address'],
      [],
    ],
    [
      'a foster carer of an earlier time, elsewhere',
      HOME + contactOf('FOF', elsewhere),
      ['address'],
      ['placement-address'],
    ],
    ['not in care', notInCare + HOME + contactOf('PAM', elsewhere), ['address'], ['address']],
  ]
  for (const [says, pupil, pupils, contacts] of cases) {
    const { drafts, rejections } = await read(ctf('25', `<Surname>Farrell</Surname>${pupil}`))
    const homes = (scope: string) =>
      drafts
        .filter(draft => draft.scope === scope && draft.content.identity)
        .flatMap(({ content }) =>
          Object.keys(content).filter(name => /address/.test(name) && content[name as 'address']),
        )
    assert.deepEqual([homes('pupils'), homes('contacts'), rejections], [pupils, contacts, []], says)
    const placed = drafts.map(({ content }) => content['placement-address'])
    assert.doesNotMatch(JSON.stringify(placed), /Canary/, 'of a placement the postcode alone')
  }
})
