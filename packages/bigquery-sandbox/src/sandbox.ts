import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Faults } from "./faults.ts";
import { InsertIds } from "./http/insert-ids.ts";
import { createSandboxServer } from "./http/server.ts";
import { JobRunner } from "./jobs/job-runner.ts";
import { readSeedEntries } from "./seed/build-seed.ts";
import { Catalog } from "./storage/catalog.ts";
import { createPieceCache } from "./storage/page.ts";
import { openDatabase } from "./storage/database.ts";
import { TableWriter } from "./storage/table-writer.ts";

/** Options of a sandbox; all have defaults. */
export interface SandboxOptions {
  /** 0 takes a free port (the default). */
  readonly port?: number;
  /** 127.0.0.1 by default, because the sandbox does not authenticate clients. */
  readonly host?: string;
  /** Folder of the generated data; by default in the system's temporary folder. */
  readonly dataDir?: string;
  /** DuckDB's memory limit in MB; 160 by default, with which a row may have about 10 MB. */
  readonly memoryLimitMb?: number;
  /** Refuse requests without a bearer token (any token is accepted). */
  readonly requireToken?: boolean;
}

/** A running sandbox. */
export interface Sandbox extends AsyncDisposable {
  /** For `apiEndpoint` and BIGQUERY_EMULATOR_HOST of clients. */
  readonly url: string;
  readonly port: number;
  /** Faults on request. */
  readonly faults: Faults;
  /** Closes all connections, stops all jobs, removes their results. */
  close(): Promise<void>;
}

/** Starts a BigQuery stand-in: within a second, or about three the first time in a data directory. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const dataDir = options.dataDir ?? join(tmpdir(), "datamantri-bigquery-sandbox");
  const database = await openDatabase({ dataDir, memoryLimitMb: options.memoryLimitMb ?? 160 });
  const catalog = new Catalog(await database.pages.use(readSeedEntries));
  const writer = new TableWriter(catalog, database.pages, database.uploadDir);
  const jobs = new JobRunner(database, catalog, writer);
  const faults = new Faults();
  const services = {
    catalog,
    jobs,
    pages: database.pages,
    pieces: createPieceCache(),
    writer,
    insertIds: new InsertIds(),
    uploads: new Map(),
  };
  const server = createSandboxServer({ services, faults, requireToken: options.requireToken ?? false });
  const host = options.host ?? "127.0.0.1";
  server.listen(options.port ?? 0, host);
  try {
    await once(server, "listening");
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const close = closeOnce(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    await jobs.close();
    await database[Symbol.asyncDispose]();
  });
  return { url: `http://${host}:${port}`, port, faults, close, [Symbol.asyncDispose]: close };
}

function closeOnce(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
}
