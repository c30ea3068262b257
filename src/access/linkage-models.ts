import { type Client, type Database, inTransaction } from '../kit/database.ts'
import type { TrainedModel } from '../linkage/library.ts'
import type { Comparison } from '../records/compare-linkings.ts'
import {
  addModel,
  findModels,
  findProposal,
  type ListedModel,
  listApproved,
  type Proposal,
  replaceProposal,
  takeProposal,
} from '../records/model-store.ts'
import { requireTrainedModel } from '../records/shipped-model.ts'
import { type Tried, tryModel } from '../records/try-model.ts'
import { type ActionRequest, type Actor, act, namesOf } from './act.ts'

export type { Comparison, ListedModel, Proposal }

export type ModelOutcome<Done> = ({ outcome: 'changed' } & Done) | { outcome: 'refused'; says: string }

/** Undoes the transaction, so that nobody reads in the log that it was done. */
class NotPossible extends Error {}

type Say = (says: string) => void
type Proposed = { version: string; comparison: Comparison }

/**
 * Trains a linkage model on the service's own records and proposes it, with what it would change. Nobody sees a record:
 * what comes out are counts. It takes the place of what was proposed before.
 */
export async function proposeTrained(
  database: Database,
  actor: Actor,
  reason: string,
  say: Say = () => {},
): Promise<ModelOutcome<Proposed>> {
  return await propose(database, { actor, action: 'propose-model', reason }, undefined, say)
}

/** Proposes a model that is known already, such as one that was in force before, compared with the one in force now. */
export async function proposeKnown(
  database: Database,
  actor: Actor,
  fingerprint: string,
  reason: string,
  say: Say = () => {},
): Promise<ModelOutcome<Proposed>> {
  const known = await inTransaction(database.reader, client => findKnown(client, fingerprint))
  if (typeof known === 'string') return { outcome: 'refused', says: known }
  return await propose(database, { actor, action: 'propose-model', reason }, known, say)
}

async function propose(
  database: Database,
  asked: Omit<ActionRequest, 'detail'>,
  given: TrainedModel | undefined,
  say: Say,
): Promise<ModelOutcome<Proposed>> {
  // Who may not is told so before all records are read, and that they are read is written down before it is done.
  const begun = {
    ...asked,
    detail: { begins: 'reading all records', model: given?.fingerprint ?? 'to be trained' },
  }
  const allowed = await act(database, begun, 'loader', async () => {})
  if (allowed.outcome === 'refused') return { outcome: 'refused', says: allowed.says }
  const tried = await tryModel(database, given, say)
  if (tried.outcome === 'refused') return { outcome: 'refused', says: tried.says }
  const { model, comparedWith, comparison } = tried
  const by = namesOf(asked.actor).practitionerId
  const proposal = { version: model.fingerprint, by, reason: asked.reason.trim(), comparedWith, comparison }
  const acted = await act(database, { ...asked, detail: detailOf(tried) }, 'loader', client =>
    replaceProposal(client, proposal, model),
  )
  if (acted.outcome === 'refused') return { outcome: 'refused', says: acted.says }
  return { outcome: 'changed', version: model.fingerprint, comparison }
}

const detailOf = ({ model, comparedWith, comparison }: Tried): Record<string, unknown> => {
  const { records, gained, lost, personsChanged } = comparison
  return { model: model.fingerprint, comparedWith, records, gained, lost, personsChanged }
}

/**
 * Puts the proposed model in force: the next linking is by it. Whoever proposed it cannot approve it, and its comparison
 * must be with the model that is still in force.
 */
export async function approveModel(
  database: Database,
  actor: Actor,
  fingerprint: string,
  reason: string,
): Promise<ModelOutcome<Proposed>> {
  const proposal = await inTransaction(database.reader, findProposal)
  if (proposal === undefined || !isMeant(fingerprint, proposal.version))
    return { outcome: 'refused', says: notProposed(fingerprint, proposal) }
  const { version, comparison, by: practitionerId } = proposal
  const detail = { model: version, proposedBy: practitionerId }
  const request = { actor, action: 'approve-model', reason, approves: { practitionerId }, detail }
  try {
    const acted = await act(database, request, 'loader', client =>
      putInForce(client, proposal, { by: namesOf(actor).practitionerId, reason: reason.trim() }),
    )
    if (acted.outcome === 'refused') return { outcome: 'refused', says: acted.says }
    return { outcome: 'changed', version, comparison }
  } catch (error) {
    if (!(error instanceof NotPossible)) throw error
    return { outcome: 'refused', says: error.message }
  }
}

async function putInForce(
  client: Client,
  { version, model, comparedWith }: Proposal & { model: unknown },
  { by, reason }: { by: string; reason: string },
): Promise<void> {
  if (!(await takeProposal(client, version)))
    throw new NotPossible('It was approved just now, or another was proposed in its place.')
  const [inForce] = await listApproved(client)
  if (inForce?.version !== comparedWith)
    throw new NotPossible(
      `Another model came into force after this one was compared. Compare it again: family-hub model propose ${version.slice(0, SHORT)}`,
    )
  requireTrainedModel(model)
  await addModel(client, version, model, by, reason)
}

/** So many digits name a model at a console. */
export const SHORT = 12
const isMeant = (fingerprint: string, version: string): boolean =>
  fingerprint.length >= LEAST_DIGITS && version.startsWith(fingerprint.toLowerCase())
const LEAST_DIGITS = 8

const notProposed = (fingerprint: string, proposal: Proposal | undefined): string =>
  proposal === undefined
    ? 'No model is proposed. Train one: family-hub model train'
    : `The model that is proposed is ${proposal.version.slice(0, SHORT)}, not ${fingerprint}.`

/** The models that stand or stood, the one that is proposed, and what is to be known of one. */
export type ModelsView = { approved: ListedModel[]; proposal: Proposal | undefined }

export async function listModels(database: Database): Promise<ModelsView> {
  return await inTransaction(database.reader, async client => {
    const found = await findProposal(client)
    if (found === undefined) return { approved: await listApproved(client), proposal: undefined }
    const { model: _, ...proposal } = found
    return { approved: await listApproved(client), proposal }
  })
}

/** A model without the names, dates and homes that it holds; or why there is none, in words. */
export async function showModel(
  database: Database,
  fingerprint: string,
): Promise<Omit<TrainedModel, 'frequencies' | 'settled'> | string> {
  const known = await inTransaction(database.reader, client => findKnown(client, fingerprint))
  if (typeof known === 'string') return known
  const { frequencies: _, settled: __, ...rest } = known
  return rest
}

async function findKnown(client: Client, fingerprint: string): Promise<TrainedModel | string> {
  if (fingerprint.length < LEAST_DIGITS)
    return `Name a model by at least ${LEAST_DIGITS} digits of its fingerprint.`
  const found = await findModels(client, fingerprint.toLowerCase())
  if (found.length > 1) return `${fingerprint} may be one of ${found.length} models. Give more digits.`
  if (found[0] === undefined) return `No model is known as ${fingerprint}. family-hub model show lists them.`
  return requireTrainedModel(found[0].model)
}
