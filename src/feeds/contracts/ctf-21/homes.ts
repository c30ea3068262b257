import { normalisePostcode } from '../../../kit/names.ts'
import { fullPostcode, guarded, text, uprn as uprnField } from '../../columns.ts'
import type { Context } from '../../contract.ts'
import { type Element, elementAt, elementsAt, firstText, textAt } from '../../readers/element.ts'
import type { Address, Content } from '../../sections.ts'
import { addressLine } from '../address-line.ts'

/** Where pupils and their contacts live, and which of it is a placement. */

/** Address parts in the order in which an envelope has them, in parts or in lines. */
const PARTS = ['SAON', 'PAON', 'Street', 'Locality', 'Town']
const LINES = ['1', '2', '3', '4', '5'].map(line => `AddressLine${line}`)
/** The town of the postal service, where the file names no other. */
const POST_TOWN = 'BS7666Address/PostTown'
/** Some systems put it beside the lines or spell it otherwise than the specification. */
const POSTCODES = ['PostCode', 'BS7666Address/PostCode', 'Postcode']
/** Beside the address in some versions, within it in others. */
export const AS_PUPIL = ['AddressAsPupil', 'Address/AddressAsPupil']
const UPRN = 'BS7666Address/UniquePropertyReferenceNumber'
export const ADDRESS = [
  ...PARTS.map(part => `BS7666Address/${part}`),
  ...LINES.flatMap(line => [`AddressLines/${line}`, line]),
  POST_TOWN,
  UPRN,
  ...POSTCODES,
].map(path => `Address/${path}`)

/** Beside the details in some versions, among them in others. */
export const IN_CARE = ['LookedAfter/InCare', 'BasicDetails/LookedAfter/InCare']

export const FOSTER: ReadonlySet<string> = new Set(['FOM', 'FOF', 'FOS'])

export function codeOf(contact: Element): string {
  return textAt(contact, 'Relationship')?.toUpperCase() ?? ''
}

/**
 * Where a pupil is in care, by the school's own word or because a foster carer is said to live with the pupil, the home is
 * a placement. Only the child's own care team may see where that is, without anybody setting anything.
 */
export function placementOf(pupil: Element, context: Context): string | undefined {
  const stated = firstText(pupil, IN_CARE)
  const postcode = postcodeAt(elementAt(pupil, 'Address')) ?? ''
  const livesWithCarer = elementsAt(pupil, 'Contacts/Contact').some(
    contact =>
      FOSTER.has(codeOf(contact)) &&
      (AS_PUPIL.some(path => isYes(textAt(contact, path))) ||
        (postcode !== '' && postcodeAt(elementAt(contact, 'Address')) === postcode)),
  )
  const isInCare = context.read(guarded, 'InCare', stated) === true
  return isInCare || livesWithCarer ? postcode : undefined
}

const isYes = (text: string | undefined): boolean => /^(y|yes|true|1)$/i.test(text ?? '')

function postcodeAt(address: Element | undefined): string | undefined {
  const written = address && firstText(address, POSTCODES)
  return written === undefined ? undefined : normalisePostcode(written)
}

/** Of a placement the postcode is kept, in a category of its own. */
export function homeOf(
  home: Address | undefined,
  isPlacement: boolean,
): Pick<Content, 'address' | 'placement-address'> {
  if (!isPlacement) return { address: home }
  return home?.postcode === undefined
    ? {}
    : { 'placement-address': { postcode: home.postcode, type: 'placement' } }
}

export function addressOf(element: Element, of: string, context: Context): Address | undefined {
  const outer = elementAt(element, 'Address')
  if (outer === undefined) return undefined
  const line = context.read(text, `${of}Address`, addressLine(partsOfAddress(outer)))
  const written = firstText(outer, POSTCODES)
  const postcode = context.read(fullPostcode, `${of}PostCode`, written)
  const uprn = context.read(uprnField, `${of}UniquePropertyReferenceNumber`, textAt(outer, UPRN))
  return line || postcode || uprn ? { line, postcode, uprn } : undefined
}

function partsOfAddress(outer: Element): (string | undefined)[] {
  const inParts = elementAt(outer, 'BS7666Address')
  const parts = PARTS.map(part => textAt(inParts, part))
  // Most systems write no lines, and to look for ten in vain costs more than to read the parts.
  if (outer.children.some(child => child.name.startsWith('AddressLine'))) {
    const inLines = elementAt(outer, 'AddressLines')
    for (const line of LINES) parts.push(textAt(inLines, line), textAt(outer, line))
  }
  if (textAt(inParts, 'Town') === undefined) parts.push(textAt(outer, POST_TOWN))
  return parts
}
