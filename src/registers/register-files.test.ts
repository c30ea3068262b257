import assert from 'node:assert/strict'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { findMisfits } from './agreement-fits.ts'
import { isNeverPurpose, NEVER_PURPOSES } from './never-purposes.ts'
import { readDemonstrationAgreements, readRegisterFiles } from './register-files.ts'
import { partnerKinds } from './register-schemas.ts'

const DATA = new URL('./data/', import.meta.url)
const files = await readRegisterFiles()
const agreements = await readDemonstrationAgreements(files)

/** The files in a folder of their own, one of them changed. */
async function filesWith(name: string, change: (text: string) => string): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), 'registers-'))
  after(() => rm(folder, { recursive: true }))
  await cp(DATA, folder, { recursive: true })
  await writeFile(join(folder, name), change(await readFile(join(folder, name), 'utf8')))
  return pathToFileURL(`${folder}/`)
}

/** The county's fifteen, by number, then those beyond the list and the bars. */
const EXPECTED: string[] = [
  'care-act-2014-s1: duty',
  'care-act-2014-s3: duty',
  'care-act-2014-ss6-7: duty',
  'care-act-2014-ss58-66: duty',
  'childcare-act-2006-s1: duty',
  'children-act-1989-ss23a-24d: duty',
  'crime-and-disorder-act-1998-s115: power',
  'crime-and-disorder-act-1998-s17: aim, supporting',
  'crime-and-disorder-act-1998-s17a: duty, supporting',
  'crime-and-disorder-act-1998-s37: aim, supporting',
  'crime-and-disorder-act-1998-ss38-39: duty',
  'criminal-justice-act-2003-s325: duty',
  'education-act-2002-s175: duty',
  'education-act-2002-s157: duty',
  'childcare-act-2006-s40: duty',
  'localism-act-2011-s1: implied, supporting',
  'children-act-1989-s17: duty',
  'children-act-1989-s27: duty',
  'children-act-1989-s47: duty',
  'children-act-1989-ss20-23: duty',
  'children-act-2004-s10: duty',
  'children-act-2004-s11: duty',
  'welfare-reform-act-2012-s131: power',
  'children-and-families-act-2014-s23: duty',
  'children-and-families-act-2014-s25: duty',
  'children-and-families-act-2014-s26: duty',
  'children-and-families-act-2014-s28: duty',
  'children-and-families-act-2014-s31: duty',
  'digital-economy-act-2017-s35: power',
  'children-act-2004-s16la: duty, enacted, not commenced',
  'children-act-2004-s16lc: duty, enacted, not commenced',
  'children-act-2004-s16h: duty',
  'children-act-2004-s16e: duty',
  'domestic-abuse-act-2021-s49a: duty',
  'send-regulations-2014: duty',
  'education-pupil-information-regulations-2005: duty',
  'nhs-act-2006-s82: duty',
  'education-and-skills-act-2008: duty',
  'civil-contingencies-regulations-2005: duty',
  'gender-recognition-act-2004-s22: bar',
  'adoption-secrecy: bar',
  'data-protection-act-2018-part-3: bar',
  'national-data-opt-out: bar',
]

test("every gateway of the county's list and beyond it is registered with its kind and status", () => {
  const registered = files.gateways.map(gateway => {
    const notes = [gateway.kind as string]
    if (gateway.status !== 'in force') notes.push(gateway.status)
    if (gateway.supportingOnly) notes.push('supporting')
    return `${gateway.id}: ${notes.join(', ')}`
  })
  assert.deepEqual(registered.toSorted(), EXPECTED.toSorted())
})

