import type { Rule } from './check.ts'

/** What can be wrong with a row or a file as a whole, beside the checks of its fields. */

export const strayQuote: Rule = {
  rule: 'stray-quote',
  says: 'A quote mark (") that belongs to a text is written twice, and the text stands in quote marks.',
  remedy: 'Write the quote mark twice, as in "the ""Old Mill""". The row was left out.',
}

export const openQuote: Rule = {
  rule: 'open-quote',
  says: 'A text that begins with a quote mark (") ends with one.',
  remedy: 'Put the missing quote mark at the end of the text. The row was left out.',
}

export const rowTooLong: Rule = {
  rule: 'row-too-long',
  says: 'A row holds at most a million characters.',
  remedy: 'Look whether line ends are missing, or documents were pasted into a field. The row was left out.',
}

export const tooFewCells: Rule = {
  rule: 'ragged-row',
  says: 'Every row has as many cells as there are column names.',
  remedy:
    'The row has fewer cells than there are columns. Put text that runs over several lines in quote marks ("). The row was left out.',
}

export const tooManyCells: Rule = {
  ...tooFewCells,
  remedy:
    'The row has more cells than there are columns. Put text that holds commas in quote marks ("). The row was left out.',
}

export const cutOff: Rule = {
  rule: 'cut-off',
  says: 'A file ends with a whole row.',
  remedy:
    'The file ends in the middle of this row, so it may have been cut off. Compare it with your own system and send it again, whole.',
}

export const requiredMissing: Rule = {
  rule: 'required-missing',
  says: 'A field that every row needs is filled in.',
  remedy: 'Fill in the field. Without it the row means nothing, so it was left out.',
}

export const assumedEncoding: Rule = {
  rule: 'encoding',
  says: 'Text is written in UTF-8, which has the letters of all names.',
  remedy:
    'The file was written in another encoding and read as that. Choose “CSV UTF-8” when you save it, so that all names can be written.',
}

export const brokenJson: Rule = {
  rule: 'json',
  says: 'A field that holds parts, such as those of an address, is one JSON object of texts.',
  remedy:
    'Ask whoever set up the export to write the address as one JSON object. It was left out, and the postcode kept.',
}

/** `found` is the name in the file; it is like the agreed one, so it is no value. */
export function renamedColumn(agreed: string, found: string): Rule {
  return {
    rule: 'renamed-column',
    says: 'Columns have the names that were agreed.',
    remedy: `There is a column “${found}” where “${agreed}” was agreed. Its values were not taken. Call it “${agreed}”.`,
  }
}
