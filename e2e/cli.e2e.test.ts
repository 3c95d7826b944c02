/** The command line against the whole product: a folder of files becomes rows. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { startTestStack, type TestStack } from "./test-stack.ts";

const main = join(import.meta.dirname, "../packages/cli/src/main.ts");

let product: TestStack;
let folder: string;

beforeAll(async () => {
  product = await startTestStack();
  folder = await mkdtemp(join(tmpdir(), "datamantri-e2e-cli-"));
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function datamantri(...args: string[]) {
  const { url, email, password, postgres, bigquery } = product.access;
  const env = {
    PATH: process.env["PATH"],
    DATAMANTRI_CONFIG: join(folder, "connection.json"),
    DATAMANTRI_URL: url,
    DATAMANTRI_EMAIL: email,
    DATAMANTRI_PASSWORD: password,
    BIGQUERY: bigquery,
    WAREHOUSE_USER: decodeURIComponent(new URL(postgres).username),
    WAREHOUSE_PASSWORD: decodeURIComponent(new URL(postgres).password),
  };
  const { status, stdout } = spawnSync(process.execPath, [main, ...args], { env, encoding: "utf8", timeout: 60_000 });
  return { status, stdout };
}

const movies = (port: number) => `
name: movies
source_config: { project: sandbox, dataset: movies, table: movies, api_endpoint: "\${BIGQUERY}" }
destination_config:
  host: 127.0.0.1
  port: ${port}
  database: warehouse
  user: "\${WAREHOUSE_USER}"
  password: "\${WAREHOUSE_PASSWORD}"
  table: movies
mode: replace
`;

test("a pipeline is applied, runs to its end, and a second apply changes nothing", async () => {
  await writeFile(join(folder, "movies.yaml"), movies(Number(new URL(product.access.postgres).port)));
  expect(datamantri("login").status).toBe(0);
  expect(datamantri("apply", folder).stdout).toBe("movies: created\n");
  const run = datamantri("run", "movies", "--follow");
  expect(run.stdout).toMatch(/succeeded: 3,201 rows\n$/);
  expect(run.status).toBe(0);
  expect(datamantri("diff", folder)).toEqual({ status: 0, stdout: "movies: unchanged\n" });
  expect(datamantri("runs", "movies").stdout).toMatch(/ success {3} movies {2}3,201 rows\n$/);
});
