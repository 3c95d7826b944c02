/**
 * What it costs that bad rows can be rejected: COPY as it would be without, the same behind its savepoint with no bad row,
 * and with one in 10,000 or 1,000 to be found. Each load is one transaction of 20,000 rows, as a loader's is.
 */
import { randomUUID } from "node:crypto";
import pg from "pg";

import type { Message } from "@datamantri/contracts";
import { startPostgres } from "@datamantri/testkit";

import { sendTuples } from "../services/loader/src/stream-to-staging/send-tuples.ts";
import { loadRows } from "../services/loader/src/stream-to-staging/load-rows.ts";
import { ledgerMigrations } from "../services/loader/src/ledger/ensure-ledger.ts";
import { bigint, text, tuple } from "../services/loader/test/copy-tuples.ts";

export interface RejectFigure {
  readonly what: string;
  /** Median of the rounds, which take turns. */
  readonly milliseconds: number;
  readonly rowsPerSecond: number;
  /** Of the time without savepoints. */
  readonly ratio: number;
}

const rowsPerBatch = 20_000;
const batchCount = 25;
const rounds = 5;
const columns = ["id", "name", "city", "note"];
/** Staged as an existing target has it. */
const createStaging = "create table staging (id bigint not null, name varchar(8), city text, note text)";

type Load = (client: pg.PoolClient, runId: string, batch: Message<"RowBatch">) => Promise<unknown>;

const copyOnly: Load = (client, _runId, { tuples }) => sendTuples(client, "staging", columns, [tuples]);
const noObjects = (): never => {
  throw new Error("no row is in the object store");
};
const copyOrReject: Load = (client, runId, batch) =>
  loadRows(
    client,
    { runId, maxRejects: rowsPerBatch * batchCount, columns, readNames: async () => new Set() },
    "staging",
    [batch],
    noObjects,
  );

const cases: readonly { readonly what: string; readonly badEvery: number; readonly load: Load }[] = [
  { what: "COPY alone", badEvery: 0, load: copyOnly },
  { what: "rejects allowed, none bad", badEvery: 0, load: copyOrReject },
  { what: "one bad in 10,000", badEvery: 10_000, load: copyOrReject },
  { what: "one bad in 1,000", badEvery: 1_000, load: copyOrReject },
];

export async function measureRejects(): Promise<RejectFigure[]> {
  await using postgres = await startPostgres();
  await using database = await postgres.createDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  const client = await pool.connect();
  try {
    await client.query(
      `create schema datamantri; ${ledgerMigrations.map(({ sql }) => sql).join(";")}; ${createStaging}`,
    );
    const times = cases.map((): number[] => []);
    for (let round = -1; round < rounds; round++) {
      for (const [i, { badEvery, load }] of cases.entries()) {
        const milliseconds = await measure(client, badEvery, load);
        if (round >= 0) times[i]!.push(milliseconds); // the first is for warming up
      }
    }
    const [alone] = times.map(median);
    return cases.map(({ what }, i) => toFigure(what, median(times[i]!), alone!));
  } finally {
    client.release();
    await pool.end();
  }
}

async function measure(client: pg.PoolClient, badEvery: number, load: Load): Promise<number> {
  const runId = randomUUID();
  const batches = Array.from({ length: batchCount }, (_, sequence) => toBatch(runId, sequence, badEvery));
  await client.query("truncate staging, datamantri.rejects, datamantri.batches");
  await client.query(
    `insert into datamantri.runs (run_id, pipeline_id, target, state, schema_fingerprint)
     values ($1, $1, 'target', 'open', '')`,
    [runId],
  );
  const startedAt = performance.now();
  for (const batch of batches) {
    await client.query("begin");
    await load(client, runId, batch);
    await client.query("commit");
  }
  return performance.now() - startedAt;
}

function toBatch(runId: string, sequence: number, badEvery: number): Message<"RowBatch"> {
  const firstRow = sequence * rowsPerBatch;
  const tuples = Buffer.concat(
    Array.from({ length: rowsPerBatch }, (_, i) => {
      const isBad = badEvery > 0 && (firstRow + i) % badEvery === badEvery >> 1;
      return tuple(
        bigint(firstRow + i),
        text(isBad ? "much too long" : "short"),
        text("Bengaluru"),
        text("x".repeat(40)),
      );
    }),
  );
  const ids = { runId, pipelineId: runId, split: 0, sequence, part: 0 };
  const object = { objectChunks: 0, objectBytes: 0 };
  return {
    ...ids,
    firstRow,
    rowCount: rowsPerBatch,
    schemaFingerprint: "",
    checksum: 0,
    tuples,
    rejects: [],
    ...object,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function toFigure(what: string, milliseconds: number, alone: number): RejectFigure {
  return {
    what,
    milliseconds: Math.round(milliseconds),
    rowsPerSecond: Math.round((batchCount * rowsPerBatch * 1_000) / milliseconds),
    ratio: Math.round((milliseconds / alone) * 1_000) / 1_000,
  };
}
