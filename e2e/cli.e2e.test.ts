/** The command line against the whole product: a folder of files becomes rows. */
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";

import { test } from "./fixtures.ts";
import { cliEnvironment, createPipeline, type TestStack } from "./test-stack.ts";

const main = join(import.meta.dirname, "../packages/cli/src/main.ts");

let product: TestStack;
let folder: string;

test.beforeAll(async ({ product: shared }) => {
  product = shared;
  folder = await mkdtemp(join(tmpdir(), "datamantri-e2e-cli-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
}

const datamantri = (...args: string[]): Ended => start(process.execPath, [main, ...args]);

/** What it prints to a pipe, parsed. */
const answerOf = (...args: string[]): unknown => JSON.parse(datamantri(...args).stdout);

/** Of output that has a JSON document on each line. */
const parseLines = (text: string): unknown[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);

/** On a terminal of 80 columns; `output` has what that terminal was sent. */
const onTerminal = (...args: string[]): Ended =>
  start("script", ["-qec", `stty cols 80; ${[process.execPath, main, ...args].join(" ")}`, "/dev/null"]);

function start(command: string, args: readonly string[], input = "", changes: NodeJS.ProcessEnv = {}): Ended {
  const { postgres } = product.access;
  const env = {
    ...cliEnvironment(product, folder),
    WAREHOUSE_PASSWORD: decodeURIComponent(new URL(postgres).password),
    ...changes,
  };
  const { status, stdout } = spawnSync(command, args, { env, input, encoding: "utf8", timeout: 120_000 });
  return { status, stdout };
}

const movies = (port: number, dataset = "movies", table = "movies") => `
name: ${table}
source_config: { project: sandbox, dataset: ${dataset}, table: ${table}, api_endpoint: "${product.access.bigquery}" }
destination_config:
  host: 127.0.0.1
  port: ${port}
  database: warehouse
  user: ${decodeURIComponent(new URL(product.access.postgres).username)}
  password: "\${WAREHOUSE_PASSWORD}"
  table: ${table}
mode: replace
`;

const flights = () => movies(Number(new URL(product.access.postgres).port), "flights", "flights_3m");

beforeAll(async () => {
  const port = Number(new URL(product.access.postgres).port);
  await writeFile(join(folder, "movies.yaml"), movies(port));
  expect(datamantri("login").status).toBe(0);
});

test("a pipeline is applied, runs to its end, and a second apply changes nothing", () => {
  const text = ["--output", "text"];
  expect(datamantri("apply", folder, ...text).stdout).toBe("movies: created\n");
  const run = datamantri("run", "movies", "--follow", ...text);
  expect(run.stdout).toMatch(/succeeded: 3,201 rows\nmovies: 3,201 rows in \S+ s, \S+ rows\/s\n$/);
  expect(run.status).toBe(0);
  expect(datamantri("diff", folder, ...text)).toEqual({ status: 0, stdout: "movies: unchanged\n" });
  expect(datamantri("runs", "movies", ...text).stdout).toMatch(/ success {2}movies {2}3,201 rows\n$/);
});

test("what is piped is JSON: pipelines as code", async () => {
  const file = join(folder, "movies.yaml");
  const answer = { file, name: "movies", action: "unchanged", changes: [] };
  expect(answerOf("diff", folder)).toEqual([answer]);
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("table: movies\nmode", "table: films\nmode"));
  const change = { field: "destination_config.table", before: "movies", after: "films" };
  const changed = { ...answer, action: "updated", changes: [change] };
  expect(datamantri("diff", folder)).toEqual({ status: 2, stdout: `${JSON.stringify([changed])}\n` });
  expect(answerOf("apply", folder, "--dry-run")).toEqual([changed]);
  expect(answerOf("apply", folder)).toEqual([changed]);
  const exported = join(folder, "exported");
  expect(answerOf("export", "--to", exported)).toEqual([join(exported, "movies.yaml")]);
  expect(datamantri("export", "movies").stdout).toContain("\n  table: films\n");
  expect(answerOf("history", "movies")).toMatchObject([{ version: 2, changes: [change] }, { version: 1 }]);
  await rm(exported, { recursive: true });
});

test("what is piped is JSON: runs", () => {
  const started = answerOf("run", "movies") as { run_id: string };
  expect(started).toMatchObject({ pipeline: "movies", run_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
  expect(["queued", "running", "success"]).toContain((started as unknown as { status: string }).status);
  const followed = datamantri("run", "movies", "--follow");
  expect(followed.status).toBe(0);
  const lines = parseLines(followed.stdout);
  const run = lines.pop() as { id: string };
  expect(run).toMatchObject({ status: "success", pipeline_name: "movies", records_processed: 3_201 });
  expect(lines.length).toBeGreaterThan(2);
  for (const event of lines) expect(Object.keys(event as object)).toEqual(["id", "name", "message", "occurred_at"]);
  expect(lines.at(-1)).toMatchObject({ name: "RunSucceeded" });
  expect(parseLines(datamantri("logs", run.id).stdout)).toEqual(lines);
  const ids = (answerOf("runs", "movies") as { id: string }[]).map(({ id }) => id);
  expect(ids.slice(0, 2)).toEqual([run.id, started.run_id]);
  expect(datamantri("run", "nothing", "--follow")).toEqual({ status: 1, stdout: "" });
});

test("a run that fails has a code of 1, as JSON too", async () => {
  const file = join(folder, "missing.yaml");
  await writeFile(file, flights().replaceAll("flights_3m", "missing"));
  datamantri("apply", folder);
  await rm(file);
  const failed = datamantri("run", "missing", "--follow");
  expect(failed.status).toBe(1);
  const run = parseLines(failed.stdout).at(-1) as { id: string };
  expect(run).toMatchObject({ status: "failed", error_code: expect.any(String) as string });
  const again = answerOf("retry", run.id) as { run_id: string };
  expect(again).toMatchObject({ pipeline: "missing" });
});

test("a run is undone and followed, once", async () => {
  const source = { project: "sandbox", query: "SELECT 1 AS id" };
  await createPipeline(product, { name: "undone_here", source, mode: "replace", destination: { keep_previous: 1 } });
  const follow = () => parseLines(datamantri("run", "undone_here", "--follow").stdout).at(-1) as { id: string };
  follow();
  const { id } = follow();
  const undone = datamantri("undo", id, "--follow");
  expect(undone.status).toBe(0);
  expect(parseLines(undone.stdout).at(-1)).toMatchObject({ status: "success", cause: "undo", undo_of: id });
  expect(datamantri("undo", id)).toEqual({ status: 1, stdout: "" });
});

/** Only while it is looked at: the other tests' folder has movies. */
async function applyFlights(): Promise<void> {
  const file = join(folder, "flights.yaml");
  await writeFile(file, flights());
  expect(datamantri("apply", folder).status).toBe(0);
  await rm(file);
}

test("a run that is cancelled is answered", async () => {
  await applyFlights();
  const { run_id } = answerOf("run", "flights_3m") as { run_id: string };
  expect(answerOf("cancel", run_id)).toMatchObject({ id: run_id, pipeline_name: "flights_3m" });
  const log = parseLines(datamantri("logs", run_id, "--follow").stdout) as { name: string }[];
  expect(log.map(({ name }) => name)).toContain("RunCancelled");
});

test("a login takes its answers from a pipe", () => {
  const { url, email, password } = product.access;
  const nothing = { DATAMANTRI_URL: undefined, DATAMANTRI_EMAIL: undefined, DATAMANTRI_PASSWORD: undefined };
  const login = (input: string) => start(process.execPath, [main, "login"], input, nothing);
  const { status, stdout } = login(`${url}\n${email}\n${password}\n`);
  expect([status, JSON.parse(stdout)]).toEqual([0, { url, email }]);
  expect(login(`${url}\n${email}\n${password}`).status).toBe(0);
  expect(login(`${url}\n`)).toEqual({ status: 1, stdout: "" });
});

const hasScript = spawnSync("script", ["--version"]).status === 0;

test.skipIf(!hasScript)("on a terminal a run has a line of progress (needs `script` of util-linux)", async () => {
  await applyFlights();
  const { status, stdout } = onTerminal("run", "flights_3m", "--follow");
  expect(status).toBe(0);
  const erase = "\r\u001B[K";
  const drawn = stdout.split(erase).slice(1);
  const bars = drawn.filter((line) =>
    /^\[█*░*\] +\d+% [\d,]+ of 3,000,000 rows, [\d,]+ rows\/s, \d+ s left$/.test(line),
  );
  expect(bars.length).toBeGreaterThan(1);
  // Its line is never ended, but erased: what stays are the log and the result.
  expect(drawn.filter((line) => line.includes("░") && line.includes("\n"))).toEqual([]);
  const lines = stdout.split("\r\n").map((line) => line.split(erase).at(-1)!);
  expect(lines[0]).toMatch(/^run [0-9a-f-]{36}$/);
  expect(lines.at(-2)).toMatch(/^flights_3m: 3,000,000 rows in \S+ s, \S+ rows\/s$/);
  expect(lines.slice(1, -2).every((line) => /^\d{4}-\S+Z /.test(line))).toBe(true);
  expect(onTerminal("runs").stdout).toMatch(/ success +flights\S+ +3,000,000 rows\r\n/);
  expect(parseLines(onTerminal("runs", "--output", "json").stdout)).toHaveLength(1);
});
