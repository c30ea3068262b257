import { createHash } from 'node:crypto'
import { dayOfTruth } from './as-of.ts'
import type { Contract, DeliveryMode, Sender } from './contract.ts'
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
  mode: DeliveryMode
  contentHash: Buffer
  files: Assigned[]
  /** Files that the note does not name, and what of the note means nothing. */
  passedOver: readonly string[]
  /** What should be known of the files, though it is no fault. */
  notes: string[]
}

/** Partners that send for a local authority, by its three digits; and the one who sends, whatever its authority. */
export type FindAuthority = (
  laCode: string,
  partnerId: string | undefined,
) => Promise<{ partnerId: string; laCode: string | undefined }[]>

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
  findAuthority: FindAuthority = async () => [],
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
  const partnerId = await whoSends(said, partner, findAuthority)
  if (typeof partnerId !== 'string') return refuse(partnerId.refused)

  const claimed = claims.asOf ?? source.manifest?.asOf
  const day = await dayOfTruth(said.asOf, claimed, { files: assigned, contract, now })
  if ('refused' in day) return refuse(day.refused)
  const { asOf } = day
  const contentHash = hashOf(carrying, contract.rowsSayWhen ? undefined : asOf)
  const passedOver = source.passedOver ?? []
  const notes = [...(said.notes ?? []), ...day.notes]
  const mode = said.isPart ? 'part' : contract.mode
  return { partnerId, contract, asOf, mode, contentHash, files: assigned, passedOver, notes }
}

/** The partner who hands it in, or whom the document names; they must be one. */
async function whoSends(
  said: Sender,
  partner: string | undefined,
  findAuthority: FindAuthority,
): Promise<string | { refused: string }> {
  const another = { refused: ANOTHER_PARTNER }
  if (said.partnerId && partner && said.partnerId !== partner) return another
  if (said.laCode !== undefined) {
    const known = await findAuthority(said.laCode, partner)
    const own = known.find(one => one.partnerId === partner)
    if (own?.laCode !== undefined && own.laCode !== said.laCode) return another
    const [only, ...others] = known.filter(one => one.laCode === said.laCode)
    if (partner === undefined && only !== undefined && others.length === 0) return only.partnerId
  }
  return partner ?? said.partnerId ?? { refused: NO_SENDER }
}

export const NO_SENDER =
  'It is not said which partner sends this. Put a delivery.json beside the files that says so.'

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
  'The files name another partner as their sender than the one who sent them. Nothing was taken. Look whether these are your own files; if they are, ask the host of the service.'

const OTHER_CONTRACT =
  'This sender may not send files of this kind. Ask the host of the service which kinds it may send.'

const NO_FILE = 'The delivery holds no file. Put the files into it and send it again.'

function contractNamed(source: DeliverySource, claims: Claims): string | undefined {
  return claims.contract ?? source.manifest?.contract
}

function whyOfNoneHere([first]: Inspected[]): string {
  return first === undefined ? NO_FILE : whyOfNoKind(first)
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
  if (files.length === 0) return { refused: NO_FILE }
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
): Promise<Sender | { refused: string }> {
  if (!('document' in contract)) return { asOf: undefined }
  const [first, ...others] = files
  if (first === undefined || others.length > 0)
    return { refused: `Send one file of “${contract.name}” at a time.` }
  const header = await readHeader(first.file, contract.document)
  return 'refused' in header ? header : contract.document.sender(header)
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
