import { accessSync, closeSync, constants, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
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

/** Throws the fault of a place where no file can be begun: better before hours of work than after. */
export function requirePlace(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false })
  if (there === undefined || there.isFile())
    attempt(path, () => accessSync(dirname(path), constants.W_OK | constants.X_OK))
  // Asked of the system, so that it says itself what is wrong with a folder.
  if (there?.isDirectory()) attempt(path, () => closeSync(openSync(path, 'w')))
}

/** Begins a file. Throws a fault where the disk does not take it, and then nothing is left of it. */
export function beginFile(path: string): WholeFile {
  // A pipe or a device cannot be renamed: it takes the bytes as they come.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) return writeInto(path)
  const partial = `${path}.${process.pid}.partial`
  const file = attempt(path, () => openSync(partial, 'w'))
  unfinished.add(partial)
  return {
    write: bytes => writeAll(path, file, bytes),
    finish: () => {
      attempt(path, () => {
        closeSync(file)
        renameSync(partial, path)
      })
      unfinished.delete(partial)
    },
  }
}

function writeInto(path: string): WholeFile {
  const file = attempt(path, () => openSync(path, 'w'))
  return {
    write: bytes => writeAll(path, file, bytes),
    finish: () => attempt(path, () => closeSync(file)),
  }
}

function writeAll(path: string, file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; )
    done += attempt(path, () => writeSync(file, bytes, done, bytes.length - done))
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
    const says = CODES[code ?? ''] ?? `The system says ${code}`
    throw new Fault('file-unwritable', `${says}; nothing was written to ${path}.`, { cause: error })
  }
}

const CODES: Record<string, string> = {
  ENOSPC: 'The disk is full: free some space (ENOSPC)',
  EDQUOT: 'Your share of the disk is full: free some space (EDQUOT)',
  EFBIG: 'The file would be larger than this system allows: write it elsewhere (EFBIG)',
  EACCES: 'You may not write there: name another place (EACCES)',
  EROFS: 'The disk cannot be written to: name another place (EROFS)',
  ENOENT: 'There is no such folder: make it first (ENOENT)',
  EISDIR: 'That is a folder: name a file (EISDIR)',
}
