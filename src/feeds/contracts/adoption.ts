import { hash } from 'node:crypto'
import type { Draft } from '../contract.ts'

/**
 * Why care or need ended, where the child was adopted: E11 and E12 of the children looked after return, RC1 of the
 * children in need census. The Standard Safeguarding Dataset carries the code with its description behind it, or the
 * description alone. Source: DfE, "Children looked-after by local authorities: guide to submitting data" and "Children
 * in need census: guide to submitting data".
 */
const ADOPTED = /^(E11|E12|RC1|adopted)\b/i

export function isAdoption(reason: string | undefined): boolean {
  return reason !== undefined && ADOPTED.test(reason)
}

/**
 * Closes who the child was before the adoption: see the decision on what adoption seals. The seal has no first
 * day, because the old identity must not be found as of an earlier day either.
 */
export function sealBeforeAdoption(scope: string, partnerId: string, person: string): Draft {
  return {
    scope,
    sourceRef: '',
    person,
    content: {},
    protection: {
      kind: 'sealed-identity',
      namedRoles: [],
      sealGroup: sealGroupOf(partnerId, person),
      reason: 'The source says that the child was adopted',
      recordedBy: partnerId,
    },
  }
}

/**
 * Records of one group may be linked with each other and with nothing else: here all that one partner holds under one
 * reference, in whichever of its feeds.
 */
export function sealGroupOf(partnerId: string, person: string): string {
  return hash('sha256', `${partnerId}/${person}`)
}
