import assert from 'node:assert/strict'
import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { SaxesParser } from 'saxes'
import { parseNhsNumber, parseUpn } from '../kit/identifiers.ts'
import { countySummaryText, writeCounty } from './county.ts'
import { CONTACTS_HEADER } from './health-visiting.ts'
import { PROTECTIONS_HEADER } from './making.ts'
import { PARTNERS_HEADER, PRACTITIONERS_HEADER } from './register-files.ts'
import { EARLY_HELP_HEADERS, SOCIAL_CARE_HEADERS, UNDECLARED_COLUMN } from './social-care-tables.ts'
import type { RateName } from './summary.ts'
import { RATES } from './summary.ts'

const TODAY = '2026-11-22'
const SEED = 20_261_122
const folder = await mkdtemp(join(tmpdir(), 'county-'))
after(() => rm(folder, { recursive: true, force: true }))

const large = join(folder, 'large')
const began = performance.now()
const summary = await writeCounty({ families: 2000, seed: SEED, out: large, today: TODAY })
const tookMs = performance.now() - began
const small = join(folder, 'small')
await writeCounty({ families: 50, seed: 7, out: small, today: TODAY })

type Row = Record<string, string>

async function bytesOf(out: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    found.set(relative(out, path), await readFile(path))
  }
  return found
}

/** What the files say, however their systems write. */
async function filesOf(out: string): Promise<Map<string, string>> {
  const texts = [...(await bytesOf(out))].map(([path, bytes]) => {
    const text = bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1')
    return [path, text.replace(/^\ufeff/, '')] as const
  })
  return new Map(texts)
}

function rowsOf(text: string | undefined): Row[] {
  return parse(text ?? '', { columns: true })
}

const files = await filesOf(large)

/** The rows of a table that both social care and early help send. */
function ofOffices(table: string): Row[] {
  return ['social-care', 'early-help'].flatMap(office => rowsOf(files.get(`${office}/${table}.csv`)))
}

const persons = rowsOf(files.get('truth/persons.csv'))

test('the same seed and day give the same bytes, and another seed gives others', async () => {
  const again = join(folder, 'again')
  const other = join(folder, 'other')
  await writeCounty({ families: 50, seed: 7, out: again, today: TODAY })
  await writeCounty({ families: 50, seed: 8, out: other, today: TODAY })
  assert.deepEqual(await bytesOf(again), await bytesOf(small))
  assert.notDeepEqual(await bytesOf(other), await bytesOf(small))
})

test('a county of 2,000 families keeps every floor of its hardness', t => {
  t.diagnostic(`seed ${SEED}, ${tookMs.toFixed(0)} ms\n${countySummaryText(summary)}`)
  for (const name of Object.keys(RATES) as RateName[]) {
    const bound: { says: string; least?: number; most?: number } = RATES[name]
    const rate = summary.rates[name]
    assert.ok(bound.least === undefined || rate >= bound.least, `${bound.says}: ${rate}, seed ${SEED}`)
    assert.ok(bound.most === undefined || rate <= bound.most, `${bound.says}: ${rate}, seed ${SEED}`)
  }
  assert.ok(!countySummaryText(summary).includes('MISSED'))
})

test('social care knows eight to ten children in a hundred', () => {
  const children = new Set(persons.filter(row => isChild(row)).map(row => row['true_person']))
  const known = new Set(
    persons.filter(row => isChild(row) && row['partner_id'] === 'lancs-csc').map(row => row['true_person']),
  )
  const part = known.size / children.size
  assert.ok(part > 0.075 && part < 0.105, `${known.size} of ${children.size}, seed ${SEED}`)
})

function isChild(row: Row): boolean {
  return ['0-4', '5-10', '11-17'].includes(row['age_band'] ?? '')
}

