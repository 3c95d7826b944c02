/** Sessions: opened by a login, continued by refreshing, ended by a logout. */
import { randomBytes } from "node:crypto";
import { sql, type Selectable } from "kysely";

import type { Caller, IdentityApi, LiveSession, OpenedSession, RefreshOutcome } from "@datamantri/contracts";
import type { SessionKind, SessionView, UserView } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { AuditLog } from "../audit/audit-log.ts";
import type { SessionsTable } from "../database/identity-tables.ts";
import type { Db, Tx } from "../database/open-database.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { toUserView } from "../users/users.ts";
import { endSessions } from "./end-sessions.ts";
import { isGenuine, parseSessionToken, toSessionToken } from "./session-token.ts";

type Session = Selectable<SessionsTable>;

/** Maximum lifetime of a session in seconds: thirty days for programs, half a day for people. */
const lifetimeSeconds: Readonly<Record<SessionKind, number>> = { refresh: 30 * 86_400, browser: 12 * 3_600 };

/** Within this time a used refresh token returns its successor again: for lost answers and concurrent tabs. */
const graceMs = 20_000;

/** Limit for one user; a new session ends the least recently used one. */
const maxSessions = 1_000;

/** Opens a session for an authenticated user. */
export async function addSession(
  tx: Tx,
  sealer: Sealer,
  audit: AuditLog,
  opening: {
    readonly user: UserView;
    readonly kind: SessionKind;
    readonly user_agent: string | null;
    readonly caller: Caller;
  },
): Promise<OpenedSession> {
  const { user, kind, user_agent, caller } = opening;
  await tx
    .deleteFrom("sessions")
    .where("user_id", "=", user.id)
    .where("expires_at", "<", sql<Date>`now()`)
    .execute();
  await sql`
    delete from sessions where id in (
      select id from sessions where user_id = ${user.id} order by last_used_at desc offset ${maxSessions - 1}
    )
  `.execute(tx);
  const session = await tx
    .insertInto("sessions")
    .values({
      user_id: user.id,
      kind,
      seed: randomBytes(32),
      address: caller.address,
      ended_at: null,
      user_agent: user_agent?.slice(0, 200) ?? null,
      expires_at: new Date(Date.now() + lifetimeSeconds[kind] * 1e3),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const actor = { kind: "user", id: user.id, name: user.email } as const;
  await audit.add(
    tx,
    { ...caller, actor },
    { action: "session.opened", outcome: "succeeded", object: session.id, facts: { kind } },
  );
  return toOpened(sealer, session, user, 0);
}

/**
 * Returns the successor of a refresh token. A token used again after the grace period was stolen or kept: the session
 * ends for the thief and for the owner, who has to log in again.
 *
 * Failure: one transaction; if its answer is lost, the same token returns the same successor within the grace period.
 */
export async function refreshSession(
  db: Db,
  sealer: Sealer,
  audit: AuditLog,
  { token, caller }: IdentityApi["sessions.refresh"][0],
): Promise<RefreshOutcome> {
  const parsed = parseSessionToken("refresh", token);
  if (!parsed) return { outcome: "invalid" };
  return db.transaction().execute(async (tx): Promise<RefreshOutcome> => {
    const query = liveSessions(tx).where("id", "=", parsed.sessionId).where("kind", "=", "refresh").forUpdate();
    const found = await findLive(query, tx);
    if (!found?.user.is_active) return { outcome: "invalid" };
    const { session, user } = found;
    if (!isGenuine(sealer, session, token, parsed.generation)) return { outcome: "invalid" };
    if (parsed.generation === session.generation) {
      const generation = session.generation + 1;
      await tx
        .updateTable("sessions")
        .set({ generation, last_used_at: new Date() })
        .where("id", "=", session.id)
        .execute();
      return { outcome: "ok", ...toOpened(sealer, session, user, generation) };
    }
    const isRace =
      parsed.generation === session.generation - 1 && Date.now() - session.last_used_at.getTime() <= graceMs;
    if (isRace) return { outcome: "ok", ...toOpened(sealer, session, user, session.generation) };
    await endSessions(tx, { user_id: user.id, id: session.id });
    await audit.add(tx, caller, {
      action: "session.token_reused",
      outcome: "denied",
      object: session.id,
      facts: {
        user_id: user.id,
        generation: parsed.generation,
        present_generation: session.generation,
      },
    });
    return { outcome: "invalid" };
  });
}

/** @throws PipelineError `not_found` for a session that ended or expired, or whose user was deleted. */
export async function getLiveSession(db: Db, id: string): Promise<LiveSession> {
  const found = await findLive(liveSessions(db).where("id", "=", id), db);
  if (!found) throw noSession();
  await touch(db, found.session);
  return toLive(found);
}

/** @throws PipelineError `not_found` for anything but the token of a valid browser session. */
export async function checkBrowserSession(db: Db, sealer: Sealer, token: string): Promise<LiveSession> {
  const parsed = parseSessionToken("browser", token);
  if (!parsed) throw noSession();
  const query = liveSessions(db).where("id", "=", parsed.sessionId).where("kind", "=", "browser");
  const found = await findLive(query, db);
  if (!found || !isGenuine(sealer, found.session, token, parsed.generation)) throw noSession();
  await touch(db, found.session);
  return toLive(found);
}

/** Lists valid sessions, the most recently used first. */
export async function listSessions(db: Db, userId: string): Promise<readonly Omit<SessionView, "is_current">[]> {
  const rows = await liveSessions(db).where("user_id", "=", userId).orderBy("last_used_at", "desc").execute();
  return rows.map(({ id, kind, address, user_agent, ...times }) => ({
    id,
    kind,
    created_at: times.created_at.toISOString(),
    last_used_at: times.last_used_at.toISOString(),
    expires_at: times.expires_at.toISOString(),
    address,
    user_agent,
  }));
}

/** Records that the user re-authenticated. @returns false when the session has ended. */
export async function confirmSession(tx: Tx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("sessions")
    .set({ authenticated_at: sql<Date>`now()` })
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Logs out: all tokens of the sessions become invalid. */
export async function logOut(
  db: Db,
  audit: AuditLog,
  { user_id, id, caller }: IdentityApi["sessions.end"][0],
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const count = await endSessions(tx, { user_id, ...(id === null ? {} : { id }) });
    if (count > 0) {
      await audit.add(tx, caller, {
        action: "session.ended",
        outcome: "succeeded",
        object: id ?? user_id,
        facts: { count },
      });
    }
    return count;
  });
}

function liveSessions(db: Db) {
  return db
    .selectFrom("sessions")
    .selectAll()
    .where("ended_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`);
}

/** Finds a session with its user's current state, active or not. */
async function findLive(
  query: ReturnType<typeof liveSessions>,
  db: Db,
): Promise<{ session: Session; user: UserView } | undefined> {
  const session = await query.executeTakeFirst();
  const user =
    session && (await db.selectFrom("users").selectAll().where("id", "=", session.user_id).executeTakeFirst());
  return user && { session, user: toUserView(user) };
}

/** Only browser sessions record their last use: refreshing needs the time of the last rotation. */
async function touch(db: Db, { id, kind }: Session): Promise<void> {
  if (kind !== "browser") return;
  await sql`
    update sessions set last_used_at = now() where id = ${id} and last_used_at < now() - interval '1 minute'
  `.execute(db);
}

function toLive({ session, user }: { readonly session: Session; readonly user: UserView }): LiveSession {
  return { session_id: session.id, user, authenticated_at: session.authenticated_at.toISOString() };
}

function toOpened(sealer: Sealer, session: Session, user: UserView, generation: number): OpenedSession {
  return {
    ...toLive({ session, user }),
    token: toSessionToken(sealer, session, generation),
    expires_at: session.expires_at.toISOString(),
  };
}

export function noSession(): PipelineError {
  return new PipelineError("not_found", "this session has ended");
}
