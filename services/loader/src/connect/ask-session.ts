import pg from "pg";

import type { SessionState } from "@datamantri/runtime";

/** A server session as its own transaction knows it: a pooler's session is another for each transaction. */
export interface ServerSession {
  readonly pid: number;
  /** When its server started: an address may lead to several servers. */
  readonly serverStarted: string;
}

/** Does not depend on how a session shows times. */
const startedAt = "extract(epoch from pg_catalog.pg_postmaster_start_time())::text";
const serverStarted = `${startedAt} as "serverStarted"`;

/** Selects a ServerSession. */
export const thisSession = `select pg_catalog.pg_backend_pid() as pid, ${serverStarted}`;

/** Null columns: no such session. */
const stateOf = `
  select ${serverStarted}, session.state, session.wait_event_type as "waitsFor"
  from (select) as always left join pg_catalog.pg_stat_activity as session on session.pid = $1
`;

/** Ends the session unless it is at work: it waits for its client, or has answered. */
const endLost = `
  select pg_catalog.pg_terminate_backend(pid)
  from pg_catalog.pg_stat_activity
  where pid = $1 and (state like 'idle%' or wait_event_type = 'Client') and ${startedAt} = $2
`;

/**
 * Asks the server what it does with the session of a connection that is silent.
 *
 * @param client not connected yet, with limits of its own.
 * @param session undefined before it has said who it is.
 */
export async function askSession(client: pg.Client, session: ServerSession | undefined): Promise<SessionState> {
  try {
    return await ask(client, async () => {
      if (session === undefined) return "lost";
      const { rows } = await client.query<Found>(stateOf, [session.pid]);
      const [found] = rows;
      // Another server, or one that may not say: nobody can tell.
      return found?.serverStarted === session.serverStarted && isLost(found) ? "lost" : "works";
    });
  } catch (error) {
    // It answers, if only to refuse: there may be no free connection.
    return error instanceof pg.DatabaseError ? "works" : "unreachable";
  }
}

/** Ends the session of a connection that was given up: what it holds locked is wanted by the worker that repeats its work. */
export async function endSession(client: pg.Client, { pid, serverStarted: started }: ServerSession): Promise<void> {
  await ask(client, () => client.query(endLost, [pid, started]));
}

async function ask<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  // Without a listener a connection that breaks ends the process; what uses it fails as well.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work();
  } finally {
    void client.end().catch(() => undefined);
  }
}

interface Found {
  readonly serverStarted: string;
  readonly state: string | null;
  readonly waitsFor: string | null;
}

/** https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW */
function isLost({ state, waitsFor }: Found): boolean {
  if (state === "active") return waitsFor === "Client";
  return state === null || state.startsWith("idle");
}