test('headers are those of the formats, and both offices add one column that nobody declared', () => {
  const headerOf = (path: string): string | undefined => files.get(path)?.split('\r\n')[0]
  assert.equal(headerOf('register/partners.csv'), PARTNERS_HEADER)
  assert.equal(headerOf('register/practitioners.csv'), PRACTITIONERS_HEADER)
  assert.equal(headerOf('health-visiting/contacts.csv'), CONTACTS_HEADER)
  assert.equal(headerOf('protections/protections.csv'), PROTECTIONS_HEADER)
  const offices = { 'social-care': SOCIAL_CARE_HEADERS, 'early-help': EARLY_HELP_HEADERS }
  for (const [office, headers] of Object.entries(offices)) {
    for (const [name, header] of Object.entries(headers)) {
      const extra = name === 'ssd_person' ? `,${UNDECLARED_COLUMN}` : ''
      assert.equal(headerOf(`${office}/${name}.csv`), header + extra)
      assert.ok(rowsOf(files.get(`${office}/${name}.csv`)).length > 0, `${office}/${name} has no row`)
    }
  }
})

test('each delivery says who sends what, and its hashes are those of its files', async () => {
  const bytes = await bytesOf(large)
  const deliveries = [...files].filter(([path]) => path.endsWith('delivery.json'))
  const partners = rowsOf(files.get('register/partners.csv'))
  const sending = partners.filter(row => ['school', 'early-years', 'housing'].includes(row['kind'] ?? ''))
  assert.equal(deliveries.length, sending.length + 10)
  for (const [path, text] of deliveries) {
    const delivery = JSON.parse(text) as {
      partner: string
      asOf: string
      files: string[]
      sha256: Record<string, string>
    }
    assert.ok(delivery.asOf < `${TODAY}T00:00:00Z`)
    for (const name of delivery.files) {
      const content = bytes.get(join(path, '..', name)) ?? ''
      assert.equal(createHash('sha256').update(content).digest('hex'), delivery.sha256[name], path)
    }
  }
})

test('NHS numbers are valid, have the 999 prefix, and belong to one person each but for the planted mistake', () => {
  const holders = new Map<string, Set<string>>()
  const personOf = new Map(persons.map(row => [`${row['contract']}:${row['source_ref']}`, row]))
  const held = [
    ...rowsOf(files.get('health-visiting/contacts.csv')).map(row => [
      row['nhs_number'],
      `health-visiting/1:${row['local_patient_id']}`,
    ]),
    ...ofOffices('ssd_linked_identifiers').map(row => [
      row['link_identifier_value'],
      `ssd/1.4:${row['link_person_id']}`,
    ]),
  ] as const
  for (const [number = '', key = ''] of held) {
    if (number === '') continue
    assert.equal(parseNhsNumber(number), number)
    assert.ok(number.startsWith('999'))
    const person = personOf.get(key)
    assert.ok(person !== undefined, key)
    if (person['hard_case'] === 'siblings-nhs-number') continue
    holders.set(number, (holders.get(number) ?? new Set()).add(person['true_person'] ?? ''))
  }
  for (const [number, people] of holders) assert.equal(people.size, 1, number)
})

test('UPNs are valid, some of them temporary, and each belongs to one pupil', () => {
  const pupils = persons.filter(
    row => row['contract'] === 'ctf/21' && !row['source_ref']?.includes('/contact/'),
  )
  const upns = pupils.map(row => row['source_ref'] ?? '').filter(ref => !ref.includes('/'))
  for (const upn of upns) assert.equal(parseUpn(upn), upn)
  assert.equal(new Set(upns).size, upns.length)
  assert.ok(upns.some(upn => /[A-Z]$/.test(upn)))
  assert.ok(pupils.length - upns.length > 20, 'pupils without a number')
})

