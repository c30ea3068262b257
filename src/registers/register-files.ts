import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { Fault } from '../kit/faults.ts'
import { findMisfits } from './agreement-fits.ts'
import {
  type ActionEntry,
  type AgreementEntry,
  actionFile,
  agreementFile,
  type CategoryEntry,
  categoryFile,
  type GatewayEntry,
  gatewayFile,
  type NumberEntry,
  numberFile,
  type PurposeEntry,
  purposeFile,
  type RoleEntry,
  roleFile,
} from './register-schemas.ts'

const DATA = new URL('./data/', import.meta.url)

/** The registers as the files state them, each checked by itself and against the others. */
export type RegisterFiles = {
  roles: RoleEntry[]
  actions: ActionEntry[]
  purposes: PurposeEntry[]
  categories: CategoryEntry[]
  gateways: GatewayEntry[]
  numbers: NumberEntry[]
}

/**
 * Reads all register files (from `folder` where a county keeps its own). Throws a fault that names the file, the
 * place in it and what is wrong; nothing is half read.
 */
export async function readRegisterFiles(folder: URL = DATA): Promise<RegisterFiles> {
  const [roles, actions, purposes, categories, numbers, gateways] = await Promise.all([
    readOne(folder, 'roles.json', roleFile),
    readOne(folder, 'actions.json', actionFile),
    readOne(folder, 'purposes.json', purposeFile),
    readOne(folder, 'categories.json', categoryFile),
    readOne(folder, 'emergency-numbers.json', numberFile),
    readGateways(folder),
  ])
  const files = { roles, actions, purposes, categories, numbers, gateways }
  refuse([...findDoubles(files), ...findStrangers(files)])
  return files
}

/** Reads the demonstration's agreements and refuses one whose terms go beyond its gateway. */
export async function readDemonstrationAgreements(
  files: RegisterFiles,
  folder: URL = DATA,
): Promise<AgreementEntry[]> {
  const name = 'demonstration-agreements.json'
  const agreements = await readOne(folder, name, agreementFile)
  refuse(agreements.flatMap(agreement => findMisfits(agreement, files).map(wrong => `${name}: ${wrong}`)))
  return agreements
}

async function readGateways(folder: URL): Promise<GatewayEntry[]> {
  const names = (await readdir(new URL('gateways/', folder)))
    .filter(name => name.endsWith('.json'))
    .toSorted()
  return await Promise.all(names.map(name => readOne(folder, `gateways/${name}`, gatewayFile)))
}

async function readOne<T>(folder: URL, name: string, schema: z.ZodType<T>): Promise<T> {
  const path = fileURLToPath(new URL(name, folder))
  const text = await readFile(path, 'utf8').catch(cause => {
    throw new Fault('file-unreadable', `The register file ${name} is missing.`, { cause })
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Fault('setting-wrong', `The register file ${name} is not JSON.`, { cause })
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw new Fault('setting-wrong', `The register file ${name}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function refuse(wrongs: string[]): void {
  if (wrongs.length > 0) throw new Fault('setting-wrong', `The register files: ${wrongs.join(' ')}`)
}

function findDoubles(files: RegisterFiles): string[] {
  const wrongs: string[] = []
  for (const [name, rows] of Object.entries(files)) {
    const ids = rows.map(row => row.id)
    for (const id of ids.filter((each, at) => ids.indexOf(each) !== at))
      wrongs.push(`${name} has ${id} twice.`)
  }
  return wrongs
}

/** Names that one file uses and the file that should hold them does not. */
function findStrangers(files: RegisterFiles): string[] {
  const categories = new Set(files.categories.map(row => row.id))
  const purposes = new Set(files.purposes.map(row => row.id))
  const roles = new Set(files.roles.map(row => row.id))
  const wrongs: string[] = []
  const check = (where: string, names: string[], known: Set<string>) => {
    for (const name of names)
      if (!known.has(name)) wrongs.push(`${where} names ${name}, which is not registered.`)
  }
  for (const row of files.purposes) check(`Purpose ${row.id}`, row.asksFor, categories)
  for (const row of files.actions) check(`Action ${row.id}`, row.roles, roles)
  for (const row of files.roles) {
    const seen = [...row.sees.existence, ...row.sees.headline, ...row.sees.content]
    check(`Role ${row.id}`, row.purposes, purposes)
    check(`Role ${row.id}`, seen, categories)
    if (new Set(seen).size !== seen.length) wrongs.push(`Role ${row.id} has a category at two tiers.`)
  }
  for (const row of files.gateways) {
    check(`Gateway ${row.id}`, row.purposes, purposes)
    check(`Gateway ${row.id}`, [...row.categories.allow, ...row.categories.deny], categories)
  }
  return wrongs
}
