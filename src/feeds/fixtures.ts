import { join } from 'node:path'
import type { Database } from '../kit/database.ts'
import type { Draft } from './contract.ts'
import { deliver } from './deliver.ts'
import type { DeliverOptions, DeliveryOutcome } from './delivery-outcome.ts'
import { identify } from './identify.ts'
import type { Protection } from './protections.ts'
import { type DeliverySource, type Manifest, openSource } from './readers/source.ts'
import type { Rejection } from './readers/table.ts'
import { openReading } from './reading.ts'

/** What the tests of feeds share: partners, an agreement, and deliveries made of text. */

const EXAMPLES = join(import.meta.dirname, '../../examples/feeds')

/** Partners of the samples, and one signed agreement under which each of them discloses everything to the council. */
export async function registerPartners(database: Database): Promise<void> {
  await database.owner.query(`
    set role family_hub_owner;
    insert into registers.partner (partner_id, name, kind, controller_role) values
      ('lancs-council', 'Council', 'host', 'controller'),
      ('lancs-csc', 'Social care', 'childrens-social-care', 'controller'),
      ('lancs-health-visiting', 'Health visiting', 'health-visiting', 'controller'),
      ('school-8882001', 'School', 'school', 'controller');
    insert into registers.gateway
      (gateway_id, position, statute, section, kind, extent, says, in_force_from, status, supporting_only, disclosers,
       recipients, subjects, purposes, categories_allow, categories_deny, tier, consent_rule, inform_family_rule,
       confidentiality_test, art6, art9, onward_use, evidence_required, source, checked)
    values ('ca2004-s11', 1, 'Children Act 2004', '11', 'duty', 'England', 'Safeguard', '2005-10-01', 'in force', false,
       '{}', '{}', '[]', '{}', '{}', '{}', 'content', '', '', '', '{}', '{}', '', '{}', 'act', true);
    insert into registers.agreement (agreement_id, version, title, gateway_id, valid)
    values ('everyone', 1, 'Everyone', 'ca2004-s11', '[2020-01-01,2040-01-01)');
    insert into registers.agreement_term
      (agreement_id, version, term, discloser_kinds, recipient_kinds, categories, purposes, tier)
    values ('everyone', 1, 1, '{childrens-social-care,health-visiting,school}', '{host}', '{identity,school,health-visiting,childrens-social-care}', '{}', 'headline');
    insert into registers.agreement_signature (agreement_id, version, partner_id, signed_by, signed_on)
    select 'everyone', 1, partner_id, 'A director', '2020-01-01' from registers.partner;
    reset role;`)
}

export async function revokeAgreement(database: Database): Promise<void> {
  await database.owner.query(
    `update registers.agreement set revoked_at = now(), revoked_by = 'A', revoked_reason = 'B'`,
  )
}

/** A delivery made of texts by file name. */
export function sourceOfTexts(texts: Record<string, string | Buffer>, manifest?: Manifest): DeliverySource {
  const files = Object.entries(texts).map(([name, text]) => ({
    name,
    open: async function* () {
      const bytes = Buffer.from(text as string)
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
    },
  }))
  return { name: 'texts', files, manifest, close: async () => {} }
}

export async function deliverExample(
  database: Database,
  name: string,
  options: DeliverOptions = {},
): Promise<DeliveryOutcome> {
  const opened = await openSource(join(EXAMPLES, name))
  if ('refused' in opened) throw new Error(opened.refused)
  return await deliver(database, opened.source, options)
}

export const CONTACTS_HEADER =
  'local_patient_id,nhs_number,given_name,family_name,previous_family_name,birth_date,sex,address_line,postcode,uprn,gp_practice_code,service,worker_id,worker_name,worker_role,team_phone,status,start_date,last_contact_date,end_date,next_contact_due,sensitive,as_of'

/** One row of health visiting; columns by name, the rest as for an ordinary child. */
export function contactRow(columns: Record<string, string>): string {
  const row: Record<string, string> = {
    local_patient_id: 'P1',
    given_name: 'Amelia',
    family_name: 'Khan',
    birth_date: '2024-03-02',
    service: 'health-visiting',
    status: 'open',
    as_of: '2026-11-20T18:00:00Z',
    ...columns,
  }
  return CONTACTS_HEADER.split(',')
    .map(name => `"${(row[name] ?? '').replaceAll('"', '""')}"`)
    .join(',')
}

export const HEALTH: Manifest = { partner: 'lancs-health-visiting', contract: 'health-visiting/1' }

export async function deliverContacts(
  database: Database,
  rows: Record<string, string>[],
  options: DeliverOptions = {},
): Promise<DeliveryOutcome> {
  const text = [CONTACTS_HEADER, ...rows.map(contactRow), ''].join('\r\n')
  return await deliver(database, sourceOfTexts({ 'contacts.csv': text }, HEALTH), options)
}

/** Social care's persons as a snapshot of a day. */
export async function deliverPersons(
  database: Database,
  asOf: string,
  persons: { id: string; surname: string }[],
  options: DeliverOptions = {},
): Promise<DeliveryOutcome> {
  const rows = persons.map(({ id, surname }) => `${id},Sam,${surname},2015-01-01`)
  const text = ['pers_person_id,pers_forename,pers_surname,pers_dob', ...rows, ''].join('\n')
  const manifest = { partner: 'lancs-csc', contract: 'ssd/1.4', asOf }
  return await deliver(database, sourceOfTexts({ 'ssd_person.csv': text }, manifest), options)
}

/** Empties everything that deliveries have filled, as if none had ever come. */
export async function forgetDeliveries(database: Database): Promise<void> {
  await database.owner.query(
    `truncate feeds.delivery, feeds.delivery_file, feeds.rejection, feeds.source_record, feeds.sighting,
              feeds.latest_snapshot, feeds.delivery_protection`,
  )
}

/** What everyone sees now, as one hash: deliveries in another order must give the same. */
export async function liveHash(database: Database): Promise<string> {
  const found = await database.loader.query<{ hash: string }>(
    `select md5(string_agg(concat_ws('|', record_id, as_of, content, valid), e'\n' order by record_id)) as hash
     from feeds.live_record`,
  )
  return found.rows[0]?.hash ?? 'nothing'
}

export async function liveSurnames(database: Database): Promise<string[]> {
  const found = await database.loader.query<{ name: string }>(
    `select content -> 'identity' ->> 'familyName' as name from feeds.live_record
     where content ? 'identity' order by 1`,
  )
  return found.rows.map(row => row.name)
}

/** Texts read under a contract as far as the first write: what would be stored, what was dropped, what was reported. */
export async function readTexts(
  texts: Record<string, string>,
  manifest: Manifest,
): Promise<{
  drafts: Draft[]
  protections: Protection[]
  dropped: Record<string, number>
  rejections: Rejection[]
  notes?: string[]
  refused?: string
}> {
  const identified = await identify(sourceOfTexts(texts, manifest), {}, new Date('2026-11-22T12:00:00Z'))
  const read: Awaited<ReturnType<typeof readTexts>> = {
    drafts: [],
    protections: [],
    dropped: {},
    rejections: [],
  }
  if ('refused' in identified) return { ...read, refused: identified.refused }
  const reading = openReading(identified, '2026-11-22')
  for await (const batch of reading.batches()) {
    if ('refused' in batch) return { ...read, refused: batch.refused }
    read.drafts.push(...batch.drafts)
    read.rejections.push(...batch.rejections)
  }
  const protections = [...reading.protections.values()]
  return { ...read, protections, dropped: Object.fromEntries(reading.dropped), notes: identified.notes }
}
