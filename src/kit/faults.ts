/**
 * Faults: what went wrong with the machine or its settings, each with a code and what to do about it.
 * Expected outcomes are returned values, not faults; a bug is an assertion.
 */
const CATALOGUE = {
  'database-unreachable':
    'The database cannot be reached. Check DATABASE_URL and that PostgreSQL is running.',
  'database-too-old':
    'The database is older than PostgreSQL 15. Point DATABASE_URL at PostgreSQL 15 or newer.',
  'database-refused':
    'The database user may not set up the service. Use a user that may create schemas and roles.',
  'database-failed': 'The embedded database did not start.',
  'folder-read-only': 'The data folder cannot be written to. Set FAMILY_HUB_DATA to a folder that can.',
  'port-in-use': 'The port is in use. Stop the other program or set PORT to a free one.',
  'setting-wrong': 'A setting is wrong.',
  'issuer-unreachable':
    'The sign-in provider in OIDC_ISSUER did not answer as an OpenID provider. Check the address.',
  'audit-unwritable': 'The audit log cannot be written, so nothing is shown. Restore its database rights.',
  'file-unreadable': 'A file cannot be read.',
  'backup-unusable': 'The backup cannot be used.',
  'record-unknown': 'A record cannot be told.',
  'model-unusable': 'The model file cannot be used.',
  'file-unwritable': 'A file cannot be written.',
  'memory-short': 'There is not enough memory.',
  'already-running': 'The service is running on this data folder. Stop it first.',
} as const

export type FaultCode = keyof typeof CATALOGUE

/** A fault that the one boundary (console or page) turns into a plain sentence. Carries no personal data. */
export class Fault extends Error {
  readonly code: FaultCode
  /** What was said beyond the catalogue's sentence. */
  readonly more: string
  constructor(code: FaultCode, more = '', options?: ErrorOptions) {
    super(more === '' ? CATALOGUE[code] : `${CATALOGUE[code]} ${more}`, options)
    this.name = 'Fault'
    this.code = code
    this.more = more
  }
}

/** A fault of the machine, which passes; everything else that is thrown is a bug of ours. */
export function isOutage(error: unknown): boolean {
  if (error instanceof Fault) return true
  const { code, message } = error as { code?: unknown; message?: unknown }
  // PostgreSQL's classes 08, 53 and 57: connection lost, resources short, shut down by an operator.
  if (/^(08|53|57)...$|^E(CONN|TIMEDOUT|PIPE)/.test(String(code))) return true
  return /^(connection terminated|timeout exceeded when trying to connect)/i.test(String(message))
}
