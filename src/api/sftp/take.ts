/**
 * Takes whole deliveries out of a drop. A delivery is first moved aside, its mark last, so that a process which dies
 * anywhere leaves it either in `in`, or aside with its mark: then the next start goes on with it. What was published
 * already is known by its data, so it is taken once, and its receipt says so.
 */

import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { rejectionsOf } from '../../access/feeds-view.ts'
import { linkSoon } from '../../access/link-soon.ts'
import { handedInDelivery } from '../../access/own-deliveries.ts'
import type { PartnerSystem } from '../../access/request.ts'
import { type DeliveryOutcome, permitSystem, takeDelivery } from '../../access/take-delivery.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Database } from '../../kit/database.ts'
import { findLiveCredential } from '../../registers/credential-store.ts'
import { type Complete, findComplete } from './complete.ts'
import { type Receipt, writeReceipt } from './receipt.ts'
import type { Root } from './root.ts'

const NOTE = 'delivery.json'
const DONE = '.done'

export type TakeOptions = {
  database: Database
  clock: Clock
  /** Lets as many deliveries be read at once as the machine bears. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>
  onError(error: unknown, says: string): void
}

/** Takes what is whole, one delivery after the other, beginning with those that an earlier process left aside. */
export async function takeWhole(options: TakeOptions, root: Root): Promise<void> {
  const system = await findLiveCredential(options.database.reader, root.clientId)
  // Files of a system that is no longer known stay unread, until it is known again or they are swept.
  if (system === undefined) return await sweepAside(root, options.clock())
  for (const left of await readdir(root.pathOf({ folder: 'taken', name: '' }))) {
    await takeAside(options, root, system, root.pathOf({ folder: 'taken', name: left }))
  }
  for (;;) {
    const { complete, waiting } = await findComplete(root)
    for (const { name, reason } of waiting) {
      const receipt = { name, outcome: 'waiting' as const, reason, at: options.clock() }
      await writeReceipt(root, { ...receipt, files: [], delivery: undefined, rejections: none() })
    }
    if (complete === undefined) return
    await takeAside(options, root, system, await moveAside(root, complete))
  }
}

async function moveAside(root: Root, { files, marker }: Complete): Promise<string> {
  const aside = await mkdtemp(root.pathOf({ folder: 'taken', name: 'delivery-' }))
  await mkdir(join(aside, 'files'), { mode: 0o700 })
  try {
    for (const name of files) await rename(root.pathOf({ folder: 'in', name }), join(aside, 'files', name))
    if (marker !== undefined) await rename(root.pathOf({ folder: 'in', name: marker }), join(aside, marker))
  } catch (error) {
    // The partner has taken a file away in this very moment.
    await giveBack(root, aside)
    throw error
  }
  return aside
}

/** Gives back to `in` what an earlier process had only begun to move. */
export async function returnUnmarked(root: Root): Promise<void> {
  for (const left of await readdir(root.pathOf({ folder: 'taken', name: '' }))) {
    const aside = root.pathOf({ folder: 'taken', name: left })
    if ((await nameOf(aside)) === undefined) await giveBack(root, aside)
  }
}

async function giveBack(root: Root, aside: string): Promise<void> {
  for (const name of await readdir(join(aside, 'files')).catch((): string[] => []))
    await rename(join(aside, 'files', name), root.pathOf({ folder: 'in', name }))
  await rm(aside, { recursive: true, force: true })
}

/** The name of the receipt, by the mark that was moved last; `undefined` where it is not there. */
async function nameOf(aside: string): Promise<string | undefined> {
  const mark = (await readdir(aside)).find(name => name.endsWith(DONE))
  if (mark !== undefined) return mark.slice(0, -DONE.length)
  const files = await readdir(join(aside, 'files')).catch((): string[] => [])
  return files.includes(NOTE) ? 'delivery' : undefined
}

async function takeAside(
  options: TakeOptions,
  root: Root,
  system: PartnerSystem,
  aside: string,
): Promise<void> {
  const { database, clock, inTurn, onError } = options
  const name = (await nameOf(aside)) ?? 'delivery'
  const files = (await readdir(join(aside, 'files'))).filter(file => file !== NOTE)
  const permitted = await permitSystem(database, system, 'SFTP')
  const only = files.length === 1 && !(await hasNote(aside)) ? (files[0] ?? '') : ''
  const outcome: DeliveryOutcome =
    permitted.outcome === 'refused'
      ? { outcome: 'refused', deliveryId: undefined, reason: permitted.says }
      : await inTurn(() => takeDelivery(database, system, { path: join(aside, 'files', only) }))
  await writeReceipt(root, await receiptOf(database, system, { name, files, at: clock() }, outcome))
  await rm(aside, { recursive: true, force: true })
  if (outcome.outcome === 'published')
    linkSoon(database).catch(error => onError(error, 'linking did not end'))
}

async function hasNote(aside: string): Promise<boolean> {
  return (await readdir(join(aside, 'files'))).includes(NOTE)
}

async function receiptOf(
  database: Database,
  system: PartnerSystem,
  about: Pick<Receipt, 'name' | 'files' | 'at'>,
  outcome: DeliveryOutcome,
): Promise<Receipt> {
  if (outcome.outcome === 'checked') throw new Error('a delivery by SFTP is never a rehearsal')
  const reason = 'reason' in outcome ? outcome.reason : null
  const { deliveryId } = outcome
  if (deliveryId === undefined)
    return { ...about, outcome: outcome.outcome, reason, delivery: undefined, rejections: none() }
  const delivery = await handedInDelivery(database, system, deliveryId)
  const rejections = rejectionsOf(database, deliveryId)
  return { ...about, outcome: outcome.outcome, reason: reason ?? delivery.said, delivery, rejections }
}

async function* none(): AsyncGenerator<never[]> {}

const DAY = 86_400_000
/** What never became whole is nobody's delivery; a receipt that was not fetched can be read again over the interface. */
const KEEP_DAYS = { in: 7, receipts: 90 } as const

/** Removes what was moved aside and is nobody's to read any more. */
async function sweepAside(root: Root, now: Date): Promise<void> {
  for (const left of await readdir(root.pathOf({ folder: 'taken', name: '' }))) {
    const aside = root.pathOf({ folder: 'taken', name: left })
    const { mtime } = await stat(aside)
    if (now.getTime() - mtime.getTime() > KEEP_DAYS.in * DAY)
      await rm(aside, { recursive: true, force: true })
  }
}

/** Removes what has lain too long. */
export async function sweepRoot(root: Root, now: Date): Promise<void> {
  for (const folder of ['in', 'receipts'] as const)
    for (const { name, changedAt } of await root.list(folder))
      if (now.getTime() - changedAt.getTime() > KEEP_DAYS[folder] * DAY)
        await rm(root.pathOf({ folder, name }), { force: true })
}
