/** A destination goes away while a run's rows are moved: nobody says success or failure before its ledger has answered. */
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { waitFor } from "@datamantri/testkit";

import { awaitEnd, createPipeline, startTestStack, trigger, type Run, type TestStack } from "./test-stack.ts";

let product: TestStack;
let admin: Client;
const role = "outcome_mover";
const password = "correct horse battery staple";

beforeAll(async () => {
  product = await startTestStack();
  admin = new Client({ connectionString: product.stack.adminUrl("warehouse") });
  await admin.connect();
  await admin.query(`
    create role ${role} login password '${password}';
    grant connect, create on database warehouse to ${role};
    create table public.outcome (id bigint);
    grant all on schema public to ${role};
    alter table public.outcome owner to ${role};
    create function pass() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(1); return new; end $$;
    create trigger pass before insert on public.outcome for each row execute function pass()`);
});

afterAll(async () => {
  await admin.end();
  await product[Symbol.asyncDispose]();
});

const runOf = (id: string) => product.api.get<Run>(`/api/v1/runs/${id}`);

const loaderWaits = `
  select pid from pg_stat_activity
  where application_name = 'datamantri-loader' and usename = '${role}' and wait_event_type = 'Lock'
`;

test("a run of which nobody knows is neither failed nor successful, and the next one waits for it", async () => {
  const pipeline = await createPipeline(product, {
    name: "outcome",
    source: { project: "sandbox", query: "SELECT id FROM UNNEST(GENERATE_ARRAY(1, 1000)) AS id" },
    mode: "append",
    destination: { user: role, password },
  });
  // The trigger holds finalize up.
  await admin.query("select pg_advisory_lock(1)");
  const run = await trigger(product, pipeline);
  const pid = await waitFor(async () => (await admin.query<{ pid: number }>(loaderWaits)).rows[0]?.pid, {
    what: "finalize to wait for the target",
  });
  const other = new Client({ connectionString: product.stack.adminUrl("warehouse") });
  await other.connect();
  await other.query(`alter role ${role} password 'rotated'`);
  await other.query("select pg_terminate_backend($1)", [pid]);
  await waitFor(async () => (await runOf(run)).status === "outcome_unknown", { what: "the outcome to be unknown" });
  const unknown = await runOf(run);
  expect(unknown).toMatchObject({ phase: "finalizing", end_time: null, error_code: null });
  expect(unknown.waiting_reason).toContain("whether the rows are in the target is unknown");
  const withStatus = async (status: string) =>
    (await product.api.get<readonly Run[]>(`/api/v1/runs?status=${status}`)).map(({ id }) => id);
  expect(await withStatus("outcome_unknown")).toEqual([run]);
  expect(await withStatus("running")).toEqual([]);

  const next = await trigger(product, pipeline);
  await admin.query("select pg_advisory_unlock(1)");
  expect((await runOf(next)).status).toBe("queued");
  await other.query(`alter role ${role} password '${password}'`);
  await other.end();
  expect(await awaitEnd(product, run)).toMatchObject({ status: "success", waiting_reason: null });
  expect(await awaitEnd(product, next)).toMatchObject({ status: "success" });
  const { rows } = await admin.query(
    "select count(*)::int as rows, count(distinct id)::int as ids from public.outcome",
  );
  expect(rows).toEqual([{ rows: 2_000, ids: 1_000 }]);
});
