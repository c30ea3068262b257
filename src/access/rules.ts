import type { Rule } from './rule.ts'
import { agreementLive } from './rules/agreement-live.ts'
import { confidentialAddress } from './rules/confidential-address.ts'
import { gatewayFits } from './rules/gateway-fits.ts'
import { placementAddress } from './rules/placement-address.ts'
import { policeHandling } from './rules/police-handling.ts'
import { purposeAsks } from './rules/purpose-asks.ts'
import { purposeStated } from './rules/purpose-stated.ts'
import { relationship } from './rules/relationship.ts'
import { restrictedRecord } from './rules/restricted-record.ts'
import { roleMaySee } from './rules/role-may-see.ts'
import { sealedIdentity } from './rules/sealed-identity.ts'
import { sensitiveService } from './rules/sensitive-service.ts'

/** Every access rule. Their order is only the order in which reasons are read out. */
export const rules: readonly Rule[] = [
  purposeStated,
  roleMaySee,
  agreementLive,
  purposeAsks,
  gatewayFits,
  relationship,
  sensitiveService,
  policeHandling,
  confidentialAddress,
  placementAddress,
  restrictedRecord,
  sealedIdentity,
]
