import * as z from 'zod'
import { Fault } from '../../kit/faults.ts'
import { type ModelFile, modelFileSchema, parseModel, requireModel } from '../model-file.ts'
import { isSplinkModel } from '../splink/read-splink-model.ts'
import { isTrained, requireTrained, type TrainedModel, trainedModelSchema } from './trained-model.ts'

/** Reads the text of a model file, trained or not. Throws a fault that says what is wrong with it. */
export function readModel(text: string, name: string): ModelFile | TrainedModel {
  return modelOf(parseModel(text, name), name)
}

/** The same of what a text held. */
export function modelOf(json: unknown, name: string): ModelFile | TrainedModel {
  if (isSplinkModel(json))
    throw new Fault(
      'model-unusable',
      `${name} is a model of Splink’s. It links files as it is, by \`family-hub link\`, and is not trained, explained or replayed here.`,
    )
  return isTrained(json) ? requireTrained(json, name) : requireModel(json, name)
}

/** The JSON Schemas (draft 2020-12) of both, as they are written, by the names of the files that hold them. */
export function modelSchemas(): Record<string, string> {
  const textOf = (schema: z.ZodType): string =>
    `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`
  return {
    'linkage-model.schema.json': textOf(modelFileSchema),
    'trained-linkage-model.schema.json': textOf(trainedModelSchema),
  }
}
