import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { Fault } from './kit/faults.ts'

/** The folder of the checkout: defaults hang here, so that a command means the same from every folder. */
export const ROOT = join(import.meta.dirname, '..')

/** The version that package.json states. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  return version
}

const port = z.coerce.number().int().min(1).max(65_535)
const webAddress = z.url({ protocol: /^https?$/ }).transform(text => text.replace(/\/$/, ''))
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ })
const yesNo = z.enum(['true', 'false']).transform(text => text === 'true')

type Setting = {
  schema: z.ZodType
  /** What a right value looks like, to complete "must be …". */
  must: string
  says: string
  /** As it would be written in the environment. Without one the setting is simply absent. */
  fallback?: string
  /** Never shown, not even when it is wrong. */
  secret?: true
}

/** Every setting of the service. All come from the environment; docs/reference/settings.md is written from here. */
export const SETTINGS = {
  PORT: {
    schema: port,
    must: 'a port from 1 to 65535',
    fallback: '3000',
    says: 'The port that the service listens on.',
  },
  HOST: {
    schema: z.string(),
    must: 'a host name or address',
    fallback: 'localhost',
    says: 'The address that the service listens on. The default cannot be reached from other machines, because the demonstration signs people in without a password. Set 0.0.0.0 in a container.',
  },
  PUBLIC_URL: {
    schema: webAddress,
    must: 'an address that begins with http:// or https://',
    says: 'The address at which people reach the service, where a proxy stands before it. Without it: http://localhost and the port.',
  },
  DATABASE_URL: {
    schema: databaseUrl,
    must: 'an address that begins with postgres://',
    says: 'PostgreSQL 15 or newer, as a user that may create schemas and roles. Without it the service runs the PostgreSQL that came with its packages.',
    secret: true,
  },
  DATABASE_URL_READER: {
    schema: databaseUrl,
    must: 'an address that begins with postgres://',
    says: 'The same database as a user that is only a member of family_hub_reader. Without it: DATABASE_URL with that role.',
    secret: true,
  },
  DATABASE_URL_LOADER: {
    schema: databaseUrl,
    must: 'an address that begins with postgres://',
    says: 'The same database as a user that is only a member of family_hub_loader. Without it: DATABASE_URL with that role.',
    secret: true,
  },
  FAMILY_HUB_DATA: {
    schema: z.string(),
    must: 'a folder',
    says: 'The folder of the embedded database and of the demonstration files. Without it: .data in the folder of the service.',
  },
  FAMILY_HUB_DEMONSTRATION: {
    schema: yesNo,
    must: 'true or false',
    says: 'Whether to fill the database with a synthetic county, to offer sign-ins without a password, and to open gateways that no lawyer has checked yet. Never with real data. Without it: true if neither DATABASE_URL nor OIDC_ISSUER is set.',
  },
  FAMILY_HUB_FAMILIES: {
    schema: z.coerce.number().int().min(1).max(1_000_000),
    must: 'a whole number from 1 to 1000000',
    fallback: '1200',
    says: 'How many families the synthetic county has. Read at the first start only.',
  },
  FAMILY_HUB_SEED: {
    schema: z.coerce.number().int().min(0).max(4_294_967_295),
    must: 'a whole number from 0 to 4294967295',
    fallback: '1',
    says: 'The same seed and the same day make the same synthetic county. Read at the first start only.',
  },
  OIDC_ISSUER: {
    // Kept to the letter: a provider's name may end in a slash, and every token repeats it.
    schema: z.url({ protocol: /^https?$/ }),
    must: 'an address that begins with http:// or https://',
    says: 'The OpenID provider that signs practitioners in. Without it: the demonstration provider, if the demonstration is on.',
  },
  OIDC_CLIENT_ID: {
    schema: z.string(),
    must: 'the name under which the provider knows the service',
    fallback: 'family-hub',
    says: 'The name under which the OpenID provider knows the service.',
  },
  OIDC_CLIENT_SECRET: {
    schema: z.string(),
    must: 'a secret',
    says: 'The secret that goes with it, where the provider wants one.',
    secret: true,
  },
  OIDC_CLIENT_SECRET_FILE: {
    schema: z.string(),
    must: 'a file that can be read',
    says: 'A file that holds the secret, in place of OIDC_CLIENT_SECRET.',
  },
  SFTP_PORT: {
    schema: port,
    must: 'a port from 1 to 65535',
    says: 'The port of the SFTP drop, into which partners’ systems put files. Without it there is no SFTP.',
  },
  SFTP_HOST_KEY_FILE: {
    schema: z.string(),
    must: 'a file that can be read',
    says: 'The private key, in OpenSSH form, by which partners know the SFTP drop again. The demonstration makes one in its data folder; otherwise SFTP_PORT needs it.',
  },
  LOG_LEVEL: {
    schema: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug']),
    must: 'silent, fatal, error, warn, info or debug',
    fallback: 'warn',
    says: 'How much the service logs, as JSON lines on standard output. No level logs personal data.',
  },
} satisfies Record<string, Setting>

