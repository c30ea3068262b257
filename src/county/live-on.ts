/**
 * What happens to a family after the day on which the county was made: births, moves, leaving the county. Each kind of
 * event has a stream of chance of its own, so what has happened by one day has happened by every later day.
 */
import type { Family } from './people.ts'
import { DISTRICTS, drawAddress } from './places.ts'
import { daysUntil, randomFor } from './random.ts'

/** Times a year, for each family. */
const MOVES = 0.11
const LEAVING = 0.012
/** Of moves within the county, those to another district. */
const TO_ANOTHER_DISTRICT = 0.2

/** Brings the family from the day on which the county was made to the evening of another day. */
export function liveOn(seed: number, family: Family, madeOn: number, asOf: number): void {
  const left = madeOn + daysUntil(randomFor(seed, `leaving ${family.id}`), LEAVING)
  if (left <= asOf) family.leftOn = left
  const until = Math.min(asOf, family.leftOn ?? asOf)
  family.children.push(...family.toCome.filter(child => child.born <= until))
  family.toCome = family.leftOn === undefined ? family.toCome.filter(child => child.born > asOf) : []
  if (family.circumstances.has('traveller-no-fixed-address')) return
  const random = randomFor(seed, `moves ${family.id}`)
  for (let day = madeOn + daysUntil(random, MOVES); day <= until; day += daysUntil(random, MOVES)) {
    const district = random.chance(TO_ANOTHER_DISTRICT) ? random.pick(DISTRICTS) : family.district
    family.homes.push({ address: drawAddress(random, district), since: day })
  }
}
