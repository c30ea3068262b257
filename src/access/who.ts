import type { Practitioner } from '../registers/practitioner-store.ts'
import type { Who } from './request.ts'

/** The practitioner that a session speaks for, as decisions read them. */
export function whoOf(practitioner: Omit<Practitioner, 'partnerKind'>): Who {
  const { practitionerId, name, role, roleName, partner, partnerName, team } = practitioner
  return {
    practitionerId,
    name,
    workerId: practitionerId.slice(partner.length + 1),
    partnerId: partner,
    partnerName,
    roleId: role,
    roleName,
    team: team ?? undefined,
  }
}
