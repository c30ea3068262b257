import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { Fault } from '../../kit/faults.ts'

/** A file that is written under another name beside its own and gets its own only when it is whole. */
export type WholeFile = {
  write(bytes: Uint8Array): void
  /** Gives the file its name. */
  finish(): void
}

/** Files begun and not finished: a run that fails or is interrupted leaves none behind. */
const unfinished = new Set<string>()
process.on('exit', () => {
  for (const path of unfinished) rmSync(path, { force: true })
})

/** Begins a file. Throws a fault where the disk does not take it, and then nothing is left of it. */
export function beginFile(path: string): WholeFile {
  const partial = `${path}.${process.pid}.partial`
  const file = attempt(path, () => openSync(partial, 'w'))
  unfinished.add(partial)
  return {
    write: bytes => {
      for (let done = 0; done < bytes.length; )
        done += attempt(path, () => writeSync(file, bytes, done, bytes.length - done))
    },
    finish: () => {
      attempt(path, () => {
        closeSync(file)
        renameSync(partial, path)
      })
      unfinished.delete(partial)
    },
  }
}

/** Writes a text whole or not at all. */
export function writeWhole(path: string, text: string): void {
  const file = beginFile(path)
  file.write(Buffer.from(text))
  file.finish()
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const says = code === 'ENOSPC' ? 'The disk is full: free some space' : `The system says ${code}`
    throw new Fault('file-unwritable', `${says}; nothing was written to ${path}.`, { cause: error })
  }
}
