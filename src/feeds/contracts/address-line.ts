/** Parts of an address in one line, in the order given: a house number and the street after it belong together. */
export function addressLine(parts: (string | undefined)[]): string | undefined {
  let line = ''
  for (const part of parts) if (part) line = line === '' ? part : `${line}, ${part}`
  return line === '' ? undefined : line.replace(/(^|, )(\d+[a-z]?), /i, '$1$2 ')
}
