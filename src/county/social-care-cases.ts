/**
 * What social care does for a child, table by table: referrals, plans, care, and the workers' time.
 */
import { isoDay } from './days.ts'
import type { SocialCare } from './social-care.ts'
import { optionalDay } from './social-care.ts'
import type { CaseWorker, Workforce } from './workforce.ts'

/** A worker's time with a child. */
export function putInvolvement(
  care: SocialCare,
  ref: string,
  about: { worker: CaseWorker; role: string; from: number; to: number | undefined; referral: string },
): void {
  care.tables.ssd_involvements.put({
    invo_involvements_id: care.number('INV', ref),
    invo_professional_id: about.worker.professionalId,
    invo_professional_role_id: about.role,
    invo_professional_team: about.worker.team.id,
    invo_person_id: ref,
    invo_involvement_start_date: isoDay(about.from),
    invo_involvement_end_date: optionalDay(about.to),
    invo_worker_change_reason: about.to === undefined ? '' : 'Case closed',
    invo_referral_id: about.referral,
  })
}

/** A referral that became a period in need; gives its number. */
export function putReferral(
  care: SocialCare,
  ref: string,
  about: {
    workforce: Workforce
    from: number
    to: number | undefined
    need: string
    source: readonly [code: string, says: string]
    assessed: boolean
    /** Why it was closed, where not because the need had ended: RC1 for an adoption. */
    closed?: 'RC1'
  },
): string {
  const referral = care.number('CIN', ref)
  const { from, to, need, assessed } = about
  const closed = to === undefined ? '' : (about.closed ?? 'RC8')
  const source = about.source[0]
  care.returns.of(ref).referrals.push({ referral, from, to, need, source, assessed, closed })
  care.tables.ssd_cin_episodes.put({
    cine_referral_id: referral,
    cine_person_id: ref,
    cine_referral_date: isoDay(about.from),
    cine_cin_primary_need_code: about.need,
    cine_referral_source_code: about.source[0],
    cine_referral_source_desc: about.source[1],
    cine_referral_outcome_json: JSON.stringify({
      SINGLE_ASSESSMENT_FLAG: about.assessed ? 'Y' : 'N',
      NFA_FLAG: about.assessed ? 'N' : 'Y',
    }),
    cine_referral_nfa: about.assessed ? 'N' : 'Y',
    cine_close_reason: closed,
    cine_close_date: optionalDay(about.to),
    cine_referral_team: about.workforce.mash.team.id,
    cine_referral_worker_id: about.workforce.mash.professionalId,
  })
  return referral
}

interface Planned {
  referral: string
  worker: CaseWorker
  from: number
  to: number | undefined
}

/** A child-in-need plan with its worker. */
export function putInNeedPlan(care: SocialCare, ref: string, about: Planned): void {
  const { referral, from, to } = about
  care.returns.of(ref).plans.push({ referral, kind: 'in-need', from, to, category: '' })
  care.tables.ssd_cin_plans.put({
    cinp_cin_plan_id: care.number('CNP', ref),
    cinp_referral_id: about.referral,
    cinp_person_id: ref,
    cinp_cin_plan_start_date: isoDay(about.from),
    cinp_cin_plan_end_date: optionalDay(about.to),
    cinp_cin_plan_team: about.worker.team.id,
    cinp_cin_plan_worker_id: about.worker.professionalId,
  })
}

/** An enquiry under section 47 of the Children Act 1989 and the child-protection plan that followed. */
export function putProtectionPlan(
  care: SocialCare,
  ref: string,
  about: Planned & { category: string },
): void {
  const { referral, from, to, category } = about
  care.returns.of(ref).plans.push({ referral, kind: 'protection', from, to, category })
  care.tables.ssd_s47_enquiry.put({
    s47e_s47_enquiry_id: care.number('S47', ref),
    s47e_referral_id: about.referral,
    s47e_person_id: ref,
    s47e_s47_start_date: isoDay(about.from - 12),
    s47e_s47_end_date: isoDay(about.from - 1),
    s47e_s47_nfa: 'N',
    s47e_s47_outcome_json: JSON.stringify({ OUTCOME_CP_CONFERENCE_FLAG: 'Y' }),
    s47e_s47_completed_by_team: about.worker.team.id,
    s47e_s47_completed_by_worker_id: about.worker.professionalId,
  })
  care.tables.ssd_cp_plans.put({
    cppl_cp_plan_id: care.number('CPP', ref),
    cppl_referral_id: about.referral,
    cppl_icpc_id: care.number('ICP', ref),
    cppl_person_id: ref,
    cppl_cp_plan_start_date: isoDay(about.from),
    cppl_cp_plan_end_date: optionalDay(about.to),
    cppl_cp_plan_ola: 'N',
    cppl_cp_plan_initial_category: about.category,
    cppl_cp_plan_latest_category: about.category,
  })
}

