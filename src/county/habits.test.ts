import assert from 'node:assert/strict'
import { isUtf8 } from 'node:buffer'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, test } from 'node:test'
import { SaxesParser } from 'saxes'
import { writeCounty } from './county.ts'
import { EXTRA_VALUE } from './habits.ts'

const folder = await mkdtemp(join(tmpdir(), 'habits-'))
after(() => rm(folder, { recursive: true, force: true }))
const county = { families: 2400, seed: 3, today: '2026-11-22' }

async function bytesOf(out: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const entry of await readdir(join(folder, out), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) found.set(relative(join(folder, out), path), await readFile(path))
  }
  return found
}

await writeCounty({ ...county, variety: 1, out: join(folder, 'varied') })
await writeCounty({ ...county, variety: 0, out: join(folder, 'plain') })
const varied = await bytesOf('varied')
const plain = await bytesOf('plain')
const schools = [...varied].filter(([path]) => path.endsWith('.xml'))

function startsWithMark(bytes: Buffer): boolean {
  return bytes.subarray(0, 3).equals(Buffer.from('\ufeff'))
}

test('without variety every file is UTF-8 without a mark, and no partner adds a column', () => {
  for (const [path, bytes] of plain) {
    assert.ok(isUtf8(bytes) && !startsWithMark(bytes), path)
    assert.ok(!bytes.includes(EXTRA_VALUE), path)
  }
})

test('with it files come in every way that partners’ systems write', () => {
  const some = (says: string, passes: (bytes: Buffer, path: string) => boolean): void =>
    assert.ok(
      [...varied].some(([path, bytes]) => passes(bytes, path)),
      says,
    )
  some('a mark', startsWithMark)
  some('Windows-1252', bytes => !isUtf8(bytes))
  some('lines ended by LF in a table', (bytes, path) => path.endsWith('.csv') && !bytes.includes('\r'))
  some(
    'lines ended by CR and LF in a document',
    (bytes, path) => path.endsWith('.xml') && bytes.includes('\r\n'),
  )
  some('a further column', (bytes, path) => path.endsWith('.csv') && bytes.includes(EXTRA_VALUE))
  some('a further element', (bytes, path) => path.endsWith('.xml') && bytes.includes(EXTRA_VALUE))
  some('a later version', bytes => bytes.includes('<CTFversion>25.0</CTFversion>'))
  some(
    'a document without what it may leave out',
    (bytes, path) => path.endsWith('.xml') && !bytes.includes('<Attendance>'),
  )
})

test('every document says its own encoding, and is well-formed', () => {
  for (const [path, bytes] of schools) {
    const isLatin = !isUtf8(bytes)
    const text = bytes.toString(isLatin ? 'latin1' : 'utf8').replace(/^\ufeff/, '')
    const named = /^<\?xml version="1.0" encoding="([\w-]+)"\?>/.exec(text)?.[1]
    if (isLatin) assert.equal(named, 'windows-1252', path)
    const parser = new SaxesParser()
    parser.on('error', error => assert.fail(`${path}: ${error.message}`))
    parser.write(text).close()
  }
})

test('habits change how files are written and nothing of what is true', () => {
  for (const name of ['truth/persons.csv', 'truth/relationships.csv', 'protections/protections.csv'])
    assert.ok(varied.get(name)?.equals(plain.get(name) ?? Buffer.alloc(0)), name)
})
