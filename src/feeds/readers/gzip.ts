import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Unfit, whyTooLarge } from './packed.ts'

/** Small enough that the database is never kept waiting while a piece is being read. */
const PIECE = 65_536

/** The content of a file that came as gzip, in pieces as it is unpacked. Throws `Unfit` where it cannot be. */
export async function* gunzip(name: string, packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unpacking = createGunzip({ chunkSize: PIECE })
  let taken = 0
  let given = 0
  async function* counted() {
    for await (const part of packed) {
      taken += part.length
      yield part
    }
  }
  const done = pipeline(Readable.from(counted()), unpacking)
  // Its failure is thrown where the pieces are read; until then it must not count as unhandled.
  done.catch(() => {})
  try {
    for await (const part of unpacking as AsyncIterable<Buffer>) {
      given += part.length
      const tooLarge = whyTooLarge(name, taken, given)
      if (tooLarge !== undefined) throw new Unfit(tooLarge)
      yield part
    }
  } catch (error) {
    if (!isDamage(error)) throw error
    throw new Unfit(
      `${name} cannot be unpacked: it is damaged or was cut off. Pack it again and send it again.`,
    )
  } finally {
    unpacking.destroy()
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}
