import type { Comparison, Kind } from '../compare/comparisons.ts'

/**
 * What is expected of a comparison before a file is seen: how often each level is met among pairs of one person, of
 * two people of one household, and of two unrelated people. They give the estimation its direction, so that its classes
 * cannot change places. They are judgements of this engine's authors: no paper has them and they were counted nowhere.
 *
 * How much hangs on them was measured (docs/linkage.md, numbers that were chosen). `same` and `household` count as
 * `EXPECTED_PAIRS` beside the pairs of the file, which outweigh them where there are some hundreds; but what is `HELD` of
 * the household story (maximise.ts) stays as it stands here. `unrelated` only fills up levels that a sample of strangers
 * shows rarely: exact agreement is counted.
 */
const EXPECTED: Record<Kind, { same: number[]; household: number[]; unrelated: number[] }> = {
  given: {
    same: [0.86, 0.035, 0.04, 0.015, 0.02, 0.01, 0.02],
    household: [0.004, 0.003, 0.004, 0.03, 0.02, 0.0002, 0.9388],
    unrelated: [0.005, 0.002, 0.001, 0.02, 0.01, 0.00002, 0.962],
  },
  family: {
    same: [0.87, 0.03, 0.04, 0.015, 0.045],
    household: [0.78, 0.05, 0.02, 0.01, 0.14],
    unrelated: [0.003, 0.002, 0.001, 0.015, 0.979],
  },
  middle: {
    same: [0.85, 0.08, 0.07],
    household: [0.08, 0.07, 0.85],
    unrelated: [0.02, 0.06, 0.92],
  },
  birthDate: {
    same: [0.94, 0.008, 0.02, 0.007, 0.006, 0.012, 0.007],
    household: [0.025, 0.0005, 0.003, 0.02, 0.03, 0.52, 0.4],
    unrelated: [0.00005, 0.00002, 0.0008, 0.005, 0.015, 0.5, 0.479],
  },
  sex: { same: [0.985, 0.015], household: [0.5, 0.5], unrelated: [0.5, 0.5] },
  place: {
    same: [0.68, 0.05, 0.05, 0.02, 0.08, 0.06, 0.06],
    household: [0.85, 0.04, 0.05, 0.01, 0.02, 0.01, 0.02],
    unrelated: [0.00001, 0.0001, 0.0001, 0.0005, 0.015, 0.1, 0.8843],
  },
  phone: { same: [0.7, 0.3], household: [0.5, 0.5], unrelated: [0.00001, 0.99999] },
  email: { same: [0.8, 0.03, 0.17], household: [0.3, 0.01, 0.69], unrelated: [0.00001, 0.00001, 0.99998] },
  source: { same: [0.1, 0.9, 0.1, 0.9], household: [0.5, 0.5, 0.5, 0.5], unrelated: [0.5, 0.5, 0.5, 0.5] },
  identifier: {
    same: [0.96, 0.02, 0.02],
    household: [0.002, 0.004, 0.994],
    unrelated: [0.000001, 0.0001, 0.9999],
  },
  relatives: { same: [0.6, 0.4], household: [0.5, 0.5], unrelated: [0.00001, 0.99999] },
  text: { same: [0.7, 0.1, 0.2], household: [0.3, 0.05, 0.65], unrelated: [0.05, 0.02, 0.93] },
}

/**
 * The most that a level may be met among pairs of one person where no identifier says for certain which they are, and
 * among pairs of one household. Constraints on the maximisation are Winkler's (1993); these bounds are not from there but
 * were chosen by what happened without them: brothers and sisters passed for one person whose given name is often
 * another, slips in a birth date for a household of namesakes, and where all have one postcode strangers of one first name
 * for a household (docs/linkage.md, what helped).
 */
const MOST: { same: Partial<Record<Kind, number[]>>; household: Partial<Record<Kind, number[]>> } = {
  same: {
    given: [1, 1, 1, 0.05, 1, 0.02, 0.03],
    birthDate: [1, 1, 1, 0.04, 0.03, 0.006, 0.0002],
    sex: [1, 0.02],
  },
  household: { given: [0.05, 0.02, 0.02, 0.06, 0.06, 0.002, 1], family: [1, 1, 1, 1, 0.4] },
}

export type Expectation = { same: number[]; household: number[]; unrelated: number[] }

export const expected = ({ kind }: Comparison): Expectation => EXPECTED[kind]

/** For each level the most that it may be met; 1 where nothing is said. */
export const mostOf = (story: 'same' | 'household', { kind, levels }: Comparison): number[] => [
  ...(MOST[story][kind] ?? levels.map(() => 1)),
]

/** The expectations count as this many pairs beside those of the file: chosen, and it matters little from 10 to 160. */
export const EXPECTED_PAIRS = 40
