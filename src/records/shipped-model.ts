import { readModel, type TrainedModel } from '../linkage/library.ts'
import stored from './county-model.json' with { type: 'json' }

/**
 * The linkage model that ships with the service: trained on a synthetic county by `bench/linkage/train-shipped-model.ts`.
 * A steward trains one on the service's own records (`family-hub model train`).
 */
export function shippedModel(): TrainedModel {
  return requireTrainedModel(stored)
}

/** Throws a fault that says what is wrong with a model that is not a trained one of this engine. */
export function requireTrainedModel(json: unknown): TrainedModel {
  const model = readModel(JSON.stringify(json), 'The approved linkage model')
  if (!('kind' in model)) throw new Error('The linkage model of the service is not a trained one.')
  return model
}
