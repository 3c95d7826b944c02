import pg from "pg";

import type { Secret } from "@datamantri/runtime";

import { toMetadataError } from "./metadata-error.ts";

/** Shorter than what a readiness check waits. */
const answerMs = 900;

/** too_many_connections: the server answers, and the pool's own connections work. */
const full = "53300";

/**
 * Asks the metadata database over a connection of its own: a frozen server may keep serving open ones, and a pool whose
 * connections hang would let questions wait in line.
 *
 * @throws PipelineError `metadata_unavailable`
 */
export async function pingDatabase(url: Secret): Promise<void> {
  const client = new pg.Client({
    connectionString: url.reveal(),
    connectionTimeoutMillis: answerMs,
    query_timeout: answerMs,
    application_name: "datamantri-registry-ready",
  });
  // Without a listener a connection that breaks ends the process; what uses it fails as well.
  client.on("error", () => undefined);
  try {
    await client.connect();
    // A pooler accepts connections for a server that is down.
    await client.query("select");
  } catch (error) {
    if ((error as pg.DatabaseError).code !== full) throw toMetadataError(error);
  } finally {
    // Not awaited: a server that froze meanwhile does not say goodbye.
    void client.end().catch(() => undefined);
  }
}
