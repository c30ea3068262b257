/** Characters of XML 1.0: what they may stand in, and what is written for them. Source: W3C, XML 1.0 (Fifth Edition). */

/**
 * What a byte of UTF-8 is in the text of an element. `RARE`: XML gives it a meaning or may forbid it. A text that has none
 * of these is what it says; the bits of several bytes are joined.
 */
export const WIDE = 1
export const RETURN = 2
export const RARE = 4
export const MARKUP = 8
/** The byte with which those of U+FFFE and U+FFFF begin, which no document may hold. */
const FIRST_OF_FORBIDDEN = 0xef

export const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const letter = String.fromCharCode(byte)
  if (letter === '<') return MARKUP
  if (letter === '\r') return RETURN
  if (byte === FIRST_OF_FORBIDDEN) return WIDE | RARE
  if (byte > 0x7f) return WIDE
  return '&]'.includes(letter) || (letter < ' ' && !'\n\t'.includes(letter)) ? RARE : 0
})

const IN_NAMES = 16

/** What a byte is in a name; 0 where it ends one. Of letters beyond ASCII the pattern `NAME` says more. */
export const NAME_KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte > 0x7f) return WIDE
  return /[\w.:-]/.test(String.fromCharCode(byte)) ? IN_NAMES : 0
})

const START =
  ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}'
/** A name, for use in a pattern with the flag `u`. */
export const NAME = `[${START}][-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}${START}]*`

/** White space, for use in a pattern. */
export const SPACE = '[ \\t\\r\\n]'

export function isSpace(letter: number | undefined): boolean {
  return letter === 32 || letter === 10 || letter === 13 || letter === 9
}

/** What no document may hold: most control characters and halves of characters. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
export const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u

/** Every end of a line is one line feed (2.11). */
export function withPlainLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const REFERENCE = /&(?:(lt|gt|amp|quot|apos)|#([0-9]+)|#x([0-9a-fA-F]+));|&/g

/**
 * A text with its references read (4.1, 4.6). `fail` is told the place of one that is no reference, or that is to what is
 * no character; XML 1.1 allows references to control characters.
 */
export function readReferences(
  text: string,
  allowsControls: boolean,
  fail: (offset: number) => never,
): string {
  if (!text.includes('&')) return text
  return text.replace(REFERENCE, (_, entity?: string, decimal?: string, hexadecimal?: string, offset = 0) => {
    if (entity !== undefined) return ENTITIES[entity] ?? ''
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number.parseInt(decimal, 10)
    const isControl = allowsControls && code >= 1 && code < 32
    const isCharacter = code <= 0x10_ffff && !FORBIDDEN.test(String.fromCodePoint(code))
    return isControl || isCharacter ? String.fromCodePoint(code) : fail(offset)
  })
}