export interface CareEntry {
  referral: string
  from: number
  to: number | undefined
  /** Why care ended: E11 for an adoption, E4A at eighteen. */
  ceased: string
  placementPostcode: string
  distance: number
  placementType: string
}

/** A period in care and the placement, whose postcode is protected by its category. */
export function putCare(care: SocialCare, ref: string, about: CareEntry): void {
  care.returns.of(ref).care.push(about)
  const period = care.number('CLA', ref)
  const placement = care.number('PLC', ref)
  care.tables.ssd_cla_episodes.put({
    clae_cla_episode_id: care.number('CLE', ref),
    clae_person_id: ref,
    clae_cla_placement_id: placement,
    clae_cla_episode_start_date: isoDay(about.from),
    clae_cla_episode_start_reason: 'S',
    clae_cla_primary_need_code: 'N1',
    clae_cla_episode_ceased_date: optionalDay(about.to),
    clae_cla_episode_ceased_reason: about.ceased,
    clae_cla_id: period,
    clae_referral_id: about.referral,
    clae_cla_last_iro_contact_date: isoDay((about.to ?? about.from) + (about.to === undefined ? 20 : -20)),
    clae_entered_care_date: isoDay(about.from),
  })
  care.tables.ssd_cla_placement.put({
    clap_cla_placement_id: placement,
    clap_cla_id: period,
    clap_person_id: ref,
    clap_cla_placement_start_date: isoDay(about.from),
    clap_cla_placement_type: about.placementType,
    clap_cla_placement_distance: String(about.distance),
    clap_cla_placement_provider: 'PR1',
    clap_cla_placement_postcode: about.placementPostcode,
    clap_cla_placement_end_date: optionalDay(about.to),
  })
}

/** A time when the child was missing; an open one has no end. */
export function putMissing(care: SocialCare, ref: string, from: number, to: number | undefined): void {
  care.returns.of(ref).missing.push({ from, to })
  care.tables.ssd_missing.put({
    miss_table_id: care.number('MIS', ref),
    miss_person_id: ref,
    miss_missing_episode_start_date: isoDay(from),
    miss_missing_episode_type: 'M',
    miss_missing_episode_end_date: optionalDay(to),
    miss_missing_rhi_offered: to === undefined ? '' : 'Y',
    miss_missing_rhi_accepted: to === undefined ? '' : 'N',
  })
}

/** A young person who has left care and the adviser who keeps in touch. */
export function putCareLeaver(
  care: SocialCare,
  ref: string,
  worker: CaseWorker,
  latestContact: number,
): void {
  care.tables.ssd_care_leavers.put({
    clea_table_id: care.number('CLV', ref),
    clea_person_id: ref,
    clea_care_leaver_eligibility: 'Former relevant child',
    clea_care_leaver_in_touch: 'Y',
    clea_care_leaver_latest_contact: isoDay(latestContact),
    clea_care_leaver_personal_advisor: worker.name,
    clea_care_leaver_allocated_team: worker.team.id,
    clea_care_leaver_worker_id: worker.professionalId,
  })
}

/** What the child said: nothing outside social care may keep it. */
export function putVoice(care: SocialCare, ref: string): void {
  care.tables.ssd_voice_of_child.put({
    voch_table_id: care.number('VOC', ref),
    voch_person_id: ref,
    voch_explained_worries: 'Y',
    voch_plan_safe: 'Y',
  })
}
