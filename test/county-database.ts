import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type Who } from '../src/access/request.ts'
import { whoOf } from '../src/access/who.ts'
import { writeCounty } from '../src/county/county.ts'
import { loadPaths } from '../src/feeds/load.ts'
import { identityId } from '../src/feeds/sections.ts'
import type { Database } from '../src/kit/database.ts'
import { takeIn } from '../src/records/take-in.ts'
import { bindDemonstrationSignIns, seedDemonstrationAgreements } from '../src/registers/demonstration.ts'
import { findPractitioner } from '../src/registers/practitioner-store.ts'
import { seedRegisters } from '../src/registers/seed.ts'
import { testDatabase } from './database.ts'

export type SignIn = { subject: string; name: string; email: string; says: string; practitioners: string[] }

/** A county that came through the front door: its files, its people who sign in, and its stories by name. */
export type TestCounty = {
  database: Database
  folder: string
  signIns: SignIn[]
  /** The practitioner of a sign-in, in the first of their roles unless another is named. */
  who(subject: string, roleId?: string): Promise<Who>
  /** The persons of a story, by the source references that the county's truth gives; of one partner where named. */
  personsOf(story: string, partner?: string): Promise<string[]>
  /** The person of one source reference such as `lancs-csc:100001`. */
  personOf(sourceRef: string): Promise<string>
}

const SEED = 7
const DEMONSTRATION_ISSUER = 'http://localhost/demonstration-identity'
const CONTRACT_OF: [prefix: string, contract: string][] = [
  ['school-', 'ctf/21'],
  ['lancs-csc', 'ssd/1.4'],
  ['lancs-early-help', 'ssd/1.4'],
  ['lancs-health-visiting', 'health-visiting/1'],
  ['lancs-police', 'police-notice/1'],
  ['lancs-youth-justice', 'youth-justice/1'],
  ['lancs-family-safeguarding', 'adult-services/1'],
  ['preston-housing', 'housing/1'],
  ['nursery-', 'early-years/1'],
]

/** Writes a small county (60 families and the stories, seed 7) and loads it through feeds, registers and records. */
export async function countyDatabase(options: { families?: number } = {}): Promise<TestCounty> {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'family-hub-county-'))
  after(() => rm(folder, { recursive: true, force: true }))
  await writeCounty({ families: options.families ?? 60, seed: SEED, out: folder })
  await seedRegisters(database.owner, { demonstration: true })
  const afterRegister = () => seedDemonstrationAgreements(database.owner)
  const loaded = await loadPaths(database, [folder], { sentBy: 'test', afterRegister })
  for (const { path, outcome } of loaded)
    if (outcome.outcome !== 'published') throw new Error(`${path}: ${JSON.stringify(outcome)}`)
  await takeIn(database)
  const signIns: SignIn[] = JSON.parse(await readFile(join(folder, 'demonstration/sign-ins.json'), 'utf8'))
  const people = signIns.flatMap(s =>
    s.practitioners.map(practitionerId => ({ subject: s.subject, practitionerId })),
  )
  await bindDemonstrationSignIns(database.owner, DEMONSTRATION_ISSUER, people)
  return { database, folder, signIns, ...lookUps(database, folder, signIns) }
}

function lookUps(database: Database, folder: string, signIns: SignIn[]) {
  const personOf = async (sourceRef: string): Promise<string> => {
    const colon = sourceRef.indexOf(':')
    const partner = sourceRef.slice(0, colon)
    const contract = CONTRACT_OF.find(([prefix]) => partner.startsWith(prefix))?.[1] ?? ''
    const identity = identityId(partner, contract, sourceRef.slice(colon + 1))
    const { rows } = await database.owner.query<{ id: string }>(
      'select person_id as id from records.current_member where identity = $1',
      [identity],
    )
    const [row] = rows
    if (row === undefined) throw new Error(`no person for ${sourceRef} (seed ${SEED})`)
    return row.id
  }
  const personsOf = async (story: string, partner = ''): Promise<string[]> => {
    const stories = await readFile(join(folder, 'truth/stories.csv'), 'utf8')
    const line = stories.split(/\r?\n/).find(row => row.startsWith(`${story},`))
    const refs = line?.match(/[a-z-]+(?:\d{7})?:[^|",]+/g) ?? []
    const own = refs.filter(ref => ref.startsWith(partner))
    return await Promise.all(own.map(ref => personOf(ref.trim())))
  }
  const who = async (subject: string, roleId?: string): Promise<Who> => {
    const ids = signIns.find(signIn => signIn.subject === subject)?.practitioners ?? []
    for (const id of ids) {
      const practitioner = await findPractitioner(database.owner, id)
      if (practitioner !== undefined && (roleId === undefined || practitioner.role === roleId))
        return whoOf(practitioner)
    }
    throw new Error(`no sign-in ${subject} ${roleId ?? ''}`)
  }
  return { personOf, personsOf, who }
}
