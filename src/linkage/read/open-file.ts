import { openSync } from 'node:fs'
import { Fault } from '../../kit/faults.ts'

/** Opens a file to read. Throws a fault that says in words why it cannot be. */
export function openFile(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const says = code === undefined ? 'it cannot be opened' : (CODES[code] ?? `the system says ${code}`)
    throw new Fault('file-unreadable', `${path}: ${says}.`, { cause: error })
  }
}

const CODES: Record<string, string> = {
  ENOENT: 'there is no such file (ENOENT)',
  EACCES: 'you may not read it (EACCES)',
  EMFILE: 'too many files are open; use fewer --threads (EMFILE)',
}
