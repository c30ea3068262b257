import type { Queryable } from '../kit/database.ts'
import {
  addAgreement,
  addAgreementTerms,
  addSignatures,
  findPartiesToSign,
  standsAsWritten,
} from './agreement-store.ts'
import { addSignIns } from './practitioner-store.ts'
import { readDemonstrationAgreements, readRegisterFiles } from './register-files.ts'
import type { AgreementEntry } from './register-schemas.ts'
import { findSetting, writeSetting } from './setting-store.ts'

const SIGNED = 'demonstration-signatures'

/**
 * Gives the demonstration its sharing agreements, signed by the partners that have been loaded. Run again, it lets
 * partners that are new sign, and leaves alone whatever stands: it never signs twice for a partner, and never signs
 * an agreement that someone has revoked or changed. Needs the registers and partners to be there.
 */
export async function seedDemonstrationAgreements(client: Queryable): Promise<void> {
  const files = await readRegisterFiles()
  const agreements = await readDemonstrationAgreements(files)
  const signed = new Map(
    Object.entries(((await findSetting(client, SIGNED)) ?? {}) as Record<string, string[]>),
  )
  for (const agreement of agreements) {
    const key = `${agreement.id}/${agreement.version}`
    signed.set(key, await seedAgreement(client, agreement, signed.get(key) ?? []))
  }
  await writeSetting(client, SIGNED, Object.fromEntries(signed))
}

/** Returns the partners that have ever signed it here, so that a signature taken away stays away. */
async function seedAgreement(
  client: Queryable,
  agreement: AgreementEntry,
  signed: string[],
): Promise<string[]> {
  const added = await addAgreement(client, agreement)
  if (added) await addAgreementTerms(client, agreement)
  else if (!(await standsAsWritten(client, agreement))) return signed
  const before = new Set(signed)
  const parties = await findPartiesToSign(client, agreement.parties)
  const newcomers = parties.filter(party => !before.has(party.partnerId))
  await addSignatures(client, agreement, newcomers)
  return [...signed, ...newcomers.map(party => party.partnerId)].toSorted()
}

/**
 * Binds the demonstration's sign-ins to practitioners, each once: a binding that an administrator ended stays ended.
 * Returns the practitioners that are not registered, whose sign-ins therefore lead nowhere.
 */
export async function bindDemonstrationSignIns(
  client: Queryable,
  issuer: string,
  people: { subject: string; practitionerId: string }[],
): Promise<string[]> {
  const registered = new Set(await addSignIns(client, issuer, people, 'demonstration'))
  return people.map(person => person.practitionerId).filter(id => !registered.has(id))
}
