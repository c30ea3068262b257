import { createHash } from 'node:crypto'
import type { Contract } from './contract.ts'
import { type Inspected, inspect } from './readers/inspect.ts'
import type { DeliverySource } from './readers/source.ts'
import { readHeader } from './readers/xml.ts'
import { type Assigned, assign, findContract, inReadingOrder, recogniseContract } from './recognise.ts'

/** What is known of a delivery before a row is read: who sends it, under which contract, as of when. */
export type Identified = {
  partnerId: string
  contract: Contract
  /** `undefined` where each row carries its own. */
  asOf: string | undefined
  contentHash: Buffer
  files: Assigned[]
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
  const inspected: Inspected[] = []
  for (const file of source.files) inspected.push(await inspect(file))
  const partner = claims.partner ?? source.manifest?.partner
  const isStrange = partner !== undefined && partner !== (source.manifest?.partner ?? partner)
  const broken = isStrange ? ANOTHER_PARTNER : checkManifest(source, inspected)
  const contract = contractOf(source, inspected, claims)
  if (contract === undefined || 'refused' in contract)
    return {
      refused: broken ?? contract?.refused ?? 'The files are of no kind that is known here.',
      partnerId: partner,
    }
  const refuse = (refused: string): Refused => ({ refused, partnerId: partner, contract })
  if (broken !== undefined) return refuse(broken)
  if (claims.onlyContracts && !claims.onlyContracts.includes(contract.id)) return refuse(OTHER_CONTRACT)

  const assigned = inReadingOrder(assign(inspected, contract), contract)
  const carrying = assigned.filter(one => one.table ?? one.document)
  if (carrying.length === 0) return refuse(`No file fits the contract ${contract.id}.`)
  const said = await senderInDocument(carrying, contract)
  if ('refused' in said) return refuse(said.refused)
  if (said.partnerId && partner && said.partnerId !== partner) return refuse(ANOTHER_PARTNER)
  const partnerId = partner ?? said.partnerId
  if (partnerId === undefined) return refuse('It is not said which partner sends this. Add delivery.json.')

  const asOf = instantOf(said.asOf ?? claims.asOf ?? source.manifest?.asOf ?? dateInNames(inspected))
  if (asOf === undefined && contract.mode === 'snapshot')
    return refuse('It is not said of which day the data is true. Add "asOf" to delivery.json.')
  if (asOf !== undefined && Date.parse(asOf) > now.getTime() + A_DAY)
    return refuse('The data claims to be true of a day in the future. Correct the as-of date.')
  const contentHash = hashOf(carrying, contract.rowsSayWhen ? undefined : asOf)
  return { partnerId, contract, asOf, contentHash, files: assigned }
}

const A_DAY = 86_400_000

/** The same words whoever it is that the files name, and whether or not there is such a partner. */
export const ANOTHER_PARTNER =
  'The files name another partner as their sender than the one who sent them. Nothing was taken.'

const OTHER_CONTRACT =
  'This sender may not send files of this kind. Ask the host which kinds its credential is for.'

function contractOf(
  source: DeliverySource,
  files: Inspected[],
  claims: Claims,
): Contract | { refused: string } | undefined {
  const named = claims.contract ?? source.manifest?.contract
  if (named !== undefined)
    return findContract(named) ?? { refused: `There is no contract “${named.slice(0, 60)}” here.` }
  if (files.length === 0) return { refused: 'The delivery holds no file.' }
  const recognised = new Set(files.map(recogniseContract).filter(contract => contract !== undefined))
  if (recognised.size > 1) return { refused: 'The files belong to different feeds. Send them apart.' }
  return [...recognised][0]
}

function checkManifest(source: DeliverySource, files: Inspected[]): string | undefined {
  if (files.some(file => file.bytes === 0)) {
    const empty = files.find(file => file.bytes === 0)
    return `${empty?.name ?? 'A file'} is empty.`
  }
  for (const [name, expected] of Object.entries(source.manifest?.sha256 ?? {})) {
    const file = files.find(one => one.name === name)
    if (file && file.sha256.toString('hex') !== expected.toLowerCase())
      return `${name} is not the file that delivery.json describes (its hash differs). It may have been cut off; send it again.`
  }
  return undefined
}

async function senderInDocument(
  files: Assigned[],
  contract: Contract,
): Promise<{ partnerId: string | undefined; asOf: string | undefined } | { refused: string }> {
  if (!('document' in contract)) return { partnerId: undefined, asOf: undefined }
  const [first, ...others] = files
  if (first === undefined || others.length > 0) return { refused: 'Send one such file at a time.' }
  const header = await readHeader(first.file, contract.document)
  return 'refused' in header ? header : contract.document.sender(header)
}

/** The newest day in the files' names, as in `ssd_person_2026-11-20.csv` or `…_20261120.csv`. */
function dateInNames(files: Inspected[]): string | undefined {
  const days = files.flatMap(file =>
    [...file.name.matchAll(/(?<!\d)(20\d{2})-?(\d{2})-?(\d{2})(?!\d)/g)].map(
      ([, y, m, d]) => `${y}-${m}-${d}`,
    ),
  )
  return days
    .filter(day => instantOf(day) !== undefined)
    .toSorted()
    .at(-1)
}

function instantOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const zoned = text.length <= 10 || /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`
  const at = Date.parse(zoned)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
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
