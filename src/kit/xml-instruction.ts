import { NAME, SPACE } from './xml-characters.ts'

/** Processing instructions of XML 1.0, from `<?` to `?>`, and the XML declaration, which looks like one. */

const DECLARATION = new RegExp(
  `^<\\?xml${SPACE}+version${SPACE}*=${SPACE}*(["'])(1\\.[0-9]+)\\1` +
    `(?:${SPACE}+encoding${SPACE}*=${SPACE}*(["'])[A-Za-z][A-Za-z0-9._-]*\\3)?` +
    `(?:${SPACE}+standalone${SPACE}*=${SPACE}*(["'])(?:yes|no)\\4)?${SPACE}*\\?>$`,
)
const INSTRUCTION = new RegExp(`^<\\?(${NAME})(?:${SPACE}[^]*)?\\?>$`, 'u')

/** For whom an instruction is; `undefined` where it is none. */
export function targetOf(instruction: string): string | undefined {
  return INSTRUCTION.exec(instruction)?.[1]
}

/** The version that an XML declaration states; `undefined` where it is none. */
export function versionOf(instruction: string): string | undefined {
  return DECLARATION.exec(instruction)?.[2]
}
