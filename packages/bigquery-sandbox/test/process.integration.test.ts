import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, stat, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

import { Rest } from "./rest.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "bigquery-sandbox-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

function start() {
  const child = fork(main, { env: { ...process.env, SANDBOX_DATA_DIR: dataDir }, silent: true });
  const exited = once(child, "exit");
  const ready = once(child.stdout as NodeJS.ReadableStream, "data").then(
    ([line]) => JSON.parse(String(line)) as { ready: string },
  );
  return { child, exited, ready };
}

test("serves, builds its data only the first time, and leaves nothing but the data", { timeout: 60_000 }, async () => {
  const first = start();
  const { ready } = await first.ready;
  const rest = new Rest(() => ready);
  expect((await rest.get("sandbox/datasets/flights")).status).toBe(200);
  expect((await rest.query("SELECT delay FROM flights.flights_200k")).status).toBe(200);
  first.child.kill("SIGTERM");
  expect(await first.exited).toEqual([0, null]);

  const built = await seed();
  const second = start();
  await second.ready;
  expect(await seed()).toEqual(built);
  // Its parent has ended.
  second.child.disconnect();
  expect(await second.exited).toEqual([0, null]);
  expect(await readdir(dataDir)).toEqual([expect.stringMatching(/^seed-v\d+\.duckdb$/)]);
});

/** Identifies the data file and its modification time. */
async function seed() {
  const { ino, mtimeMs } = await stat(
    join(
      dataDir,
      (await readdir(dataDir)).find((name) => name.startsWith("seed-"))!,
    ),
  );
  return { ino, mtimeMs };
}
