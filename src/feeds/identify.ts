import { createHash } from 'node:crypto'
import { isDay } from './checks/date-format.ts'
import { instant } from './columns.ts'
import type { Contract } from './contract.ts'
import { type Inspected, inspect } from './readers/inspect.ts'
import { Unfit } from './readers/packed.ts'
import { type DeliverySource, isCalled } from './readers/source.ts'
import { readHeader } from './readers/xml.ts'
import {
  type Assigned,
  assign,
  emptyFile,
  findContract,
  inReadingOrder,
  isBlank,
  noSuchContract,
  recogniseContract,
  whyOfNoKind,
} from './recognise.ts'

/** What is known of a delivery before a row is read: who sends it, under which contract, as of when. */
export type Identified = {
  partnerId: string
  contract: Contract
  /** `undefined` where each row carries its own. */
  asOf: string | undefined
  contentHash: Buffer
  files: Assigned[]
  /** Files that the note does not name, and what of the note means nothing. */
  passedOver: readonly string[]
}

/** What the sender, the credential or the command line says; it must agree with what the files say. */
export type Claims = {
  partner?: string | undefined
  contract?: string | undefined
  asOf?: string | undefined
  /** The only contracts under which this sender may send; any of the partner's where left out. */
  onlyContracts?: readonly string[] | undefined
}

export type Refused = { refused: string; partnerId?: string | undefined; contract?: Contract | undefined }

/** Settles who sends what, from the files themselves; a sentence for the partner where that cannot be done. */
export async function identify(
  source: DeliverySource,
  claims: Claims,
  now: Date,
): Promise<Identified | Refused> {
  const partner = claims.partner ?? source.manifest?.partner
  const inspected = await inspectAll(source)
  if ('refused' in inspected)
    return { ...inspected, partnerId: partner, contract: findContract(contractNamed(source, claims) ?? '') }
  const isStrange = partner !== undefined && partner !== (source.manifest?.partner ?? partner)
  const broken = isStrange ? ANOTHER_PARTNER : checkManifest(source, inspected)
  const contract = contractOf(source, inspected, claims)
  if (contract === undefined || 'refused' in contract)
    return {
      refused: broken ?? contract?.refused ?? whyOfNoneHere(inspected),
      partnerId: partner,
    }
  const refuse = (refused: string): Refused => ({ refused, partnerId: partner, contract })
  if (broken !== undefined) return refuse(broken)
  if (claims.onlyContracts && !claims.onlyContracts.includes(contract.id)) return refuse(OTHER_CONTRACT)

  const assigned = inReadingOrder(assign(inspected, contract), contract)
  const carrying = assigned.filter(one => one.table ?? one.document)
  const unread = whyNotRead(carrying, inspected, contract)
  if (unread !== undefined) return refuse(unread)
  const said = await senderInDocument(carrying, contract)
  if ('refused' in said) return refuse(said.refused)
  if (said.partnerId && partner && said.partnerId !== partner) return refuse(ANOTHER_PARTNER)
  const partnerId = partner ?? said.partnerId
  if (partnerId === undefined)
    return refuse(
      'It is not said which partner sends this. Put a delivery.json beside the files that says so.',
    )

  const stated = said.asOf ?? claims.asOf ?? source.manifest?.asOf ?? dateInNames(inspected)
  const day = dayOfTruth(stated, contract, now)
  if ('refused' in day) return refuse(day.refused)
  const { asOf } = day
  const contentHash = hashOf(carrying, contract.rowsSayWhen ? undefined : asOf)
  return { partnerId, contract, asOf, contentHash, files: assigned, passedOver: source.passedOver ?? [] }
}

const A_DAY = 86_400_000

async function inspectAll({ files }: DeliverySource): Promise<Inspected[] | { refused: string }> {
  const inspected: Inspected[] = []
  try {
    for (const file of files) inspected.push(await inspect(file))
    return inspected
  } catch (error) {
    if (error instanceof Unfit) return { refused: error.message }
    throw error
  }
}

/** The same words whoever it is that the files name, and whether or not there is such a partner. */
export const ANOTHER_PARTNER =
  'The files name another partner as their sender than the one who sent them. Nothing was taken.'

const OTHER_CONTRACT =
  'This sender may not send files of this kind. Ask the host which kinds its credential is for.'

function contractNamed(source: DeliverySource, claims: Claims): string | undefined {
  return claims.contract ?? source.manifest?.contract
}

