import type { Rule } from './check.ts'

/** What can be wrong with a row or a file as a whole, beside the checks of its fields. */

export const strayQuote: Rule = {
  rule: 'stray-quote',
  says: 'A quote mark (") that belongs to a text is written twice, and the text stands in quote marks.',
  remedy:
    'There is a single quote mark (") within a text. Write it twice, as in "the ""Old Mill""", or leave it out. The row was left out.',
  mostly: 'A file was changed by hand, or put together by a program that sets no quote marks.',
}

export const openQuote: Rule = {
  rule: 'open-quote',
  says: 'A text that begins with a quote mark (") ends with one.',
  remedy:
    'A text begins with a quote mark (") and does not end with one. Put the missing quote mark at its end. The row was left out.',
  mostly: 'The file was changed by hand, or cut off in the middle of a text.',
}

export const rowTooLong: Rule = {
  rule: 'row-too-long',
  says: 'A row holds at most a million characters.',
  remedy:
    'The row has more than a million characters. Look whether line ends are missing, or a document was pasted into a field. The row was left out.',
  mostly: 'A quote mark that never ends makes the rest of the file one row.',
}

export const tooFewCells: Rule = {
  rule: 'ragged-row',
  says: 'Every row has as many cells as there are column names.',
  remedy:
    'The row has fewer cells than there are columns. Put text that runs over several lines in quote marks ("). The row was left out.',
  mostly: 'A text with a line break in it was cut in two, or a line such as a total stands below the table.',
}

export const tooManyCells: Rule = {
  ...tooFewCells,
  remedy:
    'The row has more cells than there are columns. Put text that holds commas in quote marks ("). The row was left out.',
  mostly:
    'An address with a comma in it stands without quote marks. Programs that save CSV set them by themselves.',
}

export const cutOff: Rule = {
  rule: 'cut-off',
  says: 'A file ends with a whole row.',
  remedy:
    'The file ends in the middle of this row, so it may have been cut off. Compare it with your own system and send it again, whole.',
  mostly:
    'The export stopped, or the download broke off. Look whether the last name is the last in your system.',
}

export const headerAgain: Rule = {
  rule: 'header-again',
  says: 'The names of the columns stand once, in the first row.',
  remedy:
    'The row holds the names of the columns again. It was left out, and the rows below it were read. Look whether two files were put together, and whether both belong here.',
  mostly: 'Files were copied one behind the other, or a report repeats its heading on each page.',
}

export const requiredMissing: Rule = {
  rule: 'required-missing',
  says: 'A field that every row needs is filled in.',
  remedy: 'The field is empty. Fill it in. Without it the row means nothing, so the row was left out.',
  mostly: 'A field that tells people or rows apart was left empty, or the export does not fill its column.',
}

export const assumedEncoding: Rule = {
  rule: 'encoding',
  says: 'Text is written in UTF-8, which has the letters of all names.',
  remedy:
    'The file is not written in UTF-8. It was read all the same. Choose “CSV UTF-8” when you save it, so that all letters of all names arrive.',
  mostly: '“CSV” was chosen where the program also offers “CSV UTF-8”.',
}

export const brokenJson: Rule = {
  rule: 'json',
  says: 'A field that holds parts, such as those of an address, is one JSON object of texts.',
  remedy:
    'The parts of the address are not one JSON object of texts. Ask whoever set up the export to mend that. The address was left out, and the postcode kept.',
  mostly: 'The export writes the address as one text.',
}

type Place = { row: number; file: string }

/** `here` and `first` give one record two contents. */
export function toldTwice(here: Place, first: Place): Rule {
  const others =
    here.file !== first.file
      ? `This row and row ${first.row} of ${first.file}`
      : here.row === first.row
        ? 'Two parts of this row'
        : `This row and row ${first.row}`
  return {
    rule: 'told-twice',
    says: 'A file says of each record one thing.',
    remedy: `${others} have the same reference and say different things. Find out which is right, and send only that. Until then one of them counts, and the other is shown to nobody.`,
    mostly:
      'An export joined two tables and so made several rows of one, or one reference was given to two people.',
  }
}

/** `found` is the name in the file; it is like the agreed one, so it is no value. */
export function renamedColumn(agreed: string, found: string): Rule {
  return {
    rule: 'renamed-column',
    says: 'Columns have the names that were agreed.',
    remedy: `There is a column “${found}” where “${agreed}” was agreed. Its values were not taken. Call it “${agreed}”.`,
    mostly: 'The column was renamed in the spreadsheet, or the export has names of its own.',
  }
}
