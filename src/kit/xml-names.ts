/** The name of an element, with that of the element which began after it the last time: files repeat themselves. */
export type Name = { text: string; letters: Uint16Array; next: Name | undefined }

export function newName(text: string): Name {
  return { text, letters: Uint16Array.from(text, letter => letter.charCodeAt(0)), next: undefined }
}

const GREATER = 62

/** Whether a name of these letters stands here and its tag ends behind it. A loop is faster than a call for so few. */
export function isWholeTag(text: string, letters: Uint16Array, at: number): boolean {
  for (let i = 0; i < letters.length; i++) if (text.charCodeAt(at + i) !== letters[i]) return false
  return text.charCodeAt(at + letters.length) === GREATER
}
