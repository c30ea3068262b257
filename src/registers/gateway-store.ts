import type { Queryable } from '../kit/database.ts'
import type { GatewayEntry } from './register-schemas.ts'

/** Writes gateways as the files state them, in place of what stood. */
export async function writeGateways(client: Queryable, gateways: GatewayEntry[]): Promise<void> {
  const rows = gateways.map(({ categories, ...rest }) => ({ ...rest, ...categories }))
  await client.query(
    `insert into registers.gateway (gateway_id, position, statute, section, kind, extent, says, in_force_from,
       in_force_to, status, supporting_only, disclosers, recipients, subjects, purposes, categories_allow,
       categories_deny, tier, consent_rule, inform_family_rule, confidentiality_test, art6, art9, sch1_condition,
       art10, onward_use, offence_note, code_of_practice, evidence_required, source, checked, checked_by, checked_on)
     select f.id, f.position, f.statute, f.section, f.kind, f.extent, f.says, f."inForceFrom", f."inForceTo",
       f.status, f."supportingOnly", f.disclosers, f.recipients, f.subjects, f.purposes, f.allow, f.deny, f.tier,
       f."consentRule", f."informFamilyRule", f."confidentialityTest", f.art6, f.art9, f."sch1Condition", f.art10,
       f."onwardUse", f."offenceNote", f."codeOfPractice", f."evidenceRequired", f.source, f.checked, f."checkedBy",
       f."checkedOn"
     from jsonb_to_recordset($1::jsonb) as f(id text, position integer, statute text, section text, kind text,
       extent text, says text, "inForceFrom" date, "inForceTo" date, status text, "supportingOnly" boolean,
       disclosers text[], recipients text[], subjects jsonb, purposes text[], allow text[], deny text[], tier text,
       "consentRule" text, "informFamilyRule" text, "confidentialityTest" text, art6 text[], art9 text[],
       "sch1Condition" text, art10 text, "onwardUse" text, "offenceNote" text, "codeOfPractice" text,
       "evidenceRequired" text[], source text, checked boolean, "checkedBy" text, "checkedOn" date)
     on conflict (gateway_id) do update set position = excluded.position, statute = excluded.statute,
       section = excluded.section, kind = excluded.kind, extent = excluded.extent, says = excluded.says,
       in_force_from = excluded.in_force_from, in_force_to = excluded.in_force_to, status = excluded.status,
       supporting_only = excluded.supporting_only, disclosers = excluded.disclosers,
       recipients = excluded.recipients, subjects = excluded.subjects, purposes = excluded.purposes,
       categories_allow = excluded.categories_allow, categories_deny = excluded.categories_deny,
       tier = excluded.tier, consent_rule = excluded.consent_rule,
       inform_family_rule = excluded.inform_family_rule, confidentiality_test = excluded.confidentiality_test,
       art6 = excluded.art6, art9 = excluded.art9, sch1_condition = excluded.sch1_condition,
       art10 = excluded.art10, onward_use = excluded.onward_use, offence_note = excluded.offence_note,
       code_of_practice = excluded.code_of_practice, evidence_required = excluded.evidence_required,
       source = excluded.source, checked = excluded.checked, checked_by = excluded.checked_by,
       checked_on = excluded.checked_on, recorded_at = clock_timestamp()`,
    [JSON.stringify(rows)],
  )
}

/** Every gateway of the register, the county's own list first, bars last. */
export async function listGateways(client: Queryable): Promise<GatewayEntry[]> {
  const found = await client.query<GatewayEntry>(
    `select gateway_id as "id", position, statute, section, kind, extent, says, in_force_from as "inForceFrom",
       in_force_to as "inForceTo", status, supporting_only as "supportingOnly", disclosers, recipients, subjects,
       purposes, jsonb_build_object('allow', categories_allow, 'deny', categories_deny) as categories, tier,
       consent_rule as "consentRule", inform_family_rule as "informFamilyRule",
       confidentiality_test as "confidentialityTest", art6, art9, sch1_condition as "sch1Condition", art10,
       onward_use as "onwardUse", offence_note as "offenceNote", code_of_practice as "codeOfPractice",
       evidence_required as "evidenceRequired", source, checked, checked_by as "checkedBy",
       checked_on as "checkedOn"
     from registers.gateway where valid @> registers.london_today() order by position, gateway_id`,
  )
  return found.rows
}