test('each gateway has a file of its own name, a place of its own in the list, and a public source', async () => {
  const names = await readdir(new URL('gateways/', DATA))
  assert.deepEqual(names.toSorted(), files.gateways.map(gateway => `${gateway.id}.json`).toSorted())
  assert.equal(new Set(files.gateways.map(gateway => gateway.position)).size, files.gateways.length)
  for (const gateway of files.gateways) assert.match(gateway.source, /^https:\/\//, gateway.id)
})

test('what is to be verified stays marked so', () => {
  const marked = [
    'children-act-2004-s10',
    'children-act-2004-s16la',
    'children-act-2004-s16lc',
    'children-act-1989-s27',
    'children-act-1989-s47',
    'crime-and-disorder-act-1998-s115',
    'digital-economy-act-2017-s35',
    'welfare-reform-act-2012-s131',
  ]
  for (const id of marked) assert.equal(row(id)?.checked, false, id)
  for (const each of files.gateways) assert.equal(each.checkedBy, null, 'no lawyer has signed any yet')
})

function row(id: string) {
  return files.gateways.find(each => each.id === id)
}

test('limits that the law sets on each gateway are in its row', () => {
  for (const id of ['care-act-2014-s1', 'care-act-2014-s3'])
    assert.deepEqual(new Set(row(id)?.subjects.map(subject => subject.role)), new Set(['adult']), id)
  assert.deepEqual(row('welfare-reform-act-2012-s131')?.purposes, ['early-help'])
  for (const kind of ['school', 'police'] as const)
    assert.equal(row('welfare-reform-act-2012-s131')?.recipients.includes(kind), false)
  assert.equal(row('crime-and-disorder-act-1998-s115')?.recipients.includes('school'), false)
  for (const id of ['children-act-1989-s27', 'children-act-1989-s47'])
    for (const kind of ['police', 'school'] as const)
      assert.equal(row(id)?.disclosers.includes(kind), false, `${id} ${kind}`)
  assert.equal(row('children-act-2004-s11')?.disclosers.includes('school'), false)
  const young = row('childcare-act-2006-s1')?.subjects.find(subject => subject.role === 'child')
  assert.match(young?.condition ?? '', /1 September after the fifth birthday/)
  const send = row('children-and-families-act-2014-s23')?.subjects[0]
  assert.match(send?.condition ?? '', /under compulsory school age/)
})

test('a placement address is carried by one gateway only, within the council that placed the child', () => {
  const carriers = files.gateways.filter(gateway => gateway.categories.allow.includes('placement-address'))
  assert.deepEqual(
    carriers.map(gateway => [gateway.id, gateway.disclosers, gateway.recipients]),
    [['children-act-1989-ss20-23', ['childrens-social-care'], ['childrens-social-care']]],
  )
})

test('each role has something that it may do, and nobody without a front-line job sees a family', () => {
  for (const role of files.roles) {
    const actions = files.actions.filter(action => action.roles.includes(role.id))
    assert.ok(role.purposes.length + actions.length > 0, role.id)
  }
  for (const id of ['information-governance-officer', 'data-protection-officer', 'ethics-group-member']) {
    const role = files.roles.find(each => each.id === id)
    assert.deepEqual(role?.sees, { existence: [], headline: [], content: [] }, id)
  }
})

test('what each role must not see is not in its register', () => {
  const sees = (id: string) => Object.values(files.roles.find(role => role.id === id)?.sees ?? {}).flat()
  const kept: [string, string[]][] = [
    ['health-visitor', ['police-notices', 'adult-services', 'youth-justice', 'placement-address']],
    [
      'school-safeguarding-lead',
      ['police-notices', 'adult-services', 'placement-address', 'sensitive-services'],
    ],
    ['police-officer', ['health-visiting', 'identifiers', 'early-help', 'care-plans', 'placement-address']],
    ['voluntary-sector-worker', ['identifiers', 'address', 'contact-details', 'care-plans']],
    ['data-steward', ['childrens-social-care', 'care-plans', 'alerts', 'school', 'health-visiting']],
  ]
  for (const [role, categories] of kept)
    for (const category of categories)
      assert.equal(sees(role).includes(category), false, `${role} ${category}`)
  const placement = files.roles.filter(role => sees(role.id).includes('placement-address'))
  assert.deepEqual(placement.map(role => role.id).toSorted(), ['social-worker', 'team-manager'])
})

test('a purpose that no agreement can ever switch on is known however it is written', () => {
  const separator = fc.constantFrom(' ', '-', '_', '')
  const never = fc.constantFrom(...NEVER_PURPOSES.map(purpose => purpose.id))
  fc.assert(
    fc.property(never, separator, fc.boolean(), (id, between, loud) => {
      const written = id.replaceAll('-', between)
      assert.ok(isNeverPurpose(loud ? written.toUpperCase() : written))
    }),
  )
  for (const purpose of files.purposes) assert.equal(isNeverPurpose(purpose.id), false, purpose.id)
})

test('register files that name a purpose that can never be switched on are refused, wherever they name it', async () => {
  const never = /a purpose that no agreement can ever switch on/
  for (const purpose of NEVER_PURPOSES) {
    const asPurpose = await filesWith('purposes.json', text =>
      text.replace('"id": "early-help"', `"id": "${purpose.id}"`),
    )
    await assert.rejects(readRegisterFiles(asPurpose), never)
  }
  const asGateway = await filesWith('gateways/children-act-2004-s10.json', text =>
    text.replace('"caseload"', '"debt-recovery"'),
  )
  await assert.rejects(readRegisterFiles(asGateway), never)
  const asAgreement = await filesWith('demonstration-agreements.json', text =>
    text.replace('"caseload"', '"fraud-matching"'),
  )
  await assert.rejects(readDemonstrationAgreements(files, asAgreement), never)
})

test('a register file that is wrong is refused with its name and the place in it', async () => {
  const misspelt = await filesWith('roles.json', text => text.replace('"wide"', '"widest"'))
  await assert.rejects(readRegisterFiles(misspelt), /roles\.json.*searchBreadth/s)
  const stranger = await filesWith('purposes.json', text => text.replace('"housing"', '"hosing"'))
  await assert.rejects(readRegisterFiles(stranger), /names hosing, which is not registered/)
  const broken = await filesWith('categories.json', text => text.slice(0, -5))
  await assert.rejects(readRegisterFiles(broken), /categories\.json is not JSON/)
})

test("the demonstration's agreements stay within their gateways", () => {
  for (const agreement of agreements) assert.deepEqual(findMisfits(agreement, files), [], agreement.id)
})

test('an agreement that goes beyond its gateway in any one way is found', () => {
  const network = agreements.find(agreement => agreement.id === 'safeguarding-network')
  assert.ok(network)
  const [term] = network.terms
  assert.ok(term)
  const withTerm = (change: Partial<typeof term>) => ({ ...network, terms: [{ ...term, ...change }] })
  const wrongs: [object, RegExp][] = [
    [withTerm({ disclosers: ['school'] }), /lets school disclose/],
    [withTerm({ categories: ['placement-address'] }), /does not carry/],
    [withTerm({ purposes: ['oversight-of-use'] }), /does not serve/],
    [{ ...network, gateway: 'localism-act-2011-s1' }, /only supports another gateway/],
    [{ ...network, gateway: 'crime-and-disorder-act-1998-s37' }, /only supports another gateway/],
    [{ ...network, gateway: 'gender-recognition-act-2004-s22' }, /a bar and no gateway/],
    [{ ...network, gateway: 'no-such-act' }, /not registered/],
    [{ ...network, validTo: '2025-12-31' }, /ends before it begins/],
  ]
  for (const [agreement, wrong] of wrongs)
    assert.match(findMisfits(agreement as typeof network, files).join(' '), wrong)
})

function listed(kinds: string[], kind: string): boolean {
  return kinds.length === 0 || kinds.includes(kind)
}

test('no kind of partner can disclose or receive where its gateway does not list it', () => {
  const gateways = files.gateways.filter(gateway => gateway.kind !== 'bar' && !gateway.supportingOnly)
  const [agreement] = agreements
  assert.ok(agreement)
  const choice = fc.record({
    gateway: fc.constantFrom(...gateways),
    from: fc.constantFrom(...partnerKinds),
    to: fc.constantFrom(...partnerKinds),
  })
  fc.assert(
    fc.property(choice, ({ gateway, from, to }) => {
      const term = {
        disclosers: [from],
        recipients: [to],
        categories: gateway.categories.allow.slice(0, 1),
        purposes: gateway.purposes.slice(0, 1),
        tier: 'existence' as const,
        ownPartnerOnly: false,
      }
      const fits = findMisfits({ ...agreement, gateway: gateway.id, terms: [term] }, files).length === 0
      assert.equal(fits, listed(gateway.disclosers, from) && listed(gateway.recipients, to))
    }),
  )
})
