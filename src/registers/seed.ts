import { createHash } from 'node:crypto'
import type { Queryable } from '../kit/database.ts'
import { writeGateways } from './gateway-store.ts'
import { readRegisterFiles } from './register-files.ts'
import type { GatewayEntry } from './register-schemas.ts'
import {
  writeCategories,
  writeNumbers,
  writePurposeCategories,
  writePurposes,
  writeRoleActions,
  writeRoleCategories,
  writeRolePurposes,
  writeRoles,
} from './seed-store.ts'
import { findSetting, writeSetting } from './setting-store.ts'

const GATEWAYS_AS_SEEDED = 'gateways-as-seeded'

/**
 * Brings the registers to what their files say; run at every start, by the owner, in a transaction. Roles, purposes,
 * categories and telephone numbers are exactly what the files say. Partners and practitioners come by feed, and
 * agreements by signature, so neither is written here. `demonstration` opens gateways that no lawyer has checked;
 * `folder` is for a county that keeps register files of its own.
 */
export async function seedRegisters(
  client: Queryable,
  options: { demonstration: boolean; folder?: URL },
): Promise<void> {
  const files = await readRegisterFiles(options.folder)
  await writeSetting(client, 'demonstration', options.demonstration)
  await writeRoles(client, files.roles)
  await writeRoleActions(client, files.actions)
  await writePurposes(client, files.purposes)
  await writeCategories(client, files.categories)
  await writePurposeCategories(client, files.purposes)
  await writeRolePurposes(client, files.roles)
  await writeRoleCategories(client, files.roles)
  await writeNumbers(client, files.numbers)
  await seedGateways(client, files.gateways)
}

/**
 * A gateway's row is written when its file is new or changed, and otherwise left alone: a lawyer's signature on it,
 * or an administrator's closing of it, outlives a restart. A changed file voids the signature, because nobody has
 * signed the new words.
 */
async function seedGateways(client: Queryable, gateways: GatewayEntry[]): Promise<void> {
  const seeded = new Map(Object.entries((await findSetting(client, GATEWAYS_AS_SEEDED)) ?? {}))
  const changed = gateways.filter(gateway => seeded.get(gateway.id) !== hashOf(gateway))
  if (changed.length === 0) return
  await writeGateways(client, changed)
  for (const gateway of changed) seeded.set(gateway.id, hashOf(gateway))
  await writeSetting(client, GATEWAYS_AS_SEEDED, Object.fromEntries(seeded))
}

function hashOf(gateway: GatewayEntry): string {
  return createHash('sha256').update(JSON.stringify(gateway)).digest('hex')
}
