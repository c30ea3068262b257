import { ending, filled, present, text } from '../../columns.ts'
import { type Context, table } from '../../contract.ts'
import type { Involvement } from '../../sections.ts'
import { period, statusAt } from '../period.ts'
import { day, words } from './fields.ts'

/** Who works with a child, and how to reach them. The small tables are looked up and not kept as records. */

export const department = table({
  scope: 'ssd_department',
  columns: { dept_team_id: filled(text), dept_team_name: present(text) },
  referredToBy: row => [row.dept_team_id ?? ''],
  records: () => [],
})

/** The data set has no telephone numbers, so the county sends them beside it. */
export const departmentContacts = table({
  scope: 'department_contacts',
  columns: { dept_team_id: filled(text), phone: words, duty_phone: words, email: words },
  referredToBy: row => [row.dept_team_id ?? ''],
  records: () => [],
})

export const professionals = table({
  scope: 'ssd_professionals',
  columns: {
    prof_professional_id: filled(text),
    prof_staff_id: present(words),
    prof_professional_name: present(text),
    prof_professional_job_title: words,
    prof_professional_department: words,
  },
  // Tables name a worker by the one or the other number; both lead here.
  referredToBy: row => [row.prof_professional_id, row.prof_staff_id].filter(id => id !== undefined),
  records: () => [],
})

export const involvements = table({
  scope: 'ssd_involvements',
  columns: {
    invo_involvements_id: filled(text),
    invo_professional_id: present(words),
    invo_professional_role_id: words,
    invo_professional_team: words,
    invo_person_id: filled(text),
    invo_involvement_start_date: present(day),
    invo_involvement_end_date: ending(present(day)),
  },
  records: (row, context) => {
    const { from, to } = period(
      row.invo_involvement_start_date,
      row.invo_involvement_end_date,
      'invo_involvement_end_date',
      context,
    )
    const worker = workerOf(row.invo_professional_id, row.invo_professional_team, context)
    const workerRole = row.invo_professional_role_id ?? worker.workerRole
    const involvement = { ...worker, workerRole, status: statusAt(to, context.today), from, to }
    return [
      {
        scope: 'ssd_involvements',
        sourceRef: row.invo_involvements_id ?? '',
        person: row.invo_person_id,
        from,
        to,
        content: isEarlyHelp(workerRole)
          ? { 'early-help': { service: 'Early help', ...involvement } }
          : { 'childrens-social-care': { service: "Children's social care", ...involvement } },
      },
    ]
  },
})

/** The table mixes both services; a family with early help must not look as if social care were involved. */
function isEarlyHelp(role: string | undefined): boolean {
  return role !== undefined && /early help/i.test(role)
}

type Worker = Pick<
  Involvement,
  'workerId' | 'workerName' | 'workerRole' | 'team' | 'teamId' | 'phone' | 'dutyPhone' | 'email'
>

/**
 * The worker as the county registers them (by staff number) and the team with its telephone. A number that the
 * professionals table does not explain is taken for the staff number itself.
 */
export function workerOf(
  professional: string | undefined,
  team: string | undefined,
  context: Context,
): Worker {
  const who = context.lookUp('ssd_professionals', professional)
  const teamId = team ?? textOf(who?.['prof_professional_department'])
  const contact = context.lookUp('department_contacts', teamId)
  return {
    workerId: textOf(who?.['prof_staff_id']) ?? professional,
    workerName: textOf(who?.['prof_professional_name']),
    workerRole: textOf(who?.['prof_professional_job_title']),
    team: textOf(context.lookUp('ssd_department', teamId)?.['dept_team_name']) ?? teamId,
    teamId,
    phone: textOf(contact?.['phone']) ?? textOf(contact?.['duty_phone']),
    dutyPhone: textOf(contact?.['duty_phone']),
    email: textOf(contact?.['email']),
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
