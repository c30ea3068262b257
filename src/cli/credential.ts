import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import {
  addCredentialKey,
  type CredentialOutcome,
  type ListedKey,
  listCredentialKeys,
  revokeCredentialKey,
} from '../access/credentials.ts'
import { Fault } from '../kit/faults.ts'
import { readPublicKey } from '../registers/public-key.ts'
import { EXIT } from './exit-codes.ts'
import { action, type Run, withDatabase } from './run.ts'

export function addCredential(program: Command): void {
  const credential = program
    .command('credential')
    .summary('the keys by which partners’ systems send files')
    .description('Registers, lists and ends the public keys by which partners’ systems prove who they are.')
    .addHelpText(
      'before',
      'Examples:\n  family-hub credential add --partner lancs-health-visiting --key key.pub --reason "nightly export"\n  family-hub credential list\n',
    )
  addAdd(credential)
  credential
    .command('list')
    .summary('list all keys, also those that have ended')
    .option('--partner <id>', 'of one partner')
    .option('--json', 'as JSON')
    .action(action(list))
  credential
    .command('revoke <system>')
    .summary('end a key, or all keys of a system, at once')
    .requiredOption('--reason <words>', 'why, for the audit log')
    .option('--key <id>', 'only this key, as `credential list` shows it')
    .option('--dry-run', 'say what would end')
    .action(action(revoke))
}

function addAdd(credential: Command): void {
  credential
    .command('add')
    .summary('register a public key')
    .description(
      'Registers a public key of a partner’s system: a JWK or PEM file for the API, an OpenSSH .pub file for SFTP. The private key stays with the partner; a file that holds one is refused.',
    )
    .requiredOption('--partner <id>', 'whose system it is')
    .requiredOption('--key <file>', 'the public key')
    .requiredOption('--reason <words>', 'why, for the audit log')
    .option(
      '--system <name>',
      'the name of the system, which it gives when it signs in (the partner’s id if left out)',
    )
    .option('--contract <id...>', 'the only formats that it may send (any of the partner’s if left out)')
    .option(
      '--from <day>',
      'the first day on which the key is good, such as 2026-11-22 (today if left out)',
      day,
    )
    .option('--to <day>', 'the last day on which the key is good', day)
    .option('--dry-run', 'only check the key')
    .action(action(add))
}

type AddOptions = {
  partner: string
  key: string
  reason: string
  system?: string
  contract?: string[]
  from?: string
  to?: string
}

async function add(run: Run, options: AddOptions): Promise<number> {
  const text = await readFile(options.key, 'utf8').catch(cause => {
    throw new Fault('file-unreadable', `File: ${options.key}`, { cause })
  })
  const key = await readPublicKey(text)
  if ('refused' in key) {
    run.terminal.complain(new Error(key.refused))
    return EXIT.problemsFound
  }
  const clientId = options.system ?? options.partner
  if (run.dryRun) {
    run.terminal.say(`Would register ${key.keyId} for ${clientId}`)
    return EXIT.ok
  }
  const { partner: partnerId, contract: contracts = [], from, to, reason } = options
  const toAdd = { clientId, partnerId, contracts, key, from, to }
  return await withDatabase(run, async ({ database }) =>
    conclude(
      run,
      await addCredentialKey(database, { operator: run.operator }, toAdd, reason),
      `Registered ${key.keyId} for ${clientId}`,
    ),
  )
}

async function revoke(
  run: Run,
  clientId: string,
  options: { reason: string; key?: string },
): Promise<number> {
  const what = options.key === undefined ? `all keys of ${clientId}` : `${options.key} of ${clientId}`
  if (run.dryRun) {
    run.terminal.say(`Would end ${what}`)
    return EXIT.ok
  }
  const ended = { clientId, keyId: options.key }
  return await withDatabase(run, async ({ database }) =>
    conclude(
      run,
      await revokeCredentialKey(database, { operator: run.operator }, ended, options.reason),
      `Ended ${what}`,
    ),
  )
}

function conclude(run: Run, changed: CredentialOutcome, done: string): number {
  if (changed.outcome === 'changed') {
    run.terminal.say(done)
    return EXIT.ok
  }
  run.terminal.complain(new Error(changed.says))
  return EXIT.notPermitted
}

async function list(run: Run, { partner }: { partner?: string }): Promise<number> {
  return await withDatabase(run, async ({ database }) => {
    const keys = await listCredentialKeys(database, partner)
    run.terminal.data(run.json ? JSON.stringify(keys) : keys.map(lineOf).join('\n'))
    return EXIT.ok
  })
}

function lineOf(key: ListedKey): string {
  const state = key.isLive ? 'live' : key.revokedAt === null ? 'not in date' : 'revoked'
  const contracts = key.contracts.length === 0 ? 'all contracts' : key.contracts.join(' ')
  return [key.partnerId, key.clientId, key.kind, key.keyId, state, contracts].join('\t')
}

function day(text: string): string {
  const at = new Date(`${text}T00:00:00Z`)
  if (!Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) && text.length === 10) return text
  throw new Fault('setting-wrong', `“${text}” is not a day such as 2026-11-22.`)
}
