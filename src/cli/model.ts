import type { Command } from 'commander'
import {
  approveModel,
  type Comparison,
  listModels,
  type ModelOutcome,
  type ModelsView,
  proposeKnown,
  proposeTrained,
  SHORT,
  showModel,
} from '../access/linkage-models.ts'
import type { Database } from '../kit/database.ts'
import { listComparisons } from '../linkage/compare/comparisons.ts'
import { EXIT } from './exit-codes.ts'
import { action, type Run, withDatabase } from './run.ts'
import { count } from './terminal.ts'

type Reasoned = { reason: string }
type Proposed = { version: string; comparison: Comparison }

/** The linkage model of the service: learnt from its own records, compared, and approved by a second person. */
export function addModel(program: Command): void {
  const model = program
    .command('model')
    .summary('train, compare and approve the model by which the service links its records')
    .description('Trains, shows and approves the model by which the service links its own records.')
    .addHelpText(
      'before',
      'Examples:\n  family-hub model train --operator asha --reason "a year of records"\n  family-hub model show\n  family-hub model approve 3f9a1c20b7d4 --operator brian --reason "links gained were looked at"\n',
    )
  model
    .command('train')
    .summary('learn from the service’s own records, and propose what was learnt')
    .requiredOption('--reason <words>', 'why, for the audit log')
    .option('--json', 'say what it would change as JSON')
    .action(
      action((run, { reason }: Reasoned) =>
        change(
          run,
          (database, operator) => proposeTrained(database, operator, reason, run.terminal.say),
          sayProposed,
        ),
      ),
    )
  model
    .command('propose <fingerprint>')
    .summary('compare a known model with the one in force again, and propose it')
    .requiredOption('--reason <words>', 'why, for the audit log')
    .option('--json', 'say what it would change as JSON')
    .action(
      action((run, fingerprint: string, { reason }: Reasoned) =>
        change(
          run,
          (database, operator) => proposeKnown(database, operator, fingerprint, reason, run.terminal.say),
          sayProposed,
        ),
      ),
    )
  model
    .command('approve <fingerprint>')
    .summary('put the proposed model in force, as somebody other than who proposed it')
    .requiredOption('--reason <words>', 'why, for the audit log')
    .option('--json', 'say what it changes as JSON')
    .action(
      action((run, fingerprint: string, { reason }: Reasoned) =>
        change(
          run,
          (database, operator) => approveModel(database, operator, fingerprint, reason),
          sayApproved,
        ),
      ),
    )
  model
    .command('show [fingerprint]')
    .summary('list the models that are, were or may come into force, or what one of them weighs')
    .option('--json', 'as JSON')
    .action(action(show))
}

async function change(
  run: Run,
  work: (database: Database, actor: { operator: string }) => Promise<ModelOutcome<Proposed>>,
  say: (run: Run, done: Proposed) => void,
): Promise<number> {
  return await withDatabase(run, async ({ database }) => {
    const changed = await work(database, { operator: run.operator })
    if (changed.outcome === 'refused') {
      run.terminal.complain(new Error(changed.says))
      return EXIT.notPermitted
    }
    say(run, changed)
    return EXIT.ok
  })
}

function sayProposed(run: Run, { version, comparison }: Proposed): void {
  run.terminal.data(
    run.json ? JSON.stringify({ fingerprint: version, ...comparison }) : inWords(version, comparison),
  )
  run.terminal.say(
    `\nSomebody other than ${run.operator} approves it: family-hub model approve ${version.slice(0, SHORT)} --reason "…"`,
  )
}

function sayApproved(run: Run, { version, comparison }: Proposed): void {
  if (run.json) run.terminal.data(JSON.stringify({ fingerprint: version, ...comparison }))
  run.terminal.say(
    `${version.slice(0, SHORT)} is in force. The next linking is by it: with the next delivery, or now by family-hub link`,
  )
}

/** Sources in which nobody changes need not be read about. */
const MOST_SOURCES = 20

function inWords(
  version: string,
  { records, before, after, gained, lost, personsChanged, sources }: Comparison,
): string {
  const row = (name: string, one: number, other: number): string =>
    `${name.padEnd(24)}${count(one).padStart(12)}${count(other).padStart(12)}`
  const changed = sources.filter(source => source.changed > 0)
  return [
    `Model ${version.slice(0, SHORT)}, of ${count(records)} records beside the one in force:`,
    '',
    `${''.padEnd(24)}${'in force'.padStart(12)}${'this'.padStart(12)}`,
    row('Persons', before.persons, after.persons),
    row('Pairs of one person', before.linkedPairs, after.linkedPairs),
    row('Pairs for people', before.reviews, after.reviews),
    '',
    `${count(gained)} pairs gained, ${count(lost)} lost; ${count(personsChanged)} persons would be made of other records.`,
    ...changed
      .slice(0, MOST_SOURCES)
      .map(one => `  ${one.source}: ${count(one.changed)} of ${count(one.records)} records`),
    ...(changed.length > MOST_SOURCES ? [`  and ${changed.length - MOST_SOURCES} sources more`] : []),
  ].join('\n')
}

async function show(run: Run, fingerprint: string | undefined): Promise<number> {
  return await withDatabase(run, async ({ database }) => {
    if (fingerprint === undefined) {
      const models = await listModels(database)
      run.terminal.data(run.json ? JSON.stringify(models) : listInWords(models))
      return EXIT.ok
    }
    const model = await showModel(database, fingerprint)
    if (typeof model === 'string') {
      run.terminal.complain(new Error(model))
      return EXIT.usage
    }
    run.terminal.data(run.json ? JSON.stringify(model) : weightsInWords(model))
    return EXIT.ok
  })
}

function listInWords({ approved, proposal }: ModelsView): string {
  const lines = approved.map(({ version, by, reason, recordedAt }, at) =>
    [at === 0 ? 'in force' : 'earlier', version.slice(0, SHORT), dayOf(recordedAt), by, reason].join('\t'),
  )
  if (approved.length === 0)
    lines.push('No model is in force yet: the first linking takes the one that ships.')
  if (proposal === undefined) return lines.join('\n')
  const { version, by, reason, recordedAt, comparison } = proposal
  const line = ['proposed', version.slice(0, SHORT), dayOf(recordedAt), by, reason].join('\t')
  return [...lines, line, '', inWords(version, comparison)].join('\n')
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10)

type Shown = Exclude<Awaited<ReturnType<typeof showModel>>, string>

/** What each level says for one person against strangers, in bits; of common values less, of rare ones more. */
function weightsInWords({ fingerprint, records, thresholds, rules, columns, comparisons }: Shown): string {
  // A database keeps the keys of an object in an order of its own.
  const levels = listComparisons(columns).flatMap(({ name, levels: best }) =>
    best.flatMap(level => {
      const shares = comparisons[name]?.[level]
      if (shares === undefined) return []
      const bits = Math.log2(shares.same / shares.unrelated).toFixed(1)
      return [`${name.padEnd(20)} ${level.padEnd(18)} ${bits.padStart(6)}`]
    }),
  )
  return [
    `Model ${fingerprint}, learnt from ${count(records)} records`,
    `Links from ${thresholds.link} bits, asks people from ${thresholds.review}`,
    `Compares records with the same ${rules.map(({ rule }) => rule).join(', ')}`,
    '',
    ...levels,
  ].join('\n')
}
