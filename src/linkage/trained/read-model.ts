import { Fault } from '../../kit/faults.ts'
import { type ModelFile, readModelFile } from '../model-file.ts'
import { isTrained, requireTrained, type TrainedModel } from './trained-model.ts'

/** Reads the text of a model file, trained or not. Throws a fault that says what is wrong with it. */
export function readModel(text: string, name: string): ModelFile | TrainedModel {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new Fault('model-unusable', `${name} is not JSON: ${(error as Error).message}.`)
  }
  return isTrained(json) ? requireTrained(json, name) : readModelFile(text, name)
}
