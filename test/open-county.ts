import assert from 'node:assert/strict'
import { discloseChild } from '../src/access/child-view.ts'
import type { Disclosure } from '../src/access/disclose.ts'
import { discloseFamily, type FamilyView } from '../src/access/family-view.ts'
import { type FindView, find } from '../src/access/find.ts'
import type { PersonView } from '../src/access/person-view.ts'
import { parseQuery } from '../src/access/query.ts'
import type { Who } from '../src/access/request.ts'
import { countyDatabase } from './county-database.ts'

/** What was shown; fails the test where nothing was. */
export function shown<V>(answer: Disclosure<V>): V {
  assert.equal(answer.outcome, 'disclosed', JSON.stringify(answer))
  if (answer.outcome !== 'disclosed') throw new Error('not disclosed')
  return answer.view
}

/** A loaded county with those who ask in the tests of the nine rules, and their questions. */
export async function openCounty() {
  const county = await countyDatabase()
  const REASON = 'a reason of this test'
  return {
    county,
    asha: await county.who('asha.patel'),
    ruth: await county.who('ruth.holden'),
    priya: await county.who('priya.nair', 'mash-worker'),
    joanne: await county.who('joanne.kay'),
    /** The first person of a story at one partner. */
    storyPerson: async (story: string, source: string): Promise<string> => {
      const [first] = await county.personsOf(story, source)
      assert.ok(first !== undefined, `${story} at ${source}`)
      return first
    },
    search: async (who: Who, purpose: string, words: string): Promise<FindView> =>
      shown(await find(county.database, who, purpose, parseQuery(words))),
    child: (who: Who, purpose: string, personId: string): Promise<Disclosure<PersonView>> =>
      discloseChild(county.database, who, purpose, personId, REASON),
    family: (who: Who, purpose: string, personId: string): Promise<Disclosure<FamilyView>> =>
      discloseFamily(county.database, who, purpose, personId, REASON),
  }
}
