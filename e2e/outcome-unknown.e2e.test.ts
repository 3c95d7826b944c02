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

/** Starts a run whose finalize waits for the target, and takes its destination away. */
async function loseSight(name: string): Promise<Unseen> {
  const pipeline = await createPipeline(product, {
    name,
    source: { project: "sandbox", query: "SELECT id FROM UNNEST(GENERATE_ARRAY(1, 1000)) AS id" },
    mode: "append",
    destination: { user: role, password, table: "outcome" },
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
  await admin.query("select pg_advisory_unlock(1)");
  const giveBack = async () => {
    await other.query(`alter role ${role} password '${password}'`);
    await other.end();
  };
  return { pipeline, run, giveBack };
}

interface Unseen {
  readonly pipeline: string;
  readonly run: string;
  readonly giveBack: () => Promise<void>;
}

const countRows = async () =>
  (await admin.query("select count(*)::int as rows, count(distinct id)::int as ids from public.outcome")).rows;

test("a run of which nobody knows is neither failed nor successful, and the next one waits for it", async () => {
  const { pipeline, run, giveBack } = await loseSight("seen later");
  const unknown = await runOf(run);
  expect(unknown).toMatchObject({ phase: "finalizing", end_time: null, error_code: null });
  expect(unknown.waiting_reason).toContain("whether the rows are in the target is unknown");
  const withStatus = async (status: string) =>
    (await product.api.get<readonly Run[]>(`/api/v1/runs?status=${status}`)).map(({ id }) => id);
  expect(await withStatus("outcome_unknown")).toEqual([run]);
  expect(await withStatus("running")).toEqual([]);

  const next = await trigger(product, pipeline);
  expect((await runOf(next)).status).toBe("queued");
  await giveBack();
  expect(await awaitEnd(product, run)).toMatchObject({ status: "success", waiting_reason: null });
  expect(await awaitEnd(product, next)).toMatchObject({ status: "success" });
  expect(await countRows()).toEqual([{ rows: 2_000, ids: 1_000 }]);
});

test("S13: a person ends such a run; the destination's answer settles it, and then the next one begins", async () => {
  await admin.query("truncate public.outcome");
  const { pipeline, run, giveBack } = await loseSight("ended before");
  await product.api.post(`/api/v1/runs/${run}/cancel`);
  const abandoned = await runOf(run);
  expect(abandoned).toMatchObject({ status: "outcome_unknown", phase: "abandoned", error_code: null });
  expect(abandoned.end_time).not.toBeNull();
  await expect(product.api.post(`/api/v1/runs/${run}/retry`)).rejects.toThrow(/409|conflict/);
  const next = await trigger(product, pipeline);
  expect((await runOf(next)).status).toBe("queued");
  await giveBack();
  const settled = await waitFor(
    async () => {
      const seen = await runOf(run);
      return seen.status === "outcome_unknown" ? undefined : seen;
    },
    { what: "the destination to settle it", timeoutMs: 60_000 },
  );
  // Cancelled, but for a loader that was just about to move its rows: then they are there.
  expect(settled).toMatchObject({
    status: expect.stringMatching(/^(cancelled|success)$/) as string,
    waiting_reason: null,
  });
  expect(await awaitEnd(product, next)).toMatchObject({ status: "success" });
  expect(await countRows()).toEqual([{ rows: settled.status === "success" ? 2_000 : 1_000, ids: 1_000 }]);
});
