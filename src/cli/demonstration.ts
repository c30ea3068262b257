import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { writeCounty } from '../county/county.ts'
import { type Loaded, loadPaths } from '../feeds/load.ts'
import { type Database, inTransaction } from '../kit/database.ts'
import { Fault } from '../kit/faults.ts'
import { takeIn } from '../records/take-in.ts'
import { bindDemonstrationSignIns, seedDemonstrationAgreements } from '../registers/demonstration.ts'
import { findSetting, writeSetting } from '../registers/setting-store.ts'
import { count, type Terminal } from './terminal.ts'

const person = z.object({
  subject: z.string(),
  name: z.string(),
  email: z.string(),
  says: z.string(),
  practitioners: z.array(z.string()),
})
export type DemonstrationPerson = z.output<typeof person>

const PEOPLE = 'demonstration-people'
const LOADED = 'demonstration-loaded'

/**
 * Fills the database with the synthetic county: writes its files once, loads them through the same door as every
 * partner's files, and links them. Interrupted anywhere, the next call goes on: files that are there stay, and
 * deliveries that were published are known by their bytes.
 */
export async function fillDemonstration(
  database: Database,
  config: Config,
  terminal: Terminal,
): Promise<void> {
  if ((await findSetting(database.owner, LOADED)) === true) return
  const folder = await writeCountyOnce(config, terminal)
  await load(database, folder, terminal)
  await link(database, terminal)
  const people = z.array(person).parse(JSON.parse(await readFile(join(folder, SIGN_INS), 'utf8')))
  await inTransaction(database.owner, async client => {
    await writeSetting(client, PEOPLE, people)
    await writeSetting(client, LOADED, true)
  })
}

const SIGN_INS = join('demonstration', 'sign-ins.json')

/** Renamed into place when it is whole: a second try must send the very same bytes, whatever the day. */
async function writeCountyOnce(config: Config, terminal: Terminal): Promise<string> {
  const folder = join(config.dataFolder, 'county')
  if (await stat(folder).catch(() => undefined)) return folder
  const fresh = `${folder}-unfinished`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true })
  const progress = terminal.progress('Writing the synthetic county, families')
  const onProgress = (done: number, of: number) => progress.at(done, of)
  const { families, seed } = config
  const county = await writeCounty({ families, seed, out: fresh, onProgress })
  await rename(fresh, folder)
  progress.end(`Wrote a synthetic county: ${count(county.families)} families, ${count(county.people)} people`)
  return folder
}

async function load(database: Database, folder: string, terminal: Terminal): Promise<void> {
  const progress = terminal.progress('Loading the partners’ files, rows')
  let before = 0
  let deliveries = 0
  const started = Date.now()
  const loaded = await loadPaths(database, [folder], {
    sentBy: 'demonstration',
    afterRegister: () => inTransaction(database.owner, seedDemonstrationAgreements),
    onProgress: ({ rows }) => progress.at(before + rows),
    onOutcome: ({ outcome }) => {
      deliveries += 1
      if ('rowsRead' in outcome) before += outcome.rowsRead
    },
  })
  const broken = loaded.find(one => one.outcome.outcome === 'refused' || one.outcome.outcome === 'held')
  if (broken) throw new Fault('file-unreadable', `The demonstration was not taken: ${reasonOf(broken)}`)
  const seconds = Math.max(0.1, (Date.now() - started) / 1000)
  const rate = Math.round(before / seconds)
  progress.end(
    `Loaded ${deliveries} deliveries: ${count(before)} rows in ${seconds.toFixed(1)} s (${count(rate)}/s)`,
  )
}

function reasonOf({ path, outcome }: Loaded): string {
  return 'reason' in outcome ? `${path}: ${outcome.reason}` : path
}

async function link(database: Database, terminal: Terminal): Promise<void> {
  const started = Date.now()
  const linked = await takeIn(database, { onProgress: terminal.tell })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  terminal.say(
    `Linked ${count(linked.identities)} records of people to ${count(linked.persons)} persons in ${seconds} s`,
  )
}

/** Those who may sign in to the demonstration at this address of the service, bound to their practitioners. */
export async function openDemonstrationSignIns(
  database: Database,
  publicUrl: string,
): Promise<DemonstrationPerson[]> {
  const people = z.array(person).parse((await findSetting(database.owner, PEOPLE)) ?? [])
  const issuer = new URL('/demonstration-identity', publicUrl).href
  const bindings = people.flatMap(({ subject, practitioners }) =>
    practitioners.map(practitionerId => ({ subject, practitionerId })),
  )
  await inTransaction(database.owner, client => bindDemonstrationSignIns(client, issuer, bindings))
  return people
}
