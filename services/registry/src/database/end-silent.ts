import type pg from "pg";

import { watchSession, withoutProgress, type WatchedSocket } from "@datamantri/runtime";

/** pg has these, its types have not. */
interface WatchedClient {
  readonly connection: { readonly stream: WatchedSocket };
  /** False while an answer is awaited. */
  readonly readyForQuery: boolean;
}

const lookEveryMs = 5_000;

/** Ends the client's connection when an answer is awaited and nothing comes for `silentMs`. Its query then fails. */
export function endSilent(client: pg.PoolClient, silentMs: () => number): void {
  const watched = client as unknown as WatchedClient;
  const isBusy = (): boolean => !watched.readyForQuery;
  const ask = async () => "lost" as const;
  // The handler that happens to open the connection is one of many.
  const watch = withoutProgress(() => watchSession(watched.connection.stream, { isBusy, ask, silentMs, lookEveryMs }));
  client.once("end", () => watch[Symbol.dispose]());
}
