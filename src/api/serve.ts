/** Everything by which partners' systems reach the service: the interface beside the pages, and the SFTP drop. */

import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { systemClock } from '../kit/clock.ts'
import type { Database } from '../kit/database.ts'
import { uploadPlace } from '../kit/upload-place.ts'
import { registerInterface } from './interface.ts'
import { openSftp, type SftpServer } from './sftp/server.ts'
import { openTurns } from './turns.ts'

/** Reading a delivery keeps a processor busy and takes two connections: those beyond wait for their turn. */
const DELIVERIES_AT_ONCE = 2

export type SystemsOptions = {
  database: Database
  publicUrl: string
  version: string
  /** Holds the drop, and files of the interface while they are read. */
  dataFolder: string
  /** Takes kind and place of an error and never its message. */
  log: Pick<Logger, 'error'>
}

export type Systems = {
  beside(app: FastifyInstance): Promise<void>
  openSftp(at: { host: string; port: number; hostKey: string }): Promise<SftpServer>
}

export function serveSystems({ dataFolder, log, ...options }: SystemsOptions): Systems {
  const shared = {
    ...options,
    clock: systemClock,
    inTurn: openTurns(DELIVERIES_AT_ONCE),
    onError: (error: unknown, says: string) => log.error({ error }, says),
  }
  return {
    beside: app =>
      registerInterface(app, { ...shared, log, uploads: uploadPlace(dataFolder, 'interface-uploads') }),
    openSftp: at => openSftp({ ...shared, ...at, folder: join(dataFolder, 'drop') }),
  }
}
