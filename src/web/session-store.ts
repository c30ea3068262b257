/**
 * Sessions and sign-ins under way, in the database so that sign-out and time-outs are certain. Only hashes of
 * what the browser holds are stored: a copy of this table opens nothing.
 */

import type { Queryable } from '../kit/database.ts'

export type SessionRow = {
  sessionHash: Buffer
  issuer: string
  subject: string
  practitionerId: string | null
  csrfToken: string
  purposeId: string | null
  idToken: string | null
}

const COLUMNS = `session_hash as "sessionHash", issuer, subject, practitioner_id as "practitionerId",
  csrf_token as "csrfToken", purpose_id as "purposeId", id_token as "idToken"`

export async function insertSession(
  database: Queryable,
  session: Omit<SessionRow, 'purposeId'> & { now: Date; endsAt: Date },
): Promise<void> {
  await database.query(
    `insert into web.session (session_hash, issuer, subject, practitioner_id, csrf_token, id_token,
       created_at, last_seen_at, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
    [
      session.sessionHash,
      session.issuer,
      session.subject,
      session.practitionerId,
      session.csrfToken,
      session.idToken,
      session.now,
      session.endsAt,
    ],
  )
}

/** The session if it is alive, and the note that it was used now, in one statement. */
export async function useLiveSession(
  database: Queryable,
  { sessionHash, now, idleSince }: { sessionHash: Buffer; now: Date; idleSince: Date },
): Promise<SessionRow | undefined> {
  const { rows } = await database.query<SessionRow>(
    `update web.session set last_seen_at = greatest(last_seen_at, $2)
     where session_hash = $1 and last_seen_at > $3 and ends_at > $2
     returning ${COLUMNS}`,
    [sessionHash, now, idleSince],
  )
  return rows[0]
}

/** Another role is another session: a new id, a new form token, no remembered purpose, the same end. */
export async function replaceSession(
  database: Queryable,
  change: { oldHash: Buffer; newHash: Buffer; practitionerId: string; csrfToken: string },
): Promise<SessionRow | undefined> {
  const { rows } = await database.query<SessionRow>(
    `update web.session set session_hash = $2, practitioner_id = $3, csrf_token = $4, purpose_id = null
     where session_hash = $1
     returning ${COLUMNS}`,
    [change.oldHash, change.newHash, change.practitionerId, change.csrfToken],
  )
  return rows[0]
}

/** Remembers why the practitioner is looking, for the rest of the task. */
export async function rememberPurpose(
  database: Queryable,
  sessionHash: Buffer,
  purposeId: string,
): Promise<void> {
  await database.query('update web.session set purpose_id = $2 where session_hash = $1', [
    sessionHash,
    purposeId,
  ])
}

export async function deleteSession(database: Queryable, sessionHash: Buffer): Promise<void> {
  await database.query('delete from web.session where session_hash = $1', [sessionHash])
}

/** Sweeps what has ended by itself; the caller runs it now and then. */
export async function deleteEndedSessions(
  database: Queryable,
  { now, idleSince, attemptsSince }: { now: Date; idleSince: Date; attemptsSince: Date },
): Promise<void> {
  await database.query('delete from web.session where last_seen_at <= $1 or ends_at <= $2', [idleSince, now])
  await database.query('delete from web.sign_in_attempt where created_at <= $1', [attemptsSince])
}

export type SignInAttempt = { nonce: string; codeVerifier: string; returnTo: string | null }

export async function insertSignInAttempt(
  database: Queryable,
  attempt: SignInAttempt & { stateHash: Buffer; now: Date },
): Promise<void> {
  await database.query(
    `insert into web.sign_in_attempt (state_hash, nonce, code_verifier, return_to, created_at)
     values ($1, $2, $3, $4, $5)`,
    [attempt.stateHash, attempt.nonce, attempt.codeVerifier, attempt.returnTo, attempt.now],
  )
}

/** Takes the attempt out of the store, so that an answer from the provider can be used once only. */
export async function takeSignInAttempt(
  database: Queryable,
  { stateHash, since }: { stateHash: Buffer; since: Date },
): Promise<SignInAttempt | undefined> {
  const { rows } = await database.query<SignInAttempt & { createdAt: Date }>(
    `delete from web.sign_in_attempt where state_hash = $1
     returning nonce, code_verifier as "codeVerifier", return_to as "returnTo", created_at as "createdAt"`,
    [stateHash],
  )
  const attempt = rows[0]
  return attempt && attempt.createdAt > since ? attempt : undefined
}
