import { withPlainLineEnds } from './xml-characters.ts'
import { targetOf, versionOf } from './xml-instruction.ts'
import { checkCharacters, fail, type Scan, written } from './xml-scan.ts'

/** What stands in a document beside elements and their text, from its first sign to the place after it. */

const COMMENT = Buffer.from('<!--')
const CDATA = Buffer.from('<![CDATA[')
const DOCTYPE = Buffer.from('<!DOCTYPE')

/** Takes a comment, a CDATA section or a document type; `undefined` where its end has not come yet. */
export function takeDeclaration(scan: Scan, at: number): number | undefined {
  const { bytes } = scan
  if (beginsWith(bytes, at, COMMENT)) return takeComment(scan, at)
  if (beginsWith(bytes, at, CDATA)) return takeCdata(scan, at)
  if (beginsWith(bytes, at, DOCTYPE)) return scan.events.doctype()
  const begun = bytes.subarray(at)
  return [COMMENT, CDATA, DOCTYPE].some(known => beginsWith(known, 0, begun)) ? undefined : fail(scan, at)
}

function beginsWith(bytes: Buffer, at: number, sign: Buffer): boolean {
  return bytes.subarray(at, at + sign.length).equals(sign)
}

const GREATER = 62

function takeComment(scan: Scan, at: number): number | undefined {
  const { bytes } = scan
  const end = bytes.indexOf('--', at + COMMENT.length)
  if (end < 0 || end + 2 >= bytes.length) return undefined
  if (bytes[end + 2] !== GREATER) fail(scan, end)
  checkCharacters(scan, written(scan, at, end), at)
  return end + 3
}

function takeCdata(scan: Scan, at: number): number | undefined {
  if (scan.open.length === 0) fail(scan, at)
  const begin = at + CDATA.length
  const end = scan.bytes.indexOf(']]>', begin)
  if (end < 0) return undefined
  const inner = written(scan, begin, end)
  checkCharacters(scan, inner, at)
  if (scan.wanted.at(-1)) scan.events.text(withPlainLineEnds(inner))
  return end + 3
}

/** A processing instruction is passed over. The XML declaration looks like one and may stand at the start only. */
export function takeInstruction(scan: Scan, at: number): number | undefined {
  const end = scan.bytes.indexOf('?>', at + 2)
  if (end < 0) return undefined
  const whole = written(scan, at, end + 2)
  const target = targetOf(whole) ?? fail(scan, at)
  checkCharacters(scan, whole, at)
  if (target.toLowerCase() !== 'xml') return end + 2
  const version = versionOf(whole)
  if (version === undefined || !scan.isStart) fail(scan, at)
  scan.allowsControls = version === '1.1'
  return end + 2
}
