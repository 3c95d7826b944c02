/** What looks for a few runs reads few, however long the history is. */
import { sql } from "kysely";
import { describe, expect } from "vitest";

import type { RunFilter } from "@datamantri/api";

import type { Db } from "../src/database/open-database.ts";
import { findLostRuns } from "../src/reconcile/find-lost-runs.ts";
import { searchRuns } from "../src/runs/run-views.ts";
import { test as base } from "./fixtures.ts";
import type { TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

const hourMs = 3_600_000;

/** Runs of the history, of which each tenth has failed; one an hour. */
const historyLength = 20_000;

const test = base.extend("history", { scope: "file" }, async ({ registry }) => {
  const { id } = await registry.createPipeline();
  const run = await new TestRun(registry, id).reach("loading");
  await registry.drainOutbox();
  await sql`
    insert into runs (id, pipeline_id, state, cause, triggered_by, configuration, plan, error_code,
      created_at, progress_at, ended_at)
    select gen_random_uuid(), pipeline_id, case when i % 10 = 0 then 'failed' else 'success' end, 'schedule', 'x',
      configuration, plan, case when i % 10 = 0 then 'sink_rejected' end, at, at, at
    from runs, generate_series(1, ${historyLength}::int) as i, lateral (select now() - make_interval(hours => i) as at)
  `.execute(registry.db);
  await sql`vacuum analyze runs`.execute(registry.db);
  return run;
});

/** Rows of the table of runs that a query reads. */
function countRead(registry: TestRegistry, query: (db: Db) => Promise<unknown>): Promise<number> {
  return registry.db.transaction().execute(async (tx) => {
    await query(tx);
    const { rows } = await sql<{ count: number }>`
      select seq_tup_read + coalesce(idx_tup_fetch, 0) as count from pg_stat_xact_user_tables where relname = 'runs'
    `.execute(tx);
    return rows[0]!.count;
  });
}

describe("few rows are read", () => {
  test.for<RunFilter>([
    { status: "outcome_unknown" },
    { status: "running" },
    { status: "queued" },
    { status: "cancelled" },
    { error_code: "sink_full" },
    { cause: "backfill" },
  ])("for the list with %o", async (filter, { registry, history }) => {
    expect(history).toBeDefined();
    expect(await countRead(registry, (db) => searchRuns(db, { limit: 50, ...filter }))).toBeLessThan(200);
  });

  test("to find runs that may have left a staging table", async ({ registry, history }) => {
    const found: string[] = [];
    const find = async (db: Db): Promise<void> => {
      for await (const { id } of findLostRuns(db, registry.bus, hourMs)) found.push(id);
    };
    expect(await countRead(registry, find)).toBeLessThan(200);
    // Two have failed within a day.
    expect(found.filter((id) => id !== history.runId)).toHaveLength(2);
  });
});
