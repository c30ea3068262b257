import { prepareServer, type TestServer } from './database.ts'

let server: TestServer | undefined

/** Runs once before all test files: one database server for the run, its own folder, a free port. */
export async function globalSetup(): Promise<void> {
  server = await prepareServer()
  process.env['FAMILY_HUB_TEST_URL'] = server.url
}

export async function globalTeardown(): Promise<void> {
  await server?.stop()
}
