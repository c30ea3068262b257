/** Parts of an address in one line, in the order given: a house number and the street after it belong together. */
export function addressLine(parts: (string | undefined)[]): string | undefined {
  const words = parts.filter(part => part !== undefined && part !== '')
  const line = words.join(', ').replace(/(^|, )(\d+[a-z]?), /i, '$1$2 ')
  return line === '' ? undefined : line
}
