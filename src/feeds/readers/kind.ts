import { Unfit } from './packed.ts'

/** What a file is by its first bytes, where it is none of the texts that feeds are made of. */

const GZIP = '\x1f\x8b'
const ZIP = 'PK\x03\x04'
const OTHER_ARCHIVES = ["7z\xbc\xaf'\x1c", 'Rar!\x1a', 'BZh', '\xfd7zXZ\0', '\x28\xb5\x2f\xfd']
const OLD_OFFICE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
/** By its mark, or by four plain letters: each fills one of four bytes. */
// oxlint-disable-next-line no-control-regex -- zeros are what it looks for
const UTF_32 = /^(\xff\xfe\0\0|\0\0\xfe\xff|([^\0]\0\0\0){4}|(\0\0\0[^\0]){4})/
/** Office files are zips whose first entry is one of these. */
const OFFICE = /^PK[\s\S]{28}(\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/|word\/|mimetype)/

export function isGzip(start: Buffer): boolean {
  return start.toString('latin1', 0, 2) === GZIP
}

/** Whether a file is a zip of files and not the workbook that a spreadsheet program packs as one. */
export function isZip(start: Buffer): boolean {
  return start.toString('latin1', 0, 4) === ZIP && !OFFICE.test(start.toString('latin1', 0, 64))
}

/**
 * Why a file cannot be a table or a document, for the partner; `undefined` where it may be one. Throws `Unfit` for an
 * archive: what lies in it would be lost in silence if it were only passed over.
 */
export function whyNotText(name: string, bytes: Buffer): string | undefined {
  const start = bytes.toString('latin1', 0, 512)
  if (OFFICE.test(start) || start.startsWith(OLD_OFFICE)) return isWorkbook(name)
  if (start.startsWith(ZIP) || start.startsWith(GZIP))
    throw new Unfit(
      `${name} is packed a second time. Unpack it and send the files themselves, or one zip of them.`,
    )
  if (OTHER_ARCHIVES.some(sign => start.startsWith(sign)))
    throw new Unfit(
      `${name} is packed in a way that is not read here. Send the files themselves, or a zip of them.`,
    )
  if (UTF_32.test(start))
    return `${name} is written in UTF-32, which is not read here. Choose UTF-8 when you save or export it (in Excel “CSV UTF-8”), and send that file.`
  if (start.startsWith('%PDF-'))
    return `${name} is a PDF. Send the file that your system exports, not a print of it.`
  if (/^\s*<(!doctype\s+html|html)\b/i.test(start))
    return `${name} is a web page, such as the sign-in page that is saved when a download fails. Export it again.`
  return undefined
}

export function isWorkbook(name: string): string {
  return `${name} is a workbook or another Office file, not a table of text. Open it in Excel, choose “Save as” and “CSV UTF-8 (comma delimited)”, and send that file.`
}
