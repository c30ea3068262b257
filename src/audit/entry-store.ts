import type { Queryable } from '../kit/database.ts'
import type { NewEntry } from './append.ts'

export type StoredEntry = Omit<NewEntry, 'personId'> & {
  subjectKey: Buffer | undefined
  policyVersion: string
  salt: Buffer
  commitment: Buffer
}

/** The pseudonyms of persons in the log; one that has none yet is given the key proposed. */
export async function ensureSubjectKeys(
  client: Queryable,
  proposed: { personId: string; key: Buffer }[],
): Promise<Map<string, Buffer>> {
  if (proposed.length === 0) return new Map()
  const ids = proposed.map(p => p.personId)
  await client.query(
    `insert into audit.subject_key (person_id, subject_key)
     select * from unnest($1::uuid[], $2::bytea[]) on conflict (person_id) do nothing`,
    [ids, proposed.map(p => p.key)],
  )
  return await findSubjectKeys(client, ids)
}

export async function findSubjectKeys(
  client: Queryable,
  personIds: readonly string[],
): Promise<Map<string, Buffer>> {
  const { rows } = await client.query<{ personId: string; key: Buffer }>(
    `select person_id as "personId", subject_key as key from audit.subject_key where person_id = any ($1::uuid[])`,
    [personIds],
  )
  return new Map(rows.map(row => [row.personId, row.key]))
}

export async function insertEntries(client: Queryable, entries: readonly StoredEntry[]): Promise<void> {
  await client.query(
    `insert into audit.entry (kind, outcome, practitioner_id, partner_id, role_id, purpose_id, reason, subject_key,
       membership_version, policy_version, receipt_id, detail, salt, commitment)
     select kind, outcome, practitioner_id, partner_id, role_id, purpose_id, reason, decode(subject_key, 'hex'),
            membership_version, policy_version, receipt_id, detail, decode(salt, 'hex'), decode(commitment, 'hex')
     from jsonb_to_recordset($1::jsonb) as x (kind text, outcome text, practitioner_id text, partner_id text,
       role_id text, purpose_id text, reason text, subject_key text, membership_version bigint, policy_version text,
       receipt_id text, detail jsonb, salt text, commitment text)`,
    [
      JSON.stringify(
        entries.map(e => ({
          kind: e.kind,
          outcome: e.outcome,
          practitioner_id: e.practitionerId,
          partner_id: e.partnerId,
          role_id: e.roleId,
          purpose_id: e.purposeId,
          reason: e.reason,
          subject_key: e.subjectKey?.toString('hex'),
          membership_version: e.membershipVersion,
          policy_version: e.policyVersion,
          receipt_id: e.receiptId,
          detail: e.detail,
          salt: e.salt.toString('hex'),
          commitment: e.commitment.toString('hex'),
        })),
      ),
    ],
  )
}

export type LoggedUse = {
  entryId: number
  occurredAt: Date
  kind: string
  outcome: string
  practitionerId: string | null
  practitionerName: string | null
  partnerName: string | null
  roleName: string | null
  purposeName: string | null
  reason: string | null
  receiptId: string | null
  detail: Record<string, unknown>
  /** Whether it was about somebody: there may be other uses of the same person's records. */
  aboutPerson: boolean
}

const USE = `
  select e.entry_id as "entryId", e.occurred_at as "occurredAt", e.kind, e.outcome,
         e.practitioner_id as "practitionerId", w.name as "practitionerName", p.name as "partnerName",
         r.name as "roleName", u.name as "purposeName", e.reason, e.receipt_id as "receiptId", e.detail,
         e.subject_key is not null as "aboutPerson"
  from audit.entry e
  left join registers.practitioner w on w.practitioner_id = e.practitioner_id
  left join registers.partner p on p.partner_id = e.partner_id
  left join registers.role r on r.role_id = e.role_id
  left join registers.purpose u on u.purpose_id = e.purpose_id`

/** Whose uses: of all partners, or of one partner's team. */
export type UsesOf = { partnerId?: string; team?: string }

/** Every use of one person's records, newest first: under each pseudonym that the person has had. */
export async function findUsesOfSubjects(
  client: Queryable,
  subjectKeys: Buffer[],
  of: UsesOf,
  most: number,
): Promise<LoggedUse[]> {
  const { rows } = await client.query<LoggedUse>(
    `${USE} where e.subject_key = any ($1::bytea[]) and ($2::text is null or e.partner_id = $2)
       and ($3::text is null or w.team = $3)
     order by e.entry_id desc limit $4`,
    [subjectKeys, of.partnerId ?? null, of.team ?? null, most],
  )
  return rows
}

/** The pseudonym of the person whom an entry is about. */
export async function findSubjectOfEntry(client: Queryable, entryId: number): Promise<Buffer | undefined> {
  const { rows } = await client.query<{ key: Buffer | null }>(
    'select subject_key as key from audit.entry where entry_id = $1',
    [entryId],
  )
  return rows[0]?.key ?? undefined
}

/** The latest uses of any records, newest first; of one partner's practitioners or team where given. */
export async function findLatestUses(
  client: Queryable,
  within: UsesOf & { receiptId?: string; before?: number },
  most: number,
): Promise<LoggedUse[]> {
  const { rows } = await client.query<LoggedUse>(
    `${USE} where ($1::text is null or e.partner_id = $1) and ($2::text is null or w.team = $2)
       and ($3::text is null or e.receipt_id = $3) and ($4::bigint is null or e.entry_id < $4)
     order by e.entry_id desc limit $5`,
    [within.partnerId ?? null, within.team ?? null, within.receiptId ?? null, within.before ?? null, most],
  )
  return rows
}
