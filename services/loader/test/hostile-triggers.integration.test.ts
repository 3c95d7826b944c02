/** A trigger may raise anything, with any SQLSTATE and in any field: no value of a row appears in an error or a log. */
import { describe, expect } from "vitest";

import { openLog, PipelineError } from "@datamantri/runtime";

import { replayRejects } from "../src/rejects/replay-rejects.ts";
import { bigint, text, tuple } from "./copy-tuples.ts";
import { test } from "./fixtures.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun, type RunOptions } from "./test-run.ts";

/** Valid as a name, a number and a word of a message. */
const canary = "canary4711";

/** Classes of connections, rows, transactions, resources, operators, PL/pgSQL and bugs, and an unknown one. */
const states =
  "08006 0A000 21000 22P02 22003 23502 23505 23514 25006 28P01 3F000 40001 40P01 42501 42703 42P01 53100 54000 55000 55P03 57014 57P01 57P03 58030 P0001 XX000 ZZ999".split(
    " ",
  );

/** In PostgreSQL's own words, and in others. */
const messages = [
  "%s",
  'column "%s" of relation "target" does not exist',
  'duplicate key value violates unique constraint "%s"',
  'invalid input syntax for type %s: "%1$s"',
  "permission denied for table %s",
  'relation "%s" does not exist',
];

/** Raises an error about the row, or the old one, with its name in every field. */
const raiseFrom = (state: string, message: string) => `
  declare value text := case tg_op when 'DELETE' then old.name else new.name end;
  begin
    raise notice '%', value;
    raise exception using errcode = '${state}', message = format($format$${message}$format$, value), detail = value,
      hint = value, column = value, constraint = value, datatype = value, table = value, schema = value;
  end`;

async function setTrigger(db: TestDestination, state: string, message: string): Promise<void> {
  await db.query(
    `create or replace function refuse() returns trigger language plpgsql as $$${raiseFrom(state, message)}$$`,
  );
}

const onEveryRow = `create trigger "refuses" before insert or update or delete on target for each row execute function refuse()`;

async function failureOf(work: Promise<unknown>): Promise<PipelineError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PipelineError);
  return error as PipelineError;
}

/** As in events, and in logs with their causes and stacks. */
function textOf(error: PipelineError): string {
  const lines: string[] = [];
  const log = openLog("loader", "debug", { write: (line) => void lines.push(line) });
  log.error({ error }, "failed");
  log.error({ error: error.cause }, "failed");
  log.error(error);
  return [error.message, JSON.stringify(error.facts), JSON.stringify(error), ...lines].join("\n");
}

function assertClean(error: PipelineError, state: string): void {
  expect(textOf(error)).not.toMatch(/canary|4711/);
  expect(error.message).toContain(state);
  expect(error.vendorMessage).toContain(canary);
}

async function staged(db: TestDestination, options: RunOptions, names: readonly string[]): Promise<TestRun> {
  const run = new TestRun(db.url, { ...options, config: { key: ["id"], ...options.config } });
  await run.prepare();
  await run.load(
    run.batchOf(
      0,
      names.map((name, id) => tuple(bigint(id), text(name))),
    ),
  );
  return run;
}

describe.each(["append", "replace", "merge", "mirror", "history"] as const)("%s", (writeMode) => {
  test("whatever its trigger raises", async ({ db }) => {
    const options = { writeMode, takenAt: new Date("2026-01-05T00:00:00Z") };
    await using first = await staged(db, options, [`old ${canary}`, `gone ${canary}`]);
    await first.finalize(2);
    await setTrigger(db, "P0001", "%s");
    await db.query(onEveryRow);
    await using run = await staged(db, { writeMode, takenAt: new Date("2026-01-06T00:00:00Z") }, [
      canary,
      `new ${canary}`,
    ]);
    for (const state of states) {
      for (const message of state === "42703" ? messages : messages.slice(0, 1)) {
        await setTrigger(db, state, message);
        assertClean(await failureOf(run.finalize(2)), state);
      }
    }
    await db.query("drop trigger refuses on target");
    expect(await run.finalize(2)).toBe(2);
  });
});

test("rows that a mirror deletes", async ({ db }) => {
  await using first = await staged(db, { writeMode: "mirror" }, ["kept", canary]);
  await first.finalize(2);
  await setTrigger(db, "P0001", "%s");
  await db.query("create trigger refuses before delete on target for each row execute function refuse()");
  await using run = await staged(db, { writeMode: "mirror", config: { guards: { shrink: "allow" } } }, ["kept"]);
  for (const state of states) {
    await setTrigger(db, state, "%s");
    assertClean(await failureOf(run.finalize(1)), state);
  }
});

test("a replay of rejects, whatever its trigger raises", async ({ db }) => {
  await db.query("create table target (id bigint, name varchar(3))");
  await using run = await staged(db, { config: { rejects: { max_rows: 9 } } }, ["a", canary]);
  await run.finalize(2);
  await db.query("alter table target alter column name type text");
  await setTrigger(db, "P0001", "%s");
  await db.query(onEveryRow);
  const { runId, pipelineId, columns, takenAtMs, destinations } = run;
  const task = { runId, pipelineId, attempt: 1, columns: [...columns], takenAtMs };
  for (const state of states) {
    await setTrigger(db, state, "%s");
    assertClean(await failureOf(replayRejects(destinations, task)), state);
  }
});

describe("a check that raises", () => {
  const check = (state: string) => `
    create or replace function is_good(value text) returns boolean language plpgsql as $$
    begin
      if value like 'canary%' then
        raise exception using errcode = '${state}', message = value, detail = value, hint = value, column = value,
          constraint = value, datatype = value, table = value, schema = value;
      end if;
      return true;
    end $$`;

  test.for(["22000", "23514", "P0001", "ZZ999"] as const)("with %s, while rows are staged", async (state, { db }) => {
    await db.query(check(state));
    await db.query("create table target (id bigint, name text constraint good check (is_good(name)))");
    await using run = new TestRun(db.url, { config: { rejects: { max_rows: 9 } } });
    await run.prepare();
    const batch = run.batchOf(0, [tuple(bigint(1), text("a")), tuple(bigint(2), text(canary))]);
    if (!state.startsWith("2")) return assertClean(await failureOf(run.load(batch)), state);
    expect(await run.load(batch)).toBe(1);
    const [reject] = await db.query("select column_names, reason, source_row from datamantri.rejects");
    const { source_row, ...said } = reject!;
    expect(JSON.stringify(source_row)).toContain(canary);
    expect(JSON.stringify(said)).not.toMatch(/canary|4711/);
    expect(said).toMatchObject({ reason: expect.stringContaining(state) as string });
  });

  test("names in the catalog are shown", async ({ db }) => {
    await db.query("create table target (id bigint, name text constraint good_name check (name <> 'canary4711'))");
    await using run = await staged(db, {}, ["a", canary]);
    const error = await failureOf(run.finalize(2));
    expect(error.message).toContain('new row for relation "target" violates check constraint "good_name" (23514) at ');
    assertClean(error, "23514");
  });
});
