import { freemem } from 'node:os'
import { Fault } from '../../kit/faults.ts'

/** Bytes that a record takes beside its row while it is linked, on the whole: its id, places, pairs and person. */
const BESIDE_ROW = 180

/**
 * Refuses what the memory that is left does not hold. Otherwise the system would end the process in the middle of the
 * work, and nobody could say why.
 */
export function refuseWithoutRoom(records: number, slots: number, left = memoryLeft()): void {
  const needed = records * (4 * slots + BESIDE_ROW)
  if (needed <= left) return
  const inMegabytes = (bytes: number): string => Math.ceil(bytes / 2 ** 20).toLocaleString('en-GB')
  throw new Fault(
    'memory-short',
    `${records.toLocaleString('en-GB')} rows need about ${inMegabytes(needed)} MiB, and ${inMegabytes(left)} are left. Close other programs, or link fewer files at once.`,
  )
}

/** What the machine has free, or the limit that is set for this process, whichever is less. */
function memoryLeft(): number {
  const limit = process.constrainedMemory()
  return Math.min(freemem(), limit > 0 ? Math.max(0, limit - process.memoryUsage.rss()) : Infinity)
}
