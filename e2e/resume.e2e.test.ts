/** Runs fail in the middle, the cause is removed, and a retry resumes them: every row once, and nothing read again. */
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { checksumParquet, checksumPostgres, flightColumns, flightsFile } from "@datamantri/local-stack";
import { waitFor } from "@datamantri/testkit";

import { connectJetStream } from "./jetstream.ts";
import {
  awaitEnd,
  awaitRun,
  createPipeline,
  pipelineBody,
  startTestStack,
  trigger,
  type PipelineOptions,
  type TestStack,
} from "./test-stack.ts";

interface Split {
  readonly split: number;
  readonly first_row: number;
  readonly row_count: number;
  readonly extracted_at: string | null;
  readonly loaded_row_count: number;
}

let product: TestStack;
/** As the owner, and as who makes roles and ends sessions. */
let warehouse: Client;
let admin: Client;

beforeAll(async () => {
  product = await startTestStack();
  warehouse = new Client({ connectionString: product.access.postgres });
  admin = new Client({ connectionString: product.stack.adminUrl("warehouse") });
  await Promise.all([warehouse.connect(), admin.connect()]);
});

afterAll(async () => {
  await Promise.all([warehouse.end(), admin.end()]);
  await product[Symbol.asyncDispose]();
});

/** What runs leave in the destination. */
async function leftovers(): Promise<unknown[]> {
  const tables = await warehouse.query(`select tablename from pg_tables where tablename like 'staging%'`);
  const batches = await warehouse.query("select * from datamantri.batches");
  const open = await warehouse.query("select run_id from datamantri.runs where state = 'open'");
  return [...tables.rows, ...batches.rows, ...open.rows];
}

async function resumeRun(runId: string): Promise<string> {
  const { task_id } = await product.api.post<{ task_id: string }>(`/api/v1/runs/${runId}/retry`, { from: "failure" });
  return task_id;
}

/** From now on, counts the requests to the sandbox that match each pattern. @returns how many there were so far */
async function countRequests(...patterns: readonly string[]): Promise<() => Promise<number[]>> {
  const address = `${product.access.bigquery}/sandbox/faults`;
  await fetch(address, { method: "DELETE" });
  // An answer that is zero milliseconds late is an answer that is counted.
  const rules = patterns.map((match) => ({ match, fault: "slow_page", delayMs: 0, count: 1_000_000 }));
  await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ rules }),
  });
  return async () => {
    const listed = (await (await fetch(address)).json()) as { rules: { struck: number }[] };
    return listed.rules.map(({ struck }) => struck);
  };
}

const changePipeline = (options: PipelineOptions) =>
  product.api.put(`/api/v1/pipelines/by-name/${options.name}`, pipelineBody(product, options));

