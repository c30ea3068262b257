/**
 * Loads the folders of a county but those named into a running database, in a process of its own as `family-hub load` is
 * one. Prints how many records were new and the most memory that it used.
 *
 *   node bench/load/load-folders.ts <url of the database> <most records> <county> <left out…>
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { loadPaths } from '../../src/feeds/load.ts'
import { openDatabase } from '../../src/kit/database.ts'

const [url = '', most = '0', county = '', ...leftOut] = process.argv.slice(2)
const database = openDatabase(url)
let records = 0
let deliveries = 0
for (const name of await readdir(county)) {
  if (['truth', 'demonstration', ...leftOut].includes(name) || records >= Number(most)) continue
  for (const { path, outcome } of await loadPaths(database, [join(county, name)])) {
    if (outcome.outcome !== 'published') throw new Error(`${path}: ${JSON.stringify(outcome)}`)
    records += outcome.recordsNew
    deliveries++
  }
}
const megabytes = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({ records, deliveries, megabytes }))
await database.close()
