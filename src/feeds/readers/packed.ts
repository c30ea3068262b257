/** What is common to files that come packed, in a zip or as gzip: how far they may unpack, and how a bad one is told. */

/** Thrown while a file is read whose own content is the trouble, not the machine. Its message is a sentence for the partner. */
export class Unfit extends Error {}

const LARGEST = 2 * 1024 ** 3
/** Text seldom packs tighter than this; beyond it, and above this size, a file is taken for a bomb. */
const TIGHTEST_RATIO = 200
const RATIO_COUNTS_FROM = 20 * 1024 ** 2

/** Why a file or an archive is not unpacked any further, by its bytes as they came and as they would be. */
export function whyTooLarge(name: string, packed: number, unpacked: number): string | undefined {
  if (unpacked > LARGEST) return `${name} unpacks to more than 2 GB. Send it in parts.`
  if (unpacked > RATIO_COUNTS_FROM && unpacked > packed * TIGHTEST_RATIO)
    return `${name} would unpack to far more than a table of text does. It was not opened. Send the files unpacked.`
  return undefined
}
