import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { Fault } from '../../kit/faults.ts'
import { LARGEST_TOTAL, RATIO_COUNTS_FROM, TIGHTEST_RATIO } from './zip.ts'

/** What stands in a gzip file, unpacked as it is read. One that is damaged, cut off or a bomb is a fault of the file. */
export async function* gunzip(path: string, name: string, pieceBytes: number): AsyncGenerator<Buffer> {
  const { size } = await stat(path)
  const packed = createReadStream(path, { highWaterMark: pieceBytes })
  const unpacked = createGunzip({ chunkSize: pieceBytes })
  packed.on('error', error => unpacked.destroy(error))
  let bytes = 0
  try {
    for await (const piece of packed.pipe(unpacked) as AsyncIterable<Buffer>) {
      bytes += piece.length
      if (bytes > LARGEST_TOTAL || (bytes > RATIO_COUNTS_FROM && bytes > size * TIGHTEST_RATIO))
        throw new Fault('file-unreadable', `${name} unpacks to far more than a table of text would.`)
      yield piece
    }
  } catch (cause) {
    if (cause instanceof Fault || !isOfGzip(cause)) throw cause
    throw new Fault(
      'file-unreadable',
      `${name} is no gzip file, is damaged, or was cut off. Send it again.`,
      {
        cause,
      },
    )
  } finally {
    packed.destroy()
  }
}

function isOfGzip(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}
