/**
 * The Standard Safeguarding Dataset's tables as children's social care and early help send them, with two things in
 * them that no reader may keep: a column that the dataset does not know, and a table of what children said.
 * Source: data-to-insight/ssd-data-model, release 1.4.
 */
import type { Delivery, Table } from './delivery-writer.ts'

export const SOCIAL_CARE_CONTRACT = 'ssd/1.4'
export const SOCIAL_CARE_PARTNER = 'lancs-csc'
export const EARLY_HELP_PARTNER = 'lancs-early-help'

/** What either office sends: its persons, its workers and their teams. The key is the file's name without `.csv`. */
const OFFICE_HEADERS = {
  ssd_person:
    'pers_legacy_id,pers_person_id,pers_upn,pers_forename,pers_surname,pers_sex,pers_gender,pers_ethnicity,pers_dob,pers_single_unique_id,pers_upn_unknown,pers_send_flag,pers_expected_dob,pers_death_date,pers_is_mother,pers_nationality',
  ssd_address:
    'addr_table_id,addr_person_id,addr_address_type,addr_address_start_date,addr_address_end_date,addr_address_postcode,addr_address_json',
  ssd_linked_identifiers:
    'link_table_id,link_person_id,link_identifier_type,link_identifier_value,link_valid_from_date,link_valid_to_date',
  ssd_family: 'fami_table_id,fami_family_id,fami_person_id',
  ssd_mother: 'moth_table_id,moth_person_id,moth_childs_person_id,moth_childs_dob',
  ssd_professionals:
    'prof_professional_id,prof_staff_id,prof_professional_name,prof_social_worker_registration_no,prof_agency_worker_flag,prof_professional_job_title,prof_professional_caseload,prof_professional_department,prof_full_time_equivalency',
  ssd_department: 'dept_team_id,dept_team_name,dept_team_parent_id,dept_team_parent_name',
  department_contacts: 'dept_team_id,phone,duty_phone,email',
} as const

/** Early help's tables. Its episodes stand here only: social care's file can give another partner's worker nothing. */
export const EARLY_HELP_HEADERS = {
  ...OFFICE_HEADERS,
  ssd_early_help_episodes:
    'earl_episode_id,earl_person_id,earl_episode_start_date,earl_episode_end_date,earl_episode_reason,earl_episode_end_reason,earl_episode_organisation,earl_episode_worker_id',
} as const

export const SOCIAL_CARE_HEADERS = {
  ...OFFICE_HEADERS,
  ssd_cin_episodes:
    'cine_referral_id,cine_person_id,cine_referral_date,cine_cin_primary_need_code,cine_referral_source_code,cine_referral_source_desc,cine_referral_outcome_json,cine_referral_nfa,cine_close_reason,cine_close_date,cine_referral_team,cine_referral_worker_id',
  ssd_cin_plans:
    'cinp_cin_plan_id,cinp_referral_id,cinp_person_id,cinp_cin_plan_start_date,cinp_cin_plan_end_date,cinp_cin_plan_team,cinp_cin_plan_worker_id',
  ssd_s47_enquiry:
    's47e_s47_enquiry_id,s47e_referral_id,s47e_person_id,s47e_s47_start_date,s47e_s47_end_date,s47e_s47_nfa,s47e_s47_outcome_json,s47e_s47_completed_by_team,s47e_s47_completed_by_worker_id',
  ssd_cp_plans:
    'cppl_cp_plan_id,cppl_referral_id,cppl_icpc_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date,cppl_cp_plan_ola,cppl_cp_plan_initial_category,cppl_cp_plan_latest_category',
  ssd_cla_episodes:
    'clae_cla_episode_id,clae_person_id,clae_cla_placement_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,clae_cla_primary_need_code,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason,clae_cla_id,clae_referral_id,clae_cla_last_iro_contact_date,clae_entered_care_date',
  ssd_cla_placement:
    'clap_cla_placement_id,clap_cla_id,clap_person_id,clap_cla_placement_start_date,clap_cla_placement_type,clap_cla_placement_urn,clap_cla_placement_distance,clap_cla_placement_provider,clap_cla_placement_postcode,clap_cla_placement_end_date,clap_cla_placement_change_reason',
  ssd_missing:
    'miss_table_id,miss_person_id,miss_missing_episode_start_date,miss_missing_episode_type,miss_missing_episode_end_date,miss_missing_rhi_offered,miss_missing_rhi_accepted',
  ssd_care_leavers:
    'clea_table_id,clea_person_id,clea_care_leaver_eligibility,clea_care_leaver_in_touch,clea_care_leaver_latest_contact,clea_care_leaver_personal_advisor,clea_care_leaver_allocated_team,clea_care_leaver_worker_id',
  ssd_involvements:
    'invo_involvements_id,invo_professional_id,invo_professional_role_id,invo_professional_team,invo_person_id,invo_involvement_start_date,invo_involvement_end_date,invo_worker_change_reason,invo_referral_id',
  ssd_voice_of_child:
    'voch_table_id,voch_person_id,voch_explained_worries,voch_story_help_understand,voch_agree_worker,voch_plan_safe,voch_tablet_help_explain',
} as const

/** A column that some local system adds to `ssd_person`; a reader that keeps it has not minimised. */
export const UNDECLARED_COLUMN = 'pers_local_note'

type Headers = { ssd_person: string }
type WithNote<Known extends Headers> = Omit<Known, 'ssd_person'> & {
  ssd_person: `${Known['ssd_person']},pers_local_note`
}
type TablesOf<Known extends Headers> = {
  [Name in keyof WithNote<Known>]: Table<WithNote<Known>[Name] & string>
}

export type OfficeTables = TablesOf<typeof OFFICE_HEADERS>
export type SocialCareTables = TablesOf<typeof SOCIAL_CARE_HEADERS>
export type EarlyHelpTables = TablesOf<typeof EARLY_HELP_HEADERS>

/** Opens every table of social care's delivery. */
export async function openSocialCareTables(delivery: Delivery): Promise<SocialCareTables> {
  return (await openTables(delivery, SOCIAL_CARE_HEADERS)) as unknown as SocialCareTables
}

/** Opens every table of early help's delivery. */
export async function openEarlyHelpTables(delivery: Delivery): Promise<EarlyHelpTables> {
  return (await openTables(delivery, EARLY_HELP_HEADERS)) as unknown as EarlyHelpTables
}

async function openTables(delivery: Delivery, headers: Headers): Promise<Record<string, Table<string>>> {
  const tables: Record<string, Table<string>> = {}
  for (const [name, header] of Object.entries(headers)) {
    const local = name === 'ssd_person' ? `,${UNDECLARED_COLUMN}` : ''
    tables[name] = await delivery.table(`${name}.csv`, header + local)
  }
  return tables
}
