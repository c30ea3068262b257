import assert from 'node:assert/strict'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import { ctf21 } from '../contracts/ctf-21.ts'
import { sourceOfTexts } from '../fixtures.ts'
import { openProfiler } from '../profile.ts'
import { decode, inspect } from './inspect.ts'
import { openSource } from './source.ts'
import type { Tally } from './table.ts'
import { readDocument } from './xml.ts'

const folder = await mkdtemp(join(tmpdir(), 'family-hub-readers-'))
after(async () => await rm(folder, { recursive: true, force: true }))

async function textOf(bytes: Buffer): Promise<{ text: string; encoding: string }> {
  const [file] = sourceOfTexts({ 'a.csv': bytes }).files
  assert.ok(file)
  const inspected = await inspect(file)
  let text = ''
  for await (const piece of decode(inspected)) text += piece
  return { text, encoding: inspected.encoding }
}

test('UTF-8 with and without its mark, Windows-1252 and UTF-16 are each read as what they are', async () => {
  const name = 'Zoë,Łukasz,😀'
  assert.deepEqual(await textOf(Buffer.from(name)), { text: name, encoding: 'utf-8' })
  assert.deepEqual(await textOf(Buffer.from(`\ufeff${name}`)), { text: name, encoding: 'utf-8' })
  assert.deepEqual(await textOf(Buffer.from('Zo\xeb \x80', 'latin1')), {
    text: 'Zoë €',
    encoding: 'windows-1252',
  })
  assert.deepEqual(await textOf(Buffer.from(`\ufeff${name}`, 'utf16le')), {
    text: name,
    encoding: 'utf-16le',
  })
})

test('a character that is cut by the end of a piece stays whole', async () => {
  const text = 'ë😀'.repeat(60_000)
  assert.equal((await textOf(Buffer.from(text))).text, text)
})

const DOCUMENT = 'document' in ctf21 ? ctf21.document : undefined

async function readXml(xml: string): Promise<{ rows: number; refused: string | undefined }> {
  const [file] = sourceOfTexts({ 'a.xml': xml }).files
  assert.ok(file && DOCUMENT)
  const tally: Tally = {
    partnerId: 'school-8882001',
    today: '2026-11-22',
    dropped: new Map(),
    references: new Map(),
    profiler: openProfiler(),
    textIsClean: false,
  }
  let rows = 0
  for await (const batch of readDocument(await inspect(file), DOCUMENT, tally)) {
    if ('refused' in batch) return { rows, refused: batch.refused }
    rows += batch.rows
  }
  return { rows, refused: undefined }
}

const inPupil = (inner: string) =>
  `<CTfile><Header/><CTFpupilData><Pupil><Surname>${inner}</Surname></Pupil></CTFpupilData></CTfile>`

test('a document type, an outside entity and an entity bomb are refused at once and fetch nothing', async () => {
  const began = performance.now()
  const outside = `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${inPupil('&x;')}`
  assert.match((await readXml(outside)).refused ?? '', /document type/)
  const levels = Array.from({ length: 30 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`)
  const bomb = `<!DOCTYPE a [<!ENTITY l0 "ha">${levels.join('')}]>${inPupil('&l30;')}`
  assert.match((await readXml(bomb)).refused ?? '', /document type/)
  assert.match((await readXml(inPupil('&unknown;'))).refused ?? '', /not well-formed/)
  assert.ok(performance.now() - began < 1000)
})

test('a document that is cut off, nested too deeply or of another kind is refused in words', async () => {
  assert.match((await readXml(inPupil('Khan').slice(0, -30))).refused ?? '', /cut off/)
  assert.match((await readXml(inPupil('<a>'.repeat(10_000)))).refused ?? '', /nested too deeply/)
  assert.match(
    (await readXml('<Message/>')).refused ?? '',
    /begins with <Message>, where this format begins with <CTfile>/,
  )
  assert.match((await readXml(inPupil('x'.repeat(6_000_000)))).refused ?? '', /a text in it is far too long/)
  const contact = '</Surname><Contacts><Contact><Surname>Khan</Surname></Contact></Contacts><Surname>'
  assert.match(
    (await readXml(inPupil(contact.repeat(150_000)))).refused ?? '',
    /one record in it is far too long/,
  )
})

test('a document of a namespace is told which, and an element of another vocabulary is not taken for ours', async () => {
  const prefixed = inPupil('Khan').replaceAll(/<(\/?)/g, '<$1x:')
  assert.match((await readXml(prefixed)).refused ?? '', /namespace “x”/)
  const named = inPupil('Khan').replace('<CTfile', '<CTfile xmlns="urn:other"')
  assert.match((await readXml(named)).refused ?? '', /namespace “urn:other”/)
  assert.deepEqual(await readXml(inPupil('Khan</Surname><Surname xmlns="urn:other">Other')), {
    rows: 1,
    refused: undefined,
  })
})

type Entry = { name: string; data: Buffer; mode?: number; encrypted?: boolean; claims?: number }

/** An archive made by hand, so that it can hold what no honest program writes. */
function zipOf(entries: Entry[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const { name, data, mode = 0o100644, encrypted = false, claims = data.length } of entries) {
    const packed = deflateRawSync(data)
    const title = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(encrypted ? 1 : 0, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(claims, 18)
    common.writeUInt16LE(title.length, 22)
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, title, packed])
    const central = Buffer.alloc(20)
    central.writeUInt16LE(0, 0)
    central.writeUInt32LE((mode << 16) >>> 0, 6)
    central.writeUInt32LE(offset, 10)
    const made = Buffer.from([0x50, 0x4b, 1, 2, 20, 3])
    centrals.push(Buffer.concat([made, common, central.subarray(0, 14), title]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

async function openZipOf(entries: Entry[]): Promise<string> {
  const path = join(folder, 'delivery.zip')
  await writeFile(path, zipOf(entries))
  const opened = await openSource(path)
  if ('refused' in opened) return opened.refused
  let read = ''
  for (const file of opened.source.files) {
    read += `${file.name}:`
    for await (const piece of file.open()) read += piece.toString()
  }
  await opened.source.close()
  return read
}

test('a zip is read without unpacking it to disk', async () => {
  assert.equal(await openZipOf([{ name: 'in/a.csv', data: Buffer.from('a,b\n') }]), 'a.csv:a,b\n')
})

test('a zip that slips out of its folder, links, is encrypted or is a bomb is refused', async () => {
  const data = Buffer.from('a,b\n')
  assert.match(await openZipOf([{ name: '../../a.csv', data }]), /leave its folder/)
  assert.match(await openZipOf([{ name: 'a.csv', data, mode: 0o120777 }]), /holds a link/)
  assert.match(await openZipOf([{ name: 'a.csv', data, encrypted: true }]), /locked with a password/)
  assert.match(await openZipOf([{ name: 'a.csv', data: Buffer.alloc(40_000_000) }]), /far more than a table/)
  const big = { name: 'a.csv', data, claims: 2_200_000_000 }
  assert.match(await openZipOf([big]), /more than 2 GB/)
})

test('a folder is left for no link', async () => {
  await symlink('/etc/passwd', join(folder, 'contacts.csv'))
  const opened = await openSource(folder)
  assert.ok('refused' in opened)
})
