// The package comes without types; this is the part that backups use, beside the part that the feeds declare.

declare module 'pg-copy-streams' {
  import type { Readable, Writable } from 'node:stream'
  import type { Submittable } from 'pg'
  export function from(statement: string): Submittable & Writable
  export function to(statement: string): Submittable & Readable & { rowCount: number }
}
