/** docs/how-to/send-files.md: what it tells the reader to type is typed here. */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { registerInterface } from '../src/api/interface.ts'
import { openTurns } from '../src/api/turns.ts'
import { openDemonstrationKeys } from '../src/cli/demonstration-keys.ts'
import { registerPartners } from '../src/feeds/fixtures.ts'
import { systemClock } from '../src/kit/clock.ts'
import { uploadPlace } from '../src/kit/upload-place.ts'
import { seedRegisters } from '../src/registers/seed.ts'
import { testDatabase } from './database.ts'
import { connectSftp, receiptOf, testDrop } from './sftp-client.ts'
import { freePort, testWebServer } from './web-server.ts'

const ROOT = new URL('..', import.meta.url).pathname
const page = await readFile(join(ROOT, 'docs/how-to/send-files.md'), 'utf8')
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    match => match[1] ?? '',
  )

const database = await testDatabase()
await seedRegisters(database.owner, { demonstration: true })
await registerPartners(database)
const dataFolder = await mkdtemp(join(tmpdir(), 'family-hub-send-'))
after(() => rm(dataFolder, { recursive: true, force: true }))
const { hostKey } = await openDemonstrationKeys(database, dataFolder)

test('the commands over HTTPS do what the page says, by the keys of the demonstration', async () => {
  const port = await freePort()
  const publicUrl = `http://localhost:${port}`
  const { app } = await testWebServer(database, {
    beside: server =>
      registerInterface(server, {
        database,
        clock: systemClock,
        publicUrl,
        version: 'test',
        uploads: uploadPlace(dataFolder),
        inTurn: openTurns(2),
        log: { error: () => {} },
      }),
  })
  await app.listen({ port, host: 'localhost' })
  const script = blocks('sh')
    .join('\necho\n')
    .replace('http://localhost:3000', publicUrl)
    .replace('.data/keys', join(dataFolder, 'keys'))
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: ROOT })
  const answers = stdout.trim().split(/\n+/)
  assert.match(answers[0] ?? '', /"outcome":"published"/)
  assert.match(answers[1] ?? '', /"outcome":"alreadyReceived"/)
  assert.match(answers[2] ?? '', /"state":"(published|linked)"/)
  assert.match(stdout, /file,row,column,rule,remedy/)
})

test('the commands over SFTP do what the page says, and the keys stay those of the first start', async () => {
  assert.equal((await openDemonstrationKeys(database, dataFolder)).hostKey, hostKey)
  const drop = await testDrop(database, { hostKey })
  const [put = '', get = ''] = blocks('sftp')
  const user = /(\S+)@localhost/.exec(put)?.[1] ?? ''
  const privateKey = await readFile(join(dataFolder, 'keys', 'sftp-key'), 'utf8')
  const sftp = await connectSftp(drop, { clientId: user, privateKey, keyId: '' })
  for (const [, path = ''] of put.matchAll(/^put (\S+) in\/$/gm))
    await sftp.put(basename(path), await readFile(join(ROOT, path)))
  assert.ok(['published', 'alreadyReceived'].includes((await receiptOf(sftp, 'delivery'))['outcome'] ?? ''))
  const wanted = [...get.matchAll(/^get (\S+)$/gm)].map(match => match[1] ?? '')
  assert.equal(wanted.length, 2)
  for (const path of wanted) assert.ok((await sftp.get(`/${path}`)).length > 0, path)
})