type Name = keyof typeof SETTINGS
type Values = { [N in Name]: z.output<(typeof SETTINGS)[N]['schema']> | undefined }

export type Config = {
  port: number
  host: string
  publicUrl: string
  /** Absent: the embedded PostgreSQL in `dataFolder`. */
  database: { url: string; reader?: string; loader?: string } | undefined
  dataFolder: string
  demonstration: boolean
  families: number
  seed: number
  oidc: { issuer: string; clientId: string; clientSecret?: string } | undefined
  /** Absent: no SFTP. Without a host key only in the demonstration, which makes one. */
  sftp: { port: number; hostKey: string | undefined } | undefined
  logLevel: z.output<typeof SETTINGS.LOG_LEVEL.schema>
}

/**
 * The settings of this process. Throws the fault `setting-wrong`, which names the first setting that is wrong and
 * what it must be. An empty variable counts as absent, as container tools write it.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const values = {} as Values
  for (const name of Object.keys(SETTINGS) as Name[])
    Object.assign(values, { [name]: read(name, environment) })
  const demonstration = values.FAMILY_HUB_DEMONSTRATION ?? !(values.DATABASE_URL || values.OIDC_ISSUER)
  const secret =
    values.OIDC_CLIENT_SECRET ?? readSecret(values.OIDC_CLIENT_SECRET_FILE, 'OIDC_CLIENT_SECRET_FILE')
  return {
    port: values.PORT ?? 0,
    host: values.HOST ?? '',
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    database: databaseOf(values),
    dataFolder: values.FAMILY_HUB_DATA ? resolve(values.FAMILY_HUB_DATA) : join(ROOT, '.data'),
    demonstration,
    families: values.FAMILY_HUB_FAMILIES ?? 0,
    seed: values.FAMILY_HUB_SEED ?? 0,
    oidc: values.OIDC_ISSUER
      ? {
          issuer: values.OIDC_ISSUER,
          clientId: values.OIDC_CLIENT_ID ?? '',
          ...(secret ? { clientSecret: secret } : {}),
        }
      : undefined,
    sftp: sftpOf(values, demonstration),
    logLevel: values.LOG_LEVEL ?? 'warn',
  }
}

function sftpOf(values: Values, demonstration: boolean): Config['sftp'] {
  if (values.SFTP_PORT === undefined) return undefined
  const hostKey = readSecret(values.SFTP_HOST_KEY_FILE, 'SFTP_HOST_KEY_FILE')
  if (hostKey === undefined && !demonstration)
    throw new Fault('setting-wrong', 'SFTP_PORT is set, and SFTP_HOST_KEY_FILE is missing.')
  return { port: values.SFTP_PORT, hostKey }
}

function read(name: Name, environment: NodeJS.ProcessEnv): unknown {
  const setting: Setting = SETTINGS[name]
  const text = environment[name]?.trim() || setting.fallback
  if (text === undefined) return undefined
  const parsed = setting.schema.safeParse(text)
  if (parsed.success) return parsed.data
  const shown = setting.secret ? '' : `; it is "${text}"`
  throw new Fault('setting-wrong', `${name} must be ${setting.must}${shown}.`)
}

function databaseOf(values: Values): Config['database'] {
  if (values.DATABASE_URL === undefined) return undefined
  const reader = values.DATABASE_URL_READER
  const loader = values.DATABASE_URL_LOADER
  return { url: values.DATABASE_URL, ...(reader ? { reader } : {}), ...(loader ? { loader } : {}) }
}

function readSecret(path: string | undefined, name: Name): string | undefined {
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new Fault('setting-wrong', `${name} must be a file that can be read.`, { cause })
  }
}

/** The reference page of the settings, as Markdown. */
export function settingsPage(): string {
  const lines = Object.entries<Setting>(SETTINGS).map(([name, setting]) => {
    const fallback = setting.fallback === undefined ? '' : `\`${setting.fallback}\``
    return `| \`${name}\` | ${setting.must} | ${fallback} | ${setting.says} |`
  })
  return [
    '# Settings',
    '',
    'Every setting comes from the environment. This page is written from `src/config.ts` by `npm run docs`.',
    '',
    '| Setting | Must be | Default | What it is for |',
    '|---|---|---|---|',
    ...lines,
    '',
  ].join('\n')
}
