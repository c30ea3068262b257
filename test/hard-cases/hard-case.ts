import type { Draw } from './draw.ts'

/** A row of a file of people, by the columns of `family-hub county --people`; what is left out is empty. */
export type Row = {
  source: string
  first_name: string
  middle_name: string
  surname: string
  maiden: string
  dob: string
  sex: string
  address: string
  postcode: string
  uprn: string
  phone: string
  email: string
  nhs_number: string
  upn: string
  seal: string
}

/** A record and of whom it is: records `of` one are one person, for the engine to join. */
export type Told = { of: string; row: Row }

/**
 * A class of people who are hard to tell apart or to know again. Each case is a few records, made by chance that can
 * be repeated, and stands among the records of a whole county, from which an engine learns.
 */
export type HardCase = {
  /** The file's name. */
  name: string
  /** What makes it hard, in a sentence. */
  says: string
  /** One case in words, with the truth. */
  example: string
  make: (draw: Draw) => Told[]
  /**
   * The least share of one person's pairs that the engine joins, and of different people's that it keeps apart: a
   * tenth below what was measured, and 0 where the engine fails today and nothing would be held.
   */
  least: { joined?: number; apart?: number }
}
