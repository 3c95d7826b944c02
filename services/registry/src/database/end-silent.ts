import type pg from "pg";

import { watchSession, withoutProgress } from "@datamantri/runtime";

const lookEveryMs = 5_000;

/** Ends the client's connection when an answer is awaited and nothing comes for `silentMs`. Its query then fails. */
export function endSilent(client: pg.PoolClient, silentMs: () => number): void {
  const ask = async () => "lost" as const;
  // The handler that happens to open the connection is one of many.
  const watch = withoutProgress(() => watchSession(client, { ask, silentMs, lookEveryMs }));
  client.once("end", () => watch[Symbol.dispose]());
}
