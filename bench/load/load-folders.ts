/**
 * Loads the folders of a county but those named into a running database, in a process of its own as `family-hub load` is
 * one. Prints after each delivery how many records were new until then, and at the end the most memory that it used.
 *
 *   node bench/load/load-folders.ts <url of the database> <county> <left out…>
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { loadPaths } from '../../src/feeds/load.ts'
import { openDatabase } from '../../src/kit/database.ts'

const [url = '', county = '', ...leftOut] = process.argv.slice(2)
const database = openDatabase(url)
let records = 0
let deliveries = 0
const say = (more: object) => console.log(JSON.stringify({ records, deliveries, ...more }))
for (const name of await readdir(county)) {
  if (['truth', 'demonstration', ...leftOut].includes(name)) continue
  await loadPaths(database, [join(county, name)], {
    onOutcome: ({ path, outcome }) => {
      if (outcome.outcome !== 'published') throw new Error(`${path}: ${JSON.stringify(outcome)}`)
      records += outcome.recordsNew
      deliveries++
      say({})
    },
  })
}
say({ megabytes: process.resourceUsage().maxRSS / 1024 })
await database.close()
