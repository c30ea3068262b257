import { alsoCalled, type Columns, ending, type Field, filled, present, text } from '../../columns.ts'
import { type Draft, table } from '../../contract.ts'
import type { Plan } from '../../sections.ts'
import { isAdoption, sealBeforeAdoption } from '../adoption.ts'
import { period } from '../period.ts'
import { day, postcode, unlessBlank, words } from './fields.ts'
import { workerOf } from './helpers.ts'
import { missingKind } from './persons.ts'

/** Plans by kind and dates only: what stands in them stays with the case. */

type PlanColumns = { id: string; idAlso?: string; person: string; start: string; end: string }

function planTable(scope: string, type: Plan['type'], names: PlanColumns) {
  const columns: Columns = {
    [names.id]: alsoCalled(filled(text), ...(names.idAlso === undefined ? [] : [names.idAlso])),
    [names.person]: filled(text),
    [names.start]: present(day),
    [names.end]: ending(present(day)),
  } satisfies Record<string, Field<string>>
  return table({
    scope,
    columns,
    records: (row, context) => {
      const field = (name: string) => row[name] as string | undefined
      const { from, to } = period(field(names.start), field(names.end), names.end, context)
      return [
        {
          scope,
          sourceRef: field(names.id) ?? '',
          person: field(names.person),
          from,
          to,
          content: { 'care-plans': { type, from, to } },
        },
      ]
    },
  })
}

export const cinPlans = planTable('ssd_cin_plans', 'child in need', {
  id: 'cinp_cin_plan_id',
  idAlso: 'cin_plan_id',
  person: 'cinp_person_id',
  start: 'cinp_cin_plan_start_date',
  end: 'cinp_cin_plan_end_date',
})

export const s47Enquiry = planTable('ssd_s47_enquiry', 'section 47 enquiry', {
  id: 's47e_s47_enquiry_id',
  person: 's47e_person_id',
  start: 's47e_s47_start_date',
  end: 's47e_s47_end_date',
})

export const cpPlans = planTable('ssd_cp_plans', 'child protection', {
  id: 'cppl_cp_plan_id',
  person: 'cppl_person_id',
  start: 'cppl_cp_plan_start_date',
  end: 'cppl_cp_plan_end_date',
})

/** An episode that ended in an adoption closes who the child was. */
export const claEpisodes = table({
  scope: 'ssd_cla_episodes',
  columns: {
    clae_cla_episode_id: filled(text),
    clae_person_id: filled(text),
    clae_cla_episode_start_date: present(day),
    clae_cla_episode_ceased_date: ending(present(alsoCalled(day, 'clae_cla_episode_ceased'))),
    clae_cla_episode_ceased_reason: words,
  },
  records: (row, context) => {
    const { clae_cla_episode_start_date: start, clae_cla_episode_ceased_date: end } = row
    const { from, to } = period(start, end, 'clae_cla_episode_ceased_date', context)
    const person = row.clae_person_id ?? ''
    const episode: Draft = {
      scope: 'ssd_cla_episodes',
      sourceRef: row.clae_cla_episode_id ?? '',
      person,
      from,
      to,
      content: { 'care-plans': { type: 'looked after', from, to } },
    }
    if (!isAdoption(row.clae_cla_episode_ceased_reason)) return [episode]
    return [episode, sealBeforeAdoption('ssd_cla_episodes', context.partnerId, person)]
  },
})

/** Where a looked-after child is placed has a section of its own, which only the child's own care team may see. */
export const claPlacement = table({
  scope: 'ssd_cla_placement',
  columns: {
    clap_cla_placement_id: filled(text),
    clap_person_id: filled(text),
    clap_cla_placement_start_date: present(day),
    clap_cla_placement_end_date: ending(present(day)),
    clap_cla_placement_postcode: present(postcode),
  },
  records: (row, context) => {
    const { from, to } = period(
      row.clap_cla_placement_start_date,
      row.clap_cla_placement_end_date,
      'clap_cla_placement_end_date',
      context,
    )
    return [
      {
        scope: 'ssd_cla_placement',
        sourceRef: row.clap_cla_placement_id ?? '',
        person: row.clap_person_id,
        from,
        to,
        content: {
          'placement-address': {
            postcode: row.clap_cla_placement_postcode,
            type: 'placement',
            from,
            to,
          },
        },
      },
    ]
  },
})

export const missing = table({
  scope: 'ssd_missing',
  columns: {
    miss_table_id: filled(text),
    miss_person_id: filled(text),
    miss_missing_episode_start_date: present(day),
    miss_missing_episode_type: unlessBlank(missingKind),
    miss_missing_episode_end_date: ending(present(day)),
  },
  records: (row, context) => {
    const { from, to } = period(
      row.miss_missing_episode_start_date,
      row.miss_missing_episode_end_date,
      'miss_missing_episode_end_date',
      context,
    )
    return [
      {
        scope: 'ssd_missing',
        sourceRef: row.miss_table_id ?? '',
        person: row.miss_person_id,
        from,
        to,
        content: { alerts: { type: row.miss_missing_episode_type ?? 'Missing', from, to } },
      },
    ]
  },
})

export const careLeavers = table({
  scope: 'ssd_care_leavers',
  columns: {
    clea_table_id: filled(text),
    clea_person_id: filled(text),
    clea_care_leaver_latest_contact: day,
    clea_care_leaver_personal_advisor: words,
    clea_care_leaver_allocated_team: words,
    clea_care_leaver_worker_id: words,
  },
  records: (row, context) => [
    {
      scope: 'ssd_care_leavers',
      sourceRef: row.clea_table_id ?? '',
      person: row.clea_person_id,
      content: {
        'care-plans': { type: 'care leaver' },
        'childrens-social-care': {
          service: 'Leaving care',
          ...workerOf(row.clea_care_leaver_worker_id, row.clea_care_leaver_allocated_team, context),
          workerName: row.clea_care_leaver_personal_advisor,
          status: 'current',
          lastContact: row.clea_care_leaver_latest_contact,
        },
      },
    },
  ],
})
