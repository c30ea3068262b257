import { Fault, type FaultCode } from '../kit/faults.ts'

/** What a command's exit code says to a script. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  problemsFound: 3,
  notPermitted: 4,
  dependencyDown: 5,
  interrupted: 130,
} as const

export const EXIT_MEANINGS: [code: number, says: string][] = [
  [EXIT.ok, 'done'],
  [EXIT.failure, 'it failed'],
  [EXIT.usage, 'the command or a setting was written wrongly'],
  [EXIT.problemsFound, 'it ran, and found problems in what it was given'],
  [EXIT.notPermitted, 'not permitted: no live sharing agreement, or not confirmed'],
  [EXIT.dependencyDown, 'something that the service needs is down, such as its database'],
  [EXIT.interrupted, 'interrupted'],
]

const OF_FAULT: Record<FaultCode, number> = {
  'database-unreachable': EXIT.dependencyDown,
  'database-too-old': EXIT.dependencyDown,
  'database-refused': EXIT.dependencyDown,
  'database-failed': EXIT.dependencyDown,
  'issuer-unreachable': EXIT.dependencyDown,
  'audit-unwritable': EXIT.dependencyDown,
  'folder-read-only': EXIT.failure,
  'port-in-use': EXIT.failure,
  'already-running': EXIT.failure,
  'file-unreadable': EXIT.problemsFound,
  'backup-unusable': EXIT.problemsFound,
  'model-unusable': EXIT.usage,
  'record-unknown': EXIT.usage,
  'file-unwritable': EXIT.failure,
  'memory-short': EXIT.failure,
  'setting-wrong': EXIT.usage,
}

export function exitCodeOf(error: unknown): number {
  return error instanceof Fault ? OF_FAULT[error.code] : EXIT.failure
}
