/**
 * The log of the web service. It tells an operator what was slow or broken and nothing about anybody: no address
 * with ids, no query, no body, no cookie, and of an error only its kind and where it arose, since its message
 * may quote a row.
 */

import { type DestinationStream, type Logger, pino } from 'pino'

/** A logger that cannot be handed a request or an error whole. */
export function createLogger(destination: DestinationStream, level = 'info'): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['*.headers', '*.cookie', '*.authorization', '*.url', '*.query', '*.body', '*.params'],
      serializers: { err: describeError, error: describeError, req: () => undefined, res: () => undefined },
    },
    destination,
  )
}

/** Kind, code and places of an error, and of its cause. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error }
  const { code } = error as Error & { code?: unknown }
  const where = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  return {
    kind: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    where: where.slice(0, 8).map(line => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}
