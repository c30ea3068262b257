import type { Columns, Field, RowOf } from './columns.ts'
import type { Element } from './readers/element.ts'
import type { Category, Content } from './sections.ts'

/**
 * What a partner and the hub have agreed about a file: how it is written, what it covers, what is read from it. What a
 * contract does not name is dropped before anything is written.
 */
export type Contract = {
  /** Name and version: `health-visiting/1`. The name alone makes identities, so that a new version keeps them. */
  id: string
  name: string
  encoding: string
  /** What makes a record the same record when it is sent again, in words. */
  key: string
  /** `snapshot`: what is absent has ended. `changes`: each row carries its own state. */
  mode: 'snapshot' | 'changes'
  /** Where the instant is read of which the data is true, in words. */
  asOf: string
  /** Columns of which the newest day that is not later than today is the as-of, where nothing else says it. */
  datedBy?: readonly string[]
  /** Each row carries its own instant, so that the delivery's says nothing more: see `identify`. */
  rowsSayWhen?: true
  coverage: { who: string; ages: [number, number]; area: string; since: string; staleAfterDays: number }
  categories: Category[]
  /** Names of files that belong to the format and that no purpose needs: known by name, and not read. */
  passesOver?: RegExp
  /** Who may send it: a partner that discloses under a live sharing agreement, or the host that keeps the register. */
  sentBy: 'discloser' | 'host'
  /** Scopes whose persons are children, or adults, whatever their dates of birth say. */
  stages: Record<string, 'child' | 'adult'>
  /** A folder or file below `examples/feeds` that this contract reads without a rejection. */
  sample: string
} & ({ tables: readonly Table[] } | { document: Document })

/** One CSV file of a contract. */
export type Table<C extends Columns = Columns> = {
  /** The file's name without `.csv`, and the scope of its records. */
  scope: string
  columns: C
  /** The other tables say nothing new of anyone without it: its absence holds a delivery, where it came before. */
  required?: true
  /** Columns that a file must have to be taken for this table by its columns, because other tables have the rest too. */
  knownBy?: readonly string[]
  /** Part of a set that no purpose needs: a file of it is recognised, counted as dropped, and not even opened. */
  unread?: true
  /** Small tables that others refer to are read first and kept in memory, by the key that this gives. */
  referredToBy?: (row: RowOf<C>) => string[]
  records: (row: RowOf<C>, context: Context) => Draft[]
}

/** Gives a table its types; columns are matched by name, in any order. */
export function table<C extends Columns>(made: Table<C>): Table {
  return made as unknown as Table
}

/** An XML document of a contract: a header, and one element for each record. */
export type Document = {
  root: string
  /** Path of the element that stands before the records and says who sends and as of when. */
  header: string
  record: string
  /** Paths below header and record that are read; all others are dropped and counted. */
  reads: readonly string[]
  scopes: readonly string[]
  sender: (header: Element) => Sender | { refused: string }
  records: (record: Element, context: Context) => Draft[]
}

/** What a document's header says of the delivery. */
export type Sender = {
  partnerId?: string | undefined
  /** The three digits of a local authority, where the format knows the sender by them. */
  laCode?: string | undefined
  asOf: string | undefined
  /** What the partner and the stewards should know of the file, though it is no fault: each a sentence without a name. */
  notes?: string[]
  /** The document holds a part of the list only: what it leaves out has not ended. */
  isPart?: boolean
}

/** How a delivery counts; `part`: as its contract's snapshot does, but nothing ends by its absence. */
export type DeliveryMode = Contract['mode'] | 'part'

/** What a row becomes, before ids are given. */
export type Draft = {
  scope: string
  sourceRef: string
  /** The partner's reference of the person that it is about; left out for a worker, a team or an entry of the register. */
  person?: string | undefined
  /** The partner's reference of the other person, for a relationship. */
  object?: string | undefined
  content: Content
  from?: string | undefined
  to?: string | undefined
  /** The instant of which this row is true, where rows carry their own. */
  asOf?: string | undefined
  /** Where it stands in its file; the reader says so, not the contract. */
  row?: number
  /**
   * A protection is not a fact about what a partner knows, so it goes to its register and not among the records. A
   * feed raises it on its own persons, and never lowers one; only the host's file does.
   */
  protection?: ProtectionDraft
}

export type ProtectionDraft = {
  /** The source identity that the host names; a feed's own is that of the draft's person, and no other. */
  subject?: string | undefined
  kind: string
  namedRoles: string[]
  sealGroup: string | undefined
  reason: string
  recordedBy: string
  /** The contract whose protection the host changes; left out, the delivery's own. */
  raisedBy?: string | undefined
}

/** What a contract may look at and say while it reads a row. */
export type Context = {
  partnerId: string
  today: string
  header: Element | undefined
  /** A row of a small table that was read before. */
  lookUp: (scope: string, key: string | undefined) => Record<string, unknown> | undefined
  /** Reads one field by its checks; `undefined` where it is empty or was reported. */
  read: <T>(field: Field<T>, column: string, raw: string | undefined) => T | undefined
  /** Reports a field; the row goes on without it. */
  reject: (column: string | undefined, problem: Problem) => void
  /** Reports a field without which the row means nothing: the row is left out. */
  rejectRow: (column: string | undefined, problem: Problem) => void
  /** Counts a field that is present and has no live purpose. */
  drop: (field: string) => void
}

/** A reason for the partner: the rule that was not met and what to do about it. Never the value. */
export type Problem = { rule: string; remedy: string }
