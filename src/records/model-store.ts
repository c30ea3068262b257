import type { Queryable } from '../kit/database.ts'
import type { Comparison } from './compare-linkings.ts'

/** A model and who stands for it. */
export type ListedModel = { version: string; by: string; reason: string; recordedAt: Date }

/** The model that was approved last, as it was kept. */
export async function readModel(client: Queryable): Promise<unknown> {
  const { rows } = await client.query<{ model: unknown }>(
    'select model from records.model_version order by approval_id desc limit 1',
  )
  return rows[0]?.model
}

/** Puts a model in force. */
export async function addModel(
  client: Queryable,
  version: string,
  model: unknown,
  by: string,
  reason: string,
): Promise<void> {
  await client.query(
    'insert into records.model_version (model_version, model, approved_by, reason) values ($1, $2, $3, $4)',
    [version, JSON.stringify(model), by, reason],
  )
}

/** All models that are or were in force, the newest first. */
export async function listApproved(client: Queryable): Promise<ListedModel[]> {
  const { rows } = await client.query<ListedModel>(
    `select model_version as version, approved_by as by, reason, recorded_at as "recordedAt"
     from records.model_version order by approval_id desc`,
  )
  return rows
}

/** The models, proposed or once in force, whose fingerprints begin so: their fingerprints and what they are. */
export async function findModels(
  client: Queryable,
  beginning: string,
): Promise<{ version: string; model: unknown }[]> {
  const { rows } = await client.query<{ version: string; model: unknown }>(
    `select distinct on (version) version, model
     from (select model_version as version, model from records.model_version
           union all select model_version, model from records.model_proposal) known
     where starts_with(version, $1) order by version`,
    [beginning],
  )
  return rows
}

export type Proposal = ListedModel & { comparedWith: string; comparison: Comparison }

/** The one model that waits for approval. */
export async function findProposal(client: Queryable): Promise<(Proposal & { model: unknown }) | undefined> {
  const { rows } = await client.query<Proposal & { model: unknown }>(
    `select model_version as version, model, compared_with as "comparedWith", comparison, proposed_by as by, reason,
       recorded_at as "recordedAt"
     from records.model_proposal`,
  )
  return rows[0]
}

/** Makes a model the one that waits; what waited before is dropped with the names that it held. */
export async function replaceProposal(
  client: Queryable,
  { version, by, reason, comparedWith, comparison }: Omit<Proposal, 'recordedAt'>,
  model: unknown,
): Promise<void> {
  await lockProposal(client)
  await client.query('delete from records.model_proposal')
  await client.query(
    `insert into records.model_proposal (model_version, model, compared_with, comparison, proposed_by, reason)
     values ($1, $2, $3, $4, $5, $6)`,
    [version, JSON.stringify(model), comparedWith, JSON.stringify(comparison), by, reason],
  )
}

/** Takes away a model that waits; whether it still did. */
export async function takeProposal(client: Queryable, version: string): Promise<boolean> {
  await lockProposal(client)
  const { rowCount } = await client.query('delete from records.model_proposal where model_version = $1', [
    version,
  ])
  return rowCount === 1
}

/** One after the other: of two people who train or approve at once the second finds what the first has done. */
async function lockProposal(client: Queryable): Promise<void> {
  await client.query('lock table records.model_proposal in share row exclusive mode')
}