test('no telephone rings and no address receives mail', () => {
  for (const [path, text] of files) {
    const numbers = text.match(/\b0\d{3,4} \d{3} ?\d{3,4}\b/g) ?? []
    for (const number of numbers)
      assert.match(number, /^(01632 960\d{3}|07700 900\d{3}|0808 157 0\d{3}|067\d{2} \d{6})$/, path)
    for (const mail of text.match(/[\w.'-]+@[\w.-]+/g) ?? []) assert.match(mail, /@[\w.-]+\.example$/, path)
  }
})

test('every school file is well-formed and carries its school in its name', () => {
  const schoolFiles = [...files].filter(([path]) => path.startsWith('schools/') && path.endsWith('.xml'))
  assert.equal(schoolFiles.length, summary.schools)
  for (const [path, text] of schoolFiles) {
    assert.match(path, /^schools\/(\d{7})\/\1_CTF_888LLLL_001\.xml$/)
    const parser = new SaxesParser()
    parser.on('error', error => assert.fail(`${path}: ${error.message}`))
    parser.write(text).close()
  }
})

const CENSUS = 'cin-census/CIN_2027_888.xml'

/** The rows of every file of that name, whichever partner sent it. */
function ofAll(name: string): (Row & { partner: string })[] {
  return [...files]
    .filter(([path]) => path.endsWith(name))
    .flatMap(([path, text]) => rowsOf(text).map(row => ({ ...row, partner: path.split('/').at(-2) ?? '' })))
}

test('every record of the truth stands in its partner’s file', () => {
  const inFiles = new Set([
    ...ofAll('contacts.csv').map(row => `health-visiting/1:${row['local_patient_id']}`),
    ...ofOffices('ssd_person').map(row => `ssd/1.4:${row['pers_person_id']}`),
    ...(files.get(CENSUS)?.match(/(?<=<LAchildID>)[^<]*/g) ?? []).map(ref => `cin-census/1:${ref}`),
    ...ofAll('header.csv').map(row => `ssda903/1:${row['CHILD']}`),
    ...ofAll('cases.csv').map(row => `youth-justice/1:${row['case_id']}`),
    ...ofAll('households.csv').map(row => `housing/1:${row.partner}/${row['person_ref']}`),
    ...ofAll('children.csv').map(row => `early-years/1:${row['setting_urn']}/${row['child_ref']}`),
    ...ofAll('involvements.csv')
      .filter(row => row['person_ref'] !== undefined)
      .map(row => `adult-services/1:${row['person_ref']}`),
  ])
  inFiles.delete('health-visiting/1:undefined')
  const others = ['ctf/21', 'police-notice/1']
  const inTruth = persons.filter(row => !others.includes(row['contract'] ?? ''))
  for (const row of inTruth) {
    const own = row['contract'] === 'housing/1' ? `${row['partner_id']}/` : ''
    assert.ok(inFiles.has(`${row['contract']}:${own}${row['source_ref']}`), JSON.stringify(row))
  }
  assert.equal(inTruth.length, inFiles.size)
  const xml = [...files].filter(([path]) => path.endsWith('.xml')).map(([, text]) => text)
  const pupils = xml.reduce((sum, text) => sum + text.split('<Pupil>').length - 1, 0)
  const contacts = xml.reduce((sum, text) => sum + text.split('<Contact>').length - 1, 0)
  assert.equal(persons.filter(row => row['contract'] === 'ctf/21').length, pupils + contacts)
  const named = ofAll('notices.csv').filter(row => row['released_for_notice'] === 'Y')
  const children = new Set(
    named.map(row =>
      [row['birth_date'] || row['notice_ref'], row['given_name'], row['family_name'], row['postcode']].join(
        '/',
      ),
    ),
  )
  assert.equal(persons.filter(row => row['contract'] === 'police-notice/1').length, children.size)
})

test('partners have the volumes of the county: notices, tenants, nursery children, young people, adults', () => {
  const under18 = new Set(persons.filter(isChild).map(row => row['true_person'])).size
  const notices = ofAll('notices.csv').filter(row => row['event_type'] === 'domestic-abuse').length
  // 22,000 notices a year for 378,191 people under 26, of whom the county holds those under 18.
  assert.ok(notices / under18 > 0.045 && notices / under18 < 0.075, `${notices} of ${under18}, seed ${SEED}`)
  const rate = (contract: string): number => (summary.recordsByContract[contract] ?? 0) / summary.families
  assert.ok(rate('housing/1') > 0.7 && rate('housing/1') < 1.3, `${rate('housing/1')}`)
  assert.ok(rate('early-years/1') > 0.25 && rate('early-years/1') < 0.6, `${rate('early-years/1')}`)
  assert.ok(rate('adult-services/1') > 0.04 && rate('adult-services/1') < 0.2)
  assert.ok(rate('youth-justice/1') > 0.001)
  const yes = ofAll('involvements.csv').filter(row => row['familys_yes'] === 'Y').length
  const tested = ofAll('involvements.csv').filter(row => (row['harm_test_ref'] ?? '') !== '').length
  assert.ok(yes > 20 && tested > 5, `${yes} yes, ${tested} harm tests`)
  const records = summary.records / summary.families
  assert.ok(records > 7 && records < 9, `${records} records a family`)
})
