import { countRecords } from '../records/counts.ts'
import { rebuild } from '../records/rebuild.ts'
import { type TakeInResult, takeIn } from '../records/take-in.ts'
import { noteCommand, type Run, withDatabase } from './run.ts'
import { count } from './terminal.ts'

/** Brings the derived tables to the facts: from where they are, or from nothing. */
export async function derive(run: Run, how: 'take in' | 'rebuild'): Promise<void> {
  const work = how === 'rebuild' ? rebuild : takeIn
  await withDatabase(run, async ({ database }) => {
    if (run.dryRun) {
      const counts = await countRecords(database.owner)
      run.terminal.data(run.json ? JSON.stringify(counts) : inWords(counts))
      return
    }
    await noteCommand(database, run)
    const started = Date.now()
    const result = await work(database, { onProgress: run.terminal.tell })
    run.terminal.data(run.json ? JSON.stringify(result) : resultInWords(result))
    run.terminal.say(`Took ${((Date.now() - started) / 1000).toFixed(1)} s`)
  })
}

function inWords(counts: { identities: number; persons: number; waitingDeliveries: number }): string {
  const { identities, persons, waitingDeliveries } = counts
  return `${count(identities)} records, ${count(persons)} persons, ${waitingDeliveries} deliveries to link`
}

function resultInWords({ identities, persons, changed, reviews }: TakeInResult): string {
  return `${count(identities)} records, ${count(persons)} persons, ${count(changed)} changed, ${count(reviews)} pairs in doubt`
}
