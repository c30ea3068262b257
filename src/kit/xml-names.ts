/** The name of an element, with that of the element which began after it the last time: files repeat themselves. */
export type Name = { text: string; bytes: Buffer; next: Name | undefined }

export function newName(text: string): Name {
  return { text, bytes: Buffer.from(text), next: undefined }
}

const GREATER = 62

/** Whether a name of these bytes stands here and its tag ends behind it. A loop is faster than a call for so few. */
export function isWholeTag(bytes: Buffer, name: Buffer, at: number): boolean {
  const end = at + name.length
  if (end >= bytes.length || bytes[end] !== GREATER) return false
  for (let i = 0; i < name.length; i++) if (bytes[at + i] !== name[i]) return false
  return true
}
