import type { Database } from '../kit/database.ts'
import type { TrainedModel } from '../linkage/library.ts'
import { approvedModel } from './approved-model.ts'
import { type Comparison, compareLinkings } from './compare-linkings.ts'
import { type LinkRecord, linkPersons, trainModel } from './link-persons.ts'
import { readStandingDecisions } from './membership-store.ts'
import { readLinkRecords } from './read-link-records.ts'

/** A model beside the one in force. */
export type Tried = { model: TrainedModel; comparedWith: string; comparison: Comparison }

export type TryOutcome =
  | ({ outcome: 'tried' } & Tried)
  | { outcome: 'refused'; because: 'too few records' | 'in force already'; says: string }

/** From fewer records hardly more is learnt than what is expected anyway. */
const LEAST_RECORDS = 1000

/**
 * Trains a model on the service's own records, or takes the one that is given, and finds out what it would change.
 * Nothing is written: records are linked once by each model, with people's decisions, as they will be.
 */
export async function tryModel(
  database: Database,
  given: TrainedModel | undefined,
  say: (says: string) => void,
): Promise<TryOutcome> {
  const inForce = await approvedModel(database, say)
  const records = await readLinkRecords(database, say)
  if (given === undefined && records.length < LEAST_RECORDS) return tooFew(records)
  if (given === undefined) say(`Learning from ${records.length.toLocaleString('en-GB')} records`)
  const model = given ?? (await trainModel(records))
  if (model.fingerprint === inForce.version) return IN_FORCE
  const decisions = await readStandingDecisions(database.loader)
  say('Linking them by the model in force and by this one')
  const before = await linkPersons(records, inForce.model, decisions)
  const after = await linkPersons(records, model, decisions)
  const comparison = compareLinkings(records, before, after)
  return { outcome: 'tried', model, comparedWith: inForce.version, comparison }
}

const tooFew = ({ length }: LinkRecord[]): TryOutcome => ({
  outcome: 'refused',
  because: 'too few records',
  says: `The service holds ${length.toLocaleString('en-GB')} records of people. At least ${LEAST_RECORDS.toLocaleString('en-GB')} are needed to learn from; until then the model in force links them.`,
})

const IN_FORCE: TryOutcome = {
  outcome: 'refused',
  because: 'in force already',
  says: 'This is the model in force: there is nothing to approve.',
}
