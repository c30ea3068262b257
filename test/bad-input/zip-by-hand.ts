import { crc32, deflateRawSync } from 'node:zlib'

/** What an entry of an archive holds, and what it claims to hold. */
export type HandEntry = { name: string; packed: Buffer; bytes: number; sum?: number }

/** An archive made by hand, so that it can claim what no honest program writes. */
export function zipByHand(entries: readonly HandEntry[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const isLarge = entry.bytes > 0xffff_fffe
    const extra = isLarge ? largeExtra(entry) : Buffer.alloc(0)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(45, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(entry.sum ?? 0, 10)
    common.writeUInt32LE(isLarge ? 0xffff_ffff : entry.packed.length, 14)
    common.writeUInt32LE(isLarge ? 0xffff_ffff : entry.bytes, 18)
    common.writeUInt16LE(name.length, 22)
    common.writeUInt16LE(extra.length, 24)
    const where = Buffer.alloc(14)
    where.writeUInt32LE(offset, 10)
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, extra, entry.packed)
    centrals.push(Buffer.from('PK\x01\x02\x2d\x00', 'latin1'), common, where, name, extra)
    offset += 30 + name.length + extra.length + entry.packed.length
  }
  const directory = Buffer.concat(centrals)
  return Buffer.concat([...locals, directory, endOf(entries.length, directory.length, offset)])
}

/** Sizes of more than four thousand million go into a field of their own. */
function largeExtra({ packed, bytes }: HandEntry): Buffer {
  const extra = Buffer.alloc(20)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(16, 2)
  extra.writeBigUInt64LE(BigInt(bytes), 4)
  extra.writeBigUInt64LE(BigInt(packed.length), 12)
  return extra
}

function endOf(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(length, 12)
  end.writeUInt32LE(offset, 16)
  return end
}

/** A text as an entry. */
export function entryOf(name: string, text: string): HandEntry {
  const data = Buffer.from(text)
  return { name, packed: deflateRawSync(data), bytes: data.length, sum: crc32(data) }
}