test("three million rows: the password expires in the middle, is replaced, and the retry reads what is missing", async () => {
  const role = "mover";
  const { pathname } = new URL(product.access.postgres);
  await admin.query(`create role ${role} login password 'first'`);
  await admin.query(
    `grant connect, create on database ${pathname.slice(1)} to ${role}; grant all on schema public to ${role}; grant ${role} to warehouse`,
  );
  const options = (password: string): PipelineOptions => ({
    name: "flights",
    mode: "append",
    source: { dataset: "flights", table: "flights_3m" },
    destination: { user: role, password },
  });
  const pipelineId = await createPipeline(product, options("first"));
  const runId = await trigger(product, pipelineId);
  await awaitRun(product, runId, "load 700,000 rows", (run) => run.records_processed >= 700_000);
  await admin.query(`alter role ${role} password 'second'`);
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`);
  const failed = await awaitEnd(product, runId);
  expect(failed).toMatchObject({ status: "failed", error_code: "sink_credentials_invalid" });
  expect(Date.parse(failed.resumable_until!)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
  expect(await leftovers()).not.toEqual([]);
  expect(await exists("public.flights")).toBe(false);

  await changePipeline(options("second"));
  await using jetStream = await connectJetStream(product.access.nats);
  await waitFor(async () => (await jetStream.count("TASKS")) + (await jetStream.count("BATCHES")) === 0, {
    what: "the failed run's work to be dropped",
  });
  const nextId = await resumeRun(runId);
  const splitsOf = () => product.api.get<Split[]>(`/api/v1/runs/${nextId}/splits?limit=1000`);
  const whole = (await splitsOf()).filter((split) => split.extracted_at !== null);
  const requests = await countRequests(...whole.map(({ first_row }) => `startIndex=${first_row}(&|$)`));
  const run = await awaitEnd(product, nextId, 150_000);
  expect(run.log).toContain("succeeded");
  expect(run).toMatchObject({ status: "success", retry_of: runId, records_processed: 3_000_000 });
  expect(run.records_resumed).toBeGreaterThanOrEqual(700_000);
  expect(run.records_resumed).toBeLessThan(3_000_000);
  expect(whole.length).toBeGreaterThanOrEqual(1);
  expect(await requests()).toEqual(whole.map(() => 0));
  const wasRead = ({ extracted_at }: Split): boolean => extracted_at! < run.start_time;
  const splits = await splitsOf();
  expect(splits.filter(wasRead).map(({ split }) => split)).toEqual(whole.map(({ split }) => split));
  expect(splits.length).toBeGreaterThan(whole.length);

  const source = await checksumParquet(flightsFile, flightColumns);
  expect(await checksumPostgres(product.access.postgres, "public.flights", flightColumns)).toEqual(source);
  const verification = await product.api.get<object>(`/api/v1/runs/${nextId}/verification`);
  expect(verification).toMatchObject({
    level: "counts",
    rows: { source: 3_000_000, manifest: 3_000_000, ledger: 3_000_000, staged: 3_000_000, rejected: 0 },
    target: { inserted: 3_000_000, updated: 0, deleted: 0 },
  });
  expect(await leftovers()).toEqual([]);
});

test("a guard stops a run: once it may pass, nothing is read again, and its verification is full", async () => {
  const query = "SELECT * FROM flights.flights_200k";
  const options: PipelineOptions = { name: "shrunk", source: { dataset: "flights", query } };
  const pipelineId = await createPipeline(product, options);
  expect(await awaitEnd(product, await trigger(product, pipelineId))).toMatchObject({ status: "success" });
  const destination = { verification: "full" };
  const fewer = { ...options, source: { dataset: "flights", query: `${query} LIMIT 1000` }, destination };
  await changePipeline(fewer);
  const runId = await trigger(product, pipelineId);
  expect(await awaitEnd(product, runId)).toMatchObject({ error_code: "guard_stopped", records_processed: 1_000 });
  expect(await countRows("public.shrunk")).toBe(200_000);

  await changePipeline({ ...fewer, destination: { ...destination, guards: { shrink: "allow" } } });
  const requests = await countRequests("/projects/.*");
  const run = await awaitEnd(product, await resumeRun(runId));
  expect(run).toMatchObject({ status: "success", records_resumed: 1_000, bytes_billed: 0 });
  expect(await requests()).toEqual([0]);
  const verification = await product.api.get(`/api/v1/runs/${run.id}/verification`);
  expect(verification).toMatchObject({ level: "full", rows: { source: 1_000, staged: 1_000 } });
  expect(await countRows("public.shrunk")).toBe(1_000);
  expect(await leftovers()).toEqual([]);
});

test("a trigger refuses the rows of an append: once it is gone they are added once, and rejects counted once", async () => {
  await warehouse.query(`
    create table public.appended (id bigint, name text not null);
    insert into public.appended values (1, 'was there');
    create function public.refuse() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$;
    create trigger refuse before insert on public.appended for each row execute function public.refuse()
  `);
  const query = "SELECT 1 AS id, 'a' AS name UNION ALL SELECT 2, NULL UNION ALL SELECT 3, 'c'";
  const destination = { rejects: { max_rows: 1 } };
  const pipelineId = await createPipeline(product, {
    name: "appended",
    mode: "append",
    source: { query },
    destination,
  });
  const runId = await trigger(product, pipelineId);
  const failed = await awaitEnd(product, runId);
  expect(failed).toMatchObject({ error_code: "sink_rejected", records_processed: 2, rejected_count: 1 });

  // The cause is still there: the retry fails in the same step, and can be resumed again.
  const secondId = await resumeRun(runId);
  expect(await awaitEnd(product, secondId)).toMatchObject({ error_code: "sink_rejected", records_resumed: 3 });
  await warehouse.query("drop trigger refuse on public.appended");
  const run = await awaitEnd(product, await resumeRun(secondId));
  expect(run).toMatchObject({ status: "success", records_processed: 2, rejected_count: 1, records_resumed: 3 });
  const { rows } = await warehouse.query("select id::int, name from public.appended order by 1, 2");
  expect(rows).toEqual([
    { id: 1, name: "a" },
    { id: 1, name: "was there" },
    { id: 3, name: "c" },
  ]);
  const rejects = await warehouse.query("select run_id from datamantri.rejects");
  expect(rejects.rows).toEqual([{ run_id: run.id }]);
  const shown = await product.api.get(`/api/v1/runs/${run.id}/rejects`);
  expect(shown).toMatchObject({ rejected_count: 1, reasons: [{ row_count: 1, columns: ["name"] }] });
  await expect(resumeRun(runId)).rejects.toThrow(`run ${secondId} has already resumed it`);
  expect(await leftovers()).toEqual([]);
});

test("a failed run whose pipeline is deleted leaves nothing behind", async () => {
  const query = "SELECT * FROM flights.flights_200k";
  const options: PipelineOptions = { name: "gone", source: { dataset: "flights", query } };
  const pipelineId = await createPipeline(product, options);
  expect(await awaitEnd(product, await trigger(product, pipelineId))).toMatchObject({ status: "success" });
  await changePipeline({ ...options, source: { dataset: "flights", query: `${query} LIMIT 10` } });
  const runId = await trigger(product, pipelineId);
  expect((await awaitEnd(product, runId)).resumable_until).not.toBeNull();
  expect(await leftovers()).not.toEqual([]);
  await product.api.delete(`/api/v1/pipelines/${pipelineId}`);
  await waitFor(async () => (await leftovers()).length === 0, { what: "the staging table to be dropped" });
  await expect(resumeRun(runId)).rejects.toThrow("deleted");
});

async function exists(table: string): Promise<unknown> {
  return (await warehouse.query<{ is: boolean }>("select to_regclass($1) is not null as is", [table])).rows[0]!.is;
}

async function countRows(table: string): Promise<unknown> {
  return (await warehouse.query<{ count: number }>(`select count(*)::int from ${table}`)).rows[0]!.count;
}
