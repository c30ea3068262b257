/** Writes the reference pages that are made from the code: `npm run docs`. */
import { mkdir, writeFile } from 'node:fs/promises'
import { settingsPage } from '../src/config.ts'
import { modelSchemas } from '../src/linkage/trained/read-model.ts'

const REFERENCE = new URL('../docs/reference/', import.meta.url)

await mkdir(REFERENCE, { recursive: true })
await writeFile(new URL('settings.md', REFERENCE), settingsPage())
for (const [name, text] of Object.entries(modelSchemas())) await writeFile(new URL(name, REFERENCE), text)
