import { ending, filled, present, text } from '../../columns.ts'
import { type Draft, table } from '../../contract.ts'
import { isAdoption, sealBeforeAdoption } from '../adoption.ts'
import { period, statusAt } from '../period.ts'
import { day, words } from './fields.ts'
import { workerOf } from './helpers.ts'

/** Services that work with the child as a whole: early help and the referral to children's social care. */

export const earlyHelp = table({
  scope: 'ssd_early_help_episodes',
  columns: {
    earl_episode_id: filled(text),
    earl_person_id: filled(text),
    earl_episode_start_date: present(day),
    earl_episode_end_date: ending(present(day)),
    earl_episode_organisation: words,
    earl_episode_worker_id: words,
  },
  records: (row, context) => {
    const { from, to } = period(
      row.earl_episode_start_date,
      row.earl_episode_end_date,
      'earl_episode_end_date',
      context,
    )
    return [
      {
        scope: 'ssd_early_help_episodes',
        sourceRef: row.earl_episode_id ?? '',
        person: row.earl_person_id,
        from,
        to,
        content: {
          'early-help': {
            service: 'Early help',
            organisation: row.earl_episode_organisation,
            ...workerOf(row.earl_episode_worker_id, undefined, context),
            status: statusAt(to, context.today),
            from,
            to,
          },
        },
      },
    ]
  },
})

export const cinEpisodes = table({
  scope: 'ssd_cin_episodes',
  columns: {
    cine_referral_id: filled(text),
    cine_person_id: filled(text),
    cine_referral_date: present(day),
    cine_close_date: ending(present(day)),
    cine_close_reason: words,
    cine_referral_team: words,
  },
  records: (row, context) => {
    const { from, to } = period(row.cine_referral_date, row.cine_close_date, 'cine_close_date', context)
    const person = row.cine_person_id ?? ''
    const referral: Draft = {
      scope: 'ssd_cin_episodes',
      sourceRef: row.cine_referral_id ?? '',
      person,
      from,
      to,
      content: {
        'childrens-social-care': {
          service: "Children's social care",
          // Whoever took the referral is not the one who helps: the team can be rung, no worker is named.
          ...workerOf(undefined, row.cine_referral_team, context),
          status: statusAt(to, context.today),
          from,
          to,
          detail: 'Referred to children’s social care',
        },
      },
    }
    if (!isAdoption(row.cine_close_reason)) return [referral]
    return [referral, sealBeforeAdoption('ssd_cin_episodes', context.partnerId, person)]
  },
})
