import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../kit/database.ts'
import { Fault } from '../kit/faults.ts'
import { deliver } from './deliver.ts'
import type { DeliverOptions, DeliveryOutcome } from './delivery-outcome.ts'
import { readHead } from './readers/inspect.ts'
import { type DeliverySource, hasManifest, openSource, type SourceFile } from './readers/source.ts'
import { recogniseContract } from './recognise.ts'

export type Loaded = { path: string; outcome: DeliveryOutcome }

export type LoadOptions = DeliverOptions & {
  /** Called when the host's register stands and before any other delivery: agreements need its partners. */
  afterRegister?: () => Promise<void>
  onOutcome?: (loaded: Loaded) => void
}

/**
 * Loads files, folders, zips, or folders of deliveries at any depth. The host's register comes first, because partners
 * must be known; then the protections, because they must stand before anyone can be seen; then the rest. A delivery
 * that is refused or broken does not stop the others.
 */
export async function loadPaths(
  database: Pick<Database, 'loader'>,
  paths: string[],
  options: LoadOptions = {},
): Promise<Loaded[]> {
  const found: Found[] = []
  for (const path of paths) found.push(...(await findDeliveries(path)))
  const loaded: Loaded[] = []
  const inTurn = async (some: Found[]) => {
    for (const one of some) {
      const outcome = await deliverPath(database, one.path, options, one.only)
      loaded.push({ path: one.path, outcome })
      options.onOutcome?.({ path: one.path, outcome })
    }
  }
  await inTurn(found.filter(one => one.contract === 'register/1'))
  await options.afterRegister?.()
  await inTurn(found.filter(one => one.contract === 'protections/1'))
  await inTurn(found.filter(one => one.contract !== 'register/1' && one.contract !== 'protections/1'))
  return loaded
}

type Found = { path: string; contract: string | undefined; only: string[] | undefined }

/** Takes the one delivery at a path; of a folder, only the files that are named, or all of them. */
export async function deliverPath(
  database: Pick<Database, 'loader'>,
  path: string,
  options: DeliverOptions,
  only?: string[],
): Promise<DeliveryOutcome> {
  try {
    const opened = await openSource(path)
    if ('refused' in opened) return { outcome: 'refused', deliveryId: undefined, reason: opened.refused }
    const source = only ? keepOnly(opened.source, only) : opened.source
    return await deliver(database, source, options).finally(source.close)
  } catch (error) {
    // A file that cannot be read is one delivery's trouble; a database that cannot be reached is everyone's.
    if (!(error instanceof Fault && error.code === 'file-unreadable')) throw error
    return { outcome: 'refused', deliveryId: undefined, reason: error.message }
  }
}

function keepOnly(source: DeliverySource, names: string[]): DeliverySource {
  return { ...source, files: source.files.filter(file => names.includes(file.name)) }
}

/** Deliveries at a path, in the order of their names. A folder without `delivery.json` may hold several. */
async function findDeliveries(path: string): Promise<Found[]> {
  const about = await stat(path).catch(cause => {
    throw new Fault('file-unreadable', `Path: ${path}`, { cause })
  })
  if (!about.isDirectory() || (await hasManifest(path)))
    return [{ path, contract: await contractAt(path), only: undefined }]
  const entries = (await readdir(path, { withFileTypes: true })).toSorted((a, b) =>
    a.name.localeCompare(b.name),
  )
  const found = await looseFiles(path)
  for (const entry of entries) {
    const inner = join(path, entry.name)
    if (entry.isDirectory() && !NOT_DELIVERIES.has(entry.name)) found.push(...(await findDeliveries(inner)))
    else if (entry.isFile() && /\.(zip|xml(\.gz)?)$/i.test(entry.name))
      found.push({ path: inner, contract: await contractAt(inner), only: undefined })
  }
  return found
}

/** The county that is made up keeps its truth and its sign-ins beside the deliveries. */
const NOT_DELIVERIES = new Set(['truth', 'demonstration'])

/** Names of tables, also of those that are refused: other files beside deliveries are nobody's. */
const TABLE = /\.(csv|tsv|xlsx?|ods)$/i

/** Tables that lie in a folder without a note belong together by their contract. */
async function looseFiles(folder: string): Promise<Found[]> {
  const opened = await openSource(folder)
  if ('refused' in opened) return [{ path: folder, contract: undefined, only: undefined }]
  const byContract = new Map<string, string[]>()
  // A file of no known kind is delivered too, so that it is refused in words and not passed over in silence.
  const unknown: Found[] = []
  for (const file of opened.source.files) {
    if (!TABLE.test(file.name)) continue
    const contract = await contractOf(file).catch(() => undefined)
    if (contract) byContract.set(contract, [...(byContract.get(contract) ?? []), file.name])
    else unknown.push({ path: file.path ?? join(folder, file.name), contract, only: undefined })
  }
  return [...[...byContract].map(([contract, only]) => ({ path: folder, contract, only })), ...unknown]
}

async function contractAt(path: string): Promise<string | undefined> {
  const opened = await openSource(path).catch(() => ({ refused: '' }))
  if ('refused' in opened) return undefined
  const { source } = opened
  try {
    if (source.manifest?.contract) return source.manifest.contract
    const first = source.files[0]
    return first && (await contractOf(first))
  } catch {
    return undefined
  } finally {
    await source.close()
  }
}

async function contractOf(file: SourceFile): Promise<string | undefined> {
  return recogniseContract({ name: file.name, head: await readHead(file) })?.id
}
