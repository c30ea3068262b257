import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../test/database.ts'
import { agreementsEndingSoon, listLiveAgreements } from './agreement-store.ts'
import { bindDemonstrationSignIns, seedDemonstrationAgreements } from './demonstration.ts'
import { findPractitioner, findPractitioners } from './practitioner-store.ts'
import { partnerKinds } from './register-schemas.ts'
import { seedRegisters } from './seed.ts'

const { owner, reader } = await testDatabase()

async function addPartner(partnerId: string, kind: string): Promise<void> {
  await owner.query(
    `insert into registers.partner (partner_id, name, kind, controller_role) values ($1, $1, $2, 'controller')`,
    [partnerId, kind],
  )
}

type Grant = { discloser: string; recipient: string; categories: string[]; purposes: string[]; tier: string }

async function grants(agreement = '%'): Promise<(Grant & { agreement_id: string })[]> {
  const found = await reader.query<Grant & { agreement_id: string }>(
    `select discloser, recipient, categories, purposes, tier, agreement_id from registers.live_grant
     where agreement_id like $1`,
    [agreement],
  )
  return found.rows
}

/** Makes one change, counts the grants of an agreement, and takes the change back. */
async function grantsAfter(change: string, agreement: string): Promise<number> {
  const client = await owner.connect()
  try {
    await client.query('begin')
    await client.query(change)
    const found = await client.query<{ count: number }>(
      'select count(*) as count from registers.live_grant where agreement_id = $1',
      [agreement],
    )
    return Number(found.rows[0]?.count)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

for (const kind of partnerKinds) await addPartner(`one-${kind}`, kind)
await seedRegisters(owner, { demonstration: false })
const agreementsOutside = await owner.query('select from registers.agreement')
await seedRegisters(owner, { demonstration: true })
await seedDemonstrationAgreements(owner)

test('an agreement that its discloser has not signed opens nothing', async () => {
  assert.deepEqual(await grants('youth-justice-prevention'), [])
  const signed = `update registers.agreement_signature set signed_on = '2026-11-01', signed_by = 'X'
    where agreement_id = 'youth-justice-prevention'`
  assert.ok((await grantsAfter(signed, 'youth-justice-prevention')) > 0, 'the signature alone was missing')
})

test('an expired agreement opens nothing', async () => {
  assert.deepEqual(await grants('housing-families'), [])
  const renewed = `update registers.agreement set valid = '[2025-07-01,2030-01-01)' where agreement_id = 'housing-families'`
  assert.ok((await grantsAfter(renewed, 'housing-families')) > 0, 'the date alone was wrong')
})

test('a revoked agreement opens nothing', async () => {
  assert.deepEqual(await grants('adult-services-pilot'), [])
  const unrevoked = `update registers.agreement set revoked_at = null where agreement_id = 'adult-services-pilot'`
  assert.ok((await grantsAfter(unrevoked, 'adult-services-pilot')) > 0, 'the revocation alone stopped it')
})

test('whatever ends an agreement, a signature, a partner or a gateway stops every grant at the next query', async () => {
  const ends = [
    `update registers.agreement set revoked_at = now() where agreement_id = 'early-help-network'`,
    `update registers.agreement set valid = daterange('2026-01-01', registers.london_today()) where agreement_id = 'early-help-network'`,
    `update registers.agreement set valid = daterange(registers.london_today() + 1, null) where agreement_id = 'early-help-network'`,
    `update registers.agreement_signature set signed_on = null where agreement_id = 'early-help-network'`,
    `update registers.agreement_signature set signed_on = registers.london_today() + 1 where agreement_id = 'early-help-network'`,
    `update registers.partner set valid = daterange('2020-01-01', registers.london_today())`,
    `update registers.gateway set status = 'repealed' where gateway_id = 'children-act-2004-s10'`,
    `update registers.gateway set status = 'enacted, not commenced' where gateway_id = 'children-act-2004-s10'`,
    `update registers.gateway set in_force_from = registers.london_today() + 1 where gateway_id = 'children-act-2004-s10'`,
    `update registers.gateway set in_force_from = null where gateway_id = 'children-act-2004-s10'`,
    `update registers.gateway set in_force_to = registers.london_today() - 1 where gateway_id = 'children-act-2004-s10'`,
    `update registers.gateway set supporting_only = true where gateway_id = 'children-act-2004-s10'`,
    `update registers.gateway set kind = 'bar' where gateway_id = 'children-act-2004-s10'`,
    `update registers.agreement set gateway_id = 'localism-act-2011-s1' where agreement_id = 'early-help-network'`,
    `update registers.agreement set gateway_id = 'crime-and-disorder-act-1998-s17' where agreement_id = 'early-help-network'`,
    `update registers.agreement set gateway_id = 'crime-and-disorder-act-1998-s37' where agreement_id = 'early-help-network'`,
    `update registers.agreement set gateway_id = 'children-act-2004-s16la' where agreement_id = 'early-help-network'`,
    `update registers.agreement set gateway_id = 'adoption-secrecy' where agreement_id = 'early-help-network'`,
    `update registers.setting set value = 'false' where name = 'demonstration'`,
    `delete from registers.setting where name = 'demonstration'`,
  ]
  assert.ok((await grants('early-help-network')).length > 0)
  for (const end of ends) assert.equal(await grantsAfter(end, 'early-help-network'), 0, end)
  const lastDay = `update registers.agreement set valid = daterange('2026-01-01', registers.london_today(), '[]')
    where agreement_id = 'early-help-network'`
  assert.ok((await grantsAfter(lastDay, 'early-help-network')) > 0, 'the last day is included')
})

test('outside the demonstration a gateway opens nothing until it is checked, and everything else opens the same', async () => {
  const outside = `update registers.setting set value = 'false' where name = 'demonstration'`
  const checked = `update registers.gateway set checked = true where gateway_id = 'children-act-2004-s10'`
  const inside = (await grants('early-help-network')).length
  assert.equal(await grantsAfter(outside, 'early-help-network'), 0)
  assert.equal(await grantsAfter(`${outside}; ${checked}`, 'early-help-network'), inside)
  assert.equal(
    await grantsAfter(outside, 'safeguarding-network'),
    (await grants('safeguarding-network')).length,
    'its gateway is checked',
  )
})

test('outside the demonstration there is no agreement until partners sign one', () => {
  assert.equal(agreementsOutside.rowCount, 0)
})

test('a partner shown its own records is shown nobody else’s by that agreement', async () => {
  for (const grant of [...(await grants('own-records%')), ...(await grants('placement-address'))])
    assert.equal(grant.discloser, grant.recipient)
  for (const kind of partnerKinds.filter(each => each !== 'host'))
    assert.ok(
      (await grants('own-records%')).some(grant => grant.recipient === `one-${kind}`),
      `${kind} needs an agreement own-records-${kind} in demonstration-agreements.json, for its own records only`,
    )
})

test('no grant carries a placement address to anyone but the council that placed the child', async () => {
  const carriers = (await grants()).filter(grant => grant.categories.includes('placement-address'))
  assert.ok(carriers.length > 0)
  for (const grant of carriers)
    assert.deepEqual(
      [grant.discloser, grant.recipient],
      ['one-childrens-social-care', 'one-childrens-social-care'],
    )
})

test('the police learn which services are involved and a name, never health, plans or an address in full', async () => {
  const toPolice = (await grants()).filter(
    grant => grant.recipient === 'one-police' && grant.discloser !== 'one-police',
  )
  assert.ok(toPolice.length > 0)
  for (const grant of toPolice) {
    if (grant.tier !== 'existence') assert.deepEqual(grant.categories, ['identity'])
    for (const category of grant.categories)
      assert.ok(['identity', 'address', 'childrens-social-care', 'school'].includes(category), category)
  }
})

test('a charity receives name, early help and whether there is a school, for early help only', async () => {
  const toCharity = (await grants()).filter(
    grant => grant.recipient === 'one-voluntary' && grant.discloser !== 'one-voluntary',
  )
  assert.ok(toCharity.length > 0)
  for (const grant of toCharity) {
    assert.deepEqual(grant.purposes, ['early-help'])
    for (const category of grant.categories)
      assert.ok(['identity', 'early-help', 'school'].includes(category), category)
    if (grant.categories.includes('school')) assert.equal(grant.tier, 'existence')
  }
})

test('a pupil number leaves a school for putting records right and the protected-records desk only', async () => {
  const fromSchool = (await grants()).filter(
    grant =>
      grant.discloser === 'one-school' &&
      grant.recipient !== 'one-school' &&
      grant.categories.includes('identifiers'),
  )
  assert.ok(fromSchool.length > 0)
  for (const grant of fromSchool)
    assert.ok(['data-stewardship', 'protected-records-desk'].includes(grant.agreement_id), grant.agreement_id)
})

test('no number of a child goes to a school, the police, a charity or a family hub from anyone else', async () => {
  const numbered = (await grants()).filter(
    grant => grant.discloser !== grant.recipient && grant.categories.includes('identifiers'),
  )
  const recipients = new Set(numbered.map(grant => grant.recipient))
  assert.deepEqual([...recipients].toSorted(), [
    'one-childrens-social-care',
    'one-health-visiting',
    'one-host',
  ])
})

test('seeding again changes nothing, and a school that is new signs', async () => {
  const before = await grants()
  await seedDemonstrationAgreements(owner)
  assert.equal((await grants()).length, before.length)
  await addPartner('two-school', 'school')
  await seedDemonstrationAgreements(owner)
  const names = (await grants())
    .filter(grant => grant.discloser === 'two-school')
    .map(grant => grant.agreement_id)
  assert.ok(names.includes('schools-safeguarding') && names.includes('own-records-schools'))
  assert.equal(
    (await grants()).some(grant => grant.discloser === 'one-school' && grant.recipient === 'two-school'),
    false,
    'schools do not see each other’s pupils',
  )
})

test('what an administrator revoked, changed or unsigned stays so, and no newcomer signs it', async () => {
  await owner.query(
    `update registers.agreement set revoked_at = now(), revoked_by = 'x' where agreement_id = 'schools-safeguarding'`,
  )
  await owner.query(
    `update registers.agreement set valid = '[2026-01-01,2026-06-01)' where agreement_id = 'data-stewardship'`,
  )
  await owner.query(
    `delete from registers.agreement_signature where agreement_id = 'own-records' and partner_id = 'one-police'`,
  )
  await addPartner('three-school', 'school')
  await seedDemonstrationAgreements(owner)
  const after = await grants()
  for (const id of ['schools-safeguarding', 'data-stewardship'])
    assert.equal(
      after.some(grant => grant.agreement_id === id),
      false,
      id,
    )
  assert.equal(
    after.some(grant => grant.agreement_id === 'own-records' && grant.recipient === 'one-police'),
    false,
  )
  const newcomer = await owner.query(
    `select from registers.agreement_signature where agreement_id = 'schools-safeguarding' and partner_id = 'three-school'`,
  )
  assert.equal(newcomer.rowCount, 0)
})

test('live agreements are listed, for one partner or all, with those that end or fall due for review soon', async () => {
  const all = (await listLiveAgreements(reader)).map(agreement => agreement.id)
  assert.ok(all.includes('early-help-network'))
  for (const id of ['youth-justice-prevention', 'housing-families', 'adult-services-pilot'])
    assert.equal(all.includes(id), false, id)
  const charity = (await listLiveAgreements(reader, 'one-voluntary')).map(agreement => agreement.id)
  assert.deepEqual(charity.toSorted(), ['early-help-network', 'own-records', 'protected-records-desk'])
  await owner.query(
    `update registers.agreement set valid = daterange('2026-01-01', registers.london_today() + 31)
     where agreement_id = 'safeguarding-network'`,
  )
  assert.ok((await agreementsEndingSoon(reader)).some(agreement => agreement.id === 'safeguarding-network'))
  assert.equal(
    (await agreementsEndingSoon(reader, 29)).some(agreement => agreement.id === 'safeguarding-network'),
    false,
  )
})

test('a sign-in leads to the practitioners bound to it today: two roles where there are two, none for a leaver', async () => {
  await owner.query(
    `insert into registers.practitioner (practitioner_id, partner_id, worker_id, name, role_id, team, valid) values
     ('one-school/w1', 'one-school', 'w1', 'Ada', 'school-safeguarding-lead', null, '(,)'),
     ('one-police/w2', 'one-police', 'w2', 'Ben', 'police-officer', 'North', '(,)'),
     ('one-police/w3', 'one-police', 'w3', 'Cy', 'police-officer', null, daterange(null, registers.london_today())),
     ('one-police/w4', 'one-police', 'w4', 'Di', 'no-such-role', null, '(,)')`,
  )
  const missing = await bindDemonstrationSignIns(owner, 'https://issuer', [
    { subject: 'ada', practitionerId: 'one-school/w1' },
    { subject: 'ada', practitionerId: 'one-police/w2' },
    { subject: 'cy', practitionerId: 'one-police/w3' },
    { subject: 'di', practitionerId: 'one-police/w4' },
    { subject: 'ed', practitionerId: 'one-police/nobody' },
  ])
  assert.deepEqual(missing, ['one-police/nobody'])
  const roles = async (subject: string, issuer = 'https://issuer') =>
    (await findPractitioners(reader, issuer, subject)).map(practitioner => practitioner.role)
  assert.deepEqual(await roles('ada'), ['police-officer', 'school-safeguarding-lead'])
  assert.deepEqual(await roles('cy'), [], 'a leaver')
  assert.deepEqual(await roles('di'), [], 'a role that is not registered')
  assert.deepEqual(await roles('ada', 'https://other'), [], 'another issuer’s subject of that name')
  assert.equal((await findPractitioner(reader, 'one-police/w2'))?.partnerKind, 'police')
  assert.equal(await findPractitioner(reader, 'one-police/w3'), undefined)
})

test('a binding that an administrator ended is not made again', async () => {
  await owner.query(
    `update registers.practitioner_sign_in set valid = daterange(null, registers.london_today()) where subject = 'ada'`,
  )
  await bindDemonstrationSignIns(owner, 'https://issuer', [
    { subject: 'ada', practitionerId: 'one-school/w1' },
  ])
  assert.deepEqual(await findPractitioners(reader, 'https://issuer', 'ada'), [])
})
