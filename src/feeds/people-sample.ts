import type { Draft } from './contract.ts'

/** A person of a delivery as the records of other partners are asked about; never stored. */
export type SamplePerson = {
  givenName: string | undefined
  familyName: string | undefined
  birthDate: string | undefined
  nhsNumber: string | undefined
  upn: string | undefined
}

/**
 * Looks people of a delivery up in the records of other partners: how many of them seem to be there. `undefined`
 * where no other partner's records are here yet, so that there is nothing to be found in.
 */
export type EstimateMatches = (
  partnerId: string,
  people: readonly SamplePerson[],
) => Promise<number | undefined>

export type PeopleSample = { note: (drafts: readonly Draft[]) => void; people: () => SamplePerson[] }

/** Of fewer people no share is told, kept or weighed: it would say of somebody whether another partner knows them. */
export const FEWEST_TOLD = 50
/** Told to the nearest five points, so that one person more or less in a file is not seen either. */
export function tellable(share: number): number {
  return Math.round(share * 20) / 20
}

/** Enough to tell a share to within some five points. */
const MOST = 500

/**
 * Keeps some hundred people from everywhere in a delivery while it is read: every so many, and fewer the longer it
 * becomes, so that neither its order nor its size decides who is asked about.
 */
export function samplePeople(): PeopleSample {
  let kept: SamplePerson[] = []
  let step = 1
  let seen = 0
  return {
    note: drafts => {
      for (const draft of drafts) {
        const { identity, identifiers } = draft.content
        if (identity === undefined) continue
        const { givenName, familyName, birthDate } = identity
        const { nhsNumber, upn } = identifiers ?? {}
        // A pupil's contact, of whom no more than a name is known, would be found nowhere whatever became of the file.
        if ((birthDate ?? nhsNumber ?? upn) === undefined || seen++ % step !== 0) continue
        kept.push({ givenName, familyName, birthDate, nhsNumber, upn })
        if (kept.length < MOST * 2) continue
        kept = kept.filter((_, at) => at % 2 === 0)
        step *= 2
      }
    },
    people: () => kept,
  }
}
