import type { Database } from '../kit/database.ts'
import { Fault } from '../kit/faults.ts'
import type { TrainedModel } from '../linkage/library.ts'
import { addModel, readModel } from './model-store.ts'
import { requireTrainedModel, shippedModel } from './shipped-model.ts'

/** The linkage model in force. Its version is its fingerprint: what a membership says of it can be computed again. */
export type ApprovedModel = {
  version: string
  model: TrainedModel
}

/**
 * The model that was approved last. Where there is none, or one of an engine before this, the model that ships takes its
 * place, and says so.
 */
export async function approvedModel(
  database: Pick<Database, 'loader'>,
  say: (says: string) => void,
): Promise<ApprovedModel> {
  const kept = await readModel(database.loader)
  const model = kept === undefined ? undefined : readKept(kept, say)
  if (model !== undefined) return approved(model)
  const shipped = shippedModel()
  const reason =
    kept === undefined
      ? 'The model that ships with the service'
      : 'The model that ships with the service, in place of one that this engine cannot use'
  await addModel(database.loader, shipped.fingerprint, shipped, 'service', reason)
  return approved(shipped)
}

const approved = (model: TrainedModel): ApprovedModel => ({ version: model.fingerprint, model })

function readKept(kept: unknown, say: (says: string) => void): TrainedModel | undefined {
  try {
    return requireTrainedModel(kept)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    say(`${error.message} The model that ships with the service takes its place.`)
    return undefined
  }
}