function whyOfNoneHere([first]: Inspected[]): string {
  return first === undefined ? 'The delivery holds no file.' : whyOfNoKind(first)
}

/** Why none or one of the files cannot be read by the contract, whatever stands in its rows. */
function whyNotRead(carrying: Assigned[], all: Inspected[], contract: Contract): string | undefined {
  if (carrying.length === 0)
    return (
      all[0]?.unlike ??
      `None of the files is one of “${contract.name}” (${contract.id}). Look whether the right files were sent.`
    )
  return carrying.flatMap(({ file }) => (isBlank(file) ? emptyFile(file.name) : (file.unlike ?? [])))[0]
}

function contractOf(
  source: DeliverySource,
  files: Inspected[],
  claims: Claims,
): Contract | { refused: string } | undefined {
  const named = contractNamed(source, claims)
  if (files.length === 0) return { refused: 'The delivery holds no file.' }
  if (named !== undefined) return findContract(named) ?? { refused: noSuchContract(named) }
  const recognised = new Set(files.map(recogniseContract).filter(contract => contract !== undefined))
  if (recognised.size > 1)
    return { refused: 'The files belong to different feeds. Send the files of each feed by themselves.' }
  return [...recognised][0]
}

function checkManifest(source: DeliverySource, files: Inspected[]): string | undefined {
  for (const [name, expected] of Object.entries(source.manifest?.sha256 ?? {})) {
    const file = files.find(one => isCalled(one, name))
    // A note may give the hash of the file as it is sent, or of what stands in it.
    if (file && file.name === name && file.sha256.toString('hex') === expected.toLowerCase()) continue
    if (file && file.sentSha256.toString('hex') !== expected.toLowerCase())
      return `${name} is not the file that delivery.json describes: its SHA-256 hash is another. It may have been cut off on the way. Send it again.`
  }
  return undefined
}

async function senderInDocument(
  files: Assigned[],
  contract: Contract,
): Promise<{ partnerId: string | undefined; asOf: string | undefined } | { refused: string }> {
  if (!('document' in contract)) return { partnerId: undefined, asOf: undefined }
  const [first, ...others] = files
  if (first === undefined || others.length > 0)
    return { refused: `Send one file of “${contract.name}” at a time.` }
  const header = await readHeader(first.file, contract.document)
  return 'refused' in header ? header : contract.document.sender(header)
}

/** Of which instant the data is true, from the text that says so first. */
function dayOfTruth(
  stated: string | undefined,
  contract: Contract,
  now: Date,
): { asOf: string | undefined } | { refused: string } {
  const asOf = stated === undefined ? undefined : instant.read(stated)
  if (stated !== undefined && asOf === undefined) return { refused: UNREADABLE_DAY }
  if (asOf === undefined && contract.mode === 'snapshot') return { refused: NO_DAY }
  if (asOf !== undefined && Date.parse(asOf) > now.getTime() + A_DAY) return { refused: DAY_TO_COME }
  return { asOf }
}

const UNREADABLE_DAY =
  'The day of which the data is true cannot be read. Write it as in 2026-11-20 or 2026-11-20T18:00:00Z.'
const NO_DAY =
  'It is not said of which day the data is true. Put "asOf" into delivery.json, or the day into the names of the files.'
const DAY_TO_COME =
  'The files say that they are true of a day in the future. Correct that day and send them again.'

/** The newest day in the files' names, as in `ssd_person_2026-11-20.csv` or `…_20261120.csv`. */
function dateInNames(files: Inspected[]): string | undefined {
  const days = files.flatMap(file =>
    [...file.name.matchAll(/(?<!\d)(20\d{2})-?(\d{2})-?(\d{2})(?!\d)/g)].map(
      ([, y, m, d]) => `${y}-${m}-${d}`,
    ),
  )
  return days.filter(isDay).toSorted().at(-1)
}

/**
 * The same data as of the same instant is the same delivery, by whatever way it came: names, note, archive and files
 * that no contract reads make no difference. A snapshot that is sent again as of a later day is another delivery,
 * because what was said in between may have differed; where each row says when it was true, its bytes are all.
 */
function hashOf(carrying: Assigned[], asOf: string | undefined): Buffer {
  const hash = createHash('sha256')
  for (const sum of carrying.map(({ file }) => file.sha256.toString('hex')).toSorted()) hash.update(sum)
  return hash.update(asOf ?? '').digest()
}
