import { DAY_TO_COME, NO_DAY } from './as-of.ts'
import { contacts } from './contracts/health-visiting-1.ts'
import { ANOTHER_PARTNER, NO_SENDER } from './identify.ts'
import { NO_AGREEMENT } from './publish.ts'
import { separatedBy, whyNotHeader } from './readers/header.ts'
import { isWorkbook } from './readers/kind.ts'
import { notWellFormed } from './readers/xml.ts'
import { withPassword } from './readers/zip.ts'
import { emptyFile } from './recognise.ts'

/** A sentence by which a delivery is refused whole, and how that mostly comes about. */
export type Refusal = { says: string; mostly: string }

const CSV = 'contacts.csv'
const header = Object.keys(contacts.columns)

/**
 * The refusals that come up most, in the very words of the code that refuses, with names of files and columns made up:
 * for the page that helps to mend a file.
 */
export const REFUSALS: readonly Refusal[] = [
  { says: isWorkbook('contacts.xlsx'), mostly: 'The file was sent as the spreadsheet program keeps it.' },
  {
    says: separatedBy(CSV, 'semicolons'),
    mostly:
      'In the region settings of some computers the list separator is a semicolon. It must be a comma, or the file be saved anew.',
  },
  {
    says:
      whyNotHeader(
        CSV,
        contacts,
        header.map(name => (name === 'birth_date' ? 'birthdate' : name)),
      ) ?? '',
    mostly:
      'The column was renamed, or the export has names of its own. Set the name in the export and not by hand.',
  },
  {
    says: whyNotHeader(CSV, contacts, ['Our children, November']) ?? '',
    mostly: 'A title or an empty row stands above the row of column names. Take it out.',
  },
  { says: emptyFile(CSV), mostly: 'The export stopped, or it found nothing to export.' },
  {
    says: notWellFormed('8882001_CTF_888LLLL_001.xml', 812),
    mostly: 'The file was cut off on its way, or was opened and saved in between.',
  },
  {
    says: withPassword('files.zip'),
    mostly: 'A program packed the files for an e-mail. The way to the hub is secret already.',
  },
  {
    says: ANOTHER_PARTNER,
    mostly: 'The file of another school was chosen, or the export has another school’s number in it.',
  },
  {
    says: NO_SENDER,
    mostly:
      'A data steward sent it for somebody. Whoever signs in as their own organisation need not say whose it is.',
  },
  {
    says: NO_DAY,
    mostly:
      'The day stood in the name of the file, and the file was renamed. Where you upload files, you can type the day.',
  },
  {
    says: DAY_TO_COME,
    mostly: 'The clock of the machine that exports is wrong, or the day has a slip in it.',
  },
  { says: NO_AGREEMENT, mostly: 'This is not about your file: an agreement has ended, or was never signed.' },
]
