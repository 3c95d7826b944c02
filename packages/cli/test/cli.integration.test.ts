/** The command line as people run it, against the real gateway. */
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { BombServer, makeBomb, startApi, waitFor, type TestApi } from "@datamantri/testkit";

const main = join(import.meta.dirname, "../src/main.ts");

let api: TestApi;
let folder: string;
let pipelines: string;

beforeAll(async () => {
  api = await startApi({ postgres: inject("postgres").url, natsServer: inject("natsServer") });
  folder = await mkdtemp(join(tmpdir(), "datamantri-cli-"));
  pipelines = await mkdtemp(join(folder, "pipelines-"));
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function datamantri(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const env = { PATH: process.env["PATH"], DATAMANTRI_CONFIG: join(folder, "connection.json"), ...environment };
  const child = spawn(process.execPath, [main, "--output", "text", ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (data: Buffer) => (out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (err += data.toString()));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

/** Calls the API with the key that the command line has. */
async function call<T>(method: string, path: string): Promise<T> {
  const { token } = JSON.parse(await readFile(join(folder, "connection.json"), "utf8")) as { token: string };
  const answer = await fetch(api.url + path, { method, headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

const write = (name: string, text: string) => writeFile(join(pipelines, name), text);

const orders = (table: string) => `
name: orders
source_config: { project: p, dataset: d, table: t }
destination_config: { host: h, database: d, user: u, table: ${table}, password: "\${WAREHOUSE_PASSWORD}" }
`;
const secret = { WAREHOUSE_PASSWORD: "canary" };

describe("the command line", () => {
  test.each(["gzip"] as const)("decompresses no bomb (%s) that the server at its URL sends", async (kind) => {
    await using server = await BombServer.start(await makeBomb(kind));
    const ended = await datamantri(["runs"], { DATAMANTRI_URL: server.url, DATAMANTRI_TOKEN: "t" });
    expect(ended).toMatchObject({
      code: 1,
      err: expect.stringMatching(/sent a compressed response that was not asked for: check the URL/) as string,
    });
  });

  test("requires a login, which stores a key that only its owner can read", async () => {
    expect(await datamantri(["runs"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("Log in first") as string,
    });
    const credentials = { DATAMANTRI_URL: api.url, DATAMANTRI_EMAIL: api.email };
    const wrong = await datamantri(["login"], { ...credentials, DATAMANTRI_PASSWORD: "wrong" });
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining("Incorrect") as string });
    const { code, out } = await datamantri(["login"], { ...credentials, DATAMANTRI_PASSWORD: api.password });
    expect([code, out]).toEqual([0, expect.stringContaining(`Logged in as ${api.email}`)]);
    const file = join(folder, "connection.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).toMatch(/"token": "dm_/);
    expect(await datamantri(["runs"])).toEqual({ code: 0, out: "", err: "" });
  });

  test("applies the files of a folder, shows changes, and then nothing more", async () => {
    await write("orders.yaml", orders("t"));
    await write("others.yml", orders("t2").replace("name: orders", "name: other one"));
    expect(await datamantri(["apply", pipelines])).toMatchObject({
      code: 1,
      err: expect.stringContaining("WAREHOUSE_PASSWORD is not set") as string,
    });
    expect(await datamantri(["diff", pipelines], secret)).toMatchObject({
      code: 2,
      out: "orders: would be created\nother one: would be created\n",
    });
    expect((await datamantri(["apply", pipelines], secret)).out).toBe("orders: created\nother one: created\n");
    expect(await datamantri(["diff", pipelines], secret)).toMatchObject({
      code: 0,
      out: "orders: unchanged\nother one: unchanged\n",
    });
    await write("orders.yaml", orders("moved"));
    const planned = await datamantri(["apply", pipelines, "--dry-run"], secret);
    expect(planned.out).toBe(
      'orders: would be updated\n  destination_config.table: "t" → "moved"\nother one: unchanged\n',
    );
    expect((await datamantri(["apply", pipelines], secret)).out).toContain("orders: updated");
  });

  test("renames a pipeline that had another name: history and pause stay, and again changes nothing", async () => {
    await write("before.yaml", orders("t4").replace("name: orders", "name: before"));
    await datamantri(["apply", pipelines], secret);
    const made = await call<{ id: string }>("GET", "/api/v1/pipelines/by-name/before");
    await call("POST", `/api/v1/pipelines/${made.id}/pause`);
    await rm(join(pipelines, "before.yaml"));
    await write("after.yaml", orders("t5").replace("name: orders", "name: after\nprevious_name: before"));
    const others = "orders: unchanged\nother one: unchanged\n";
    const changes = '  name: "before" → "after"\n  destination_config.table: "t4" → "t5"\n';
    expect(await datamantri(["diff", pipelines, "--prune"], secret)).toMatchObject({
      code: 2,
      out: `after: would be renamed\n${changes}${others}`,
    });
    expect((await datamantri(["apply", pipelines, "--prune"], secret)).out).toBe(`after: renamed\n${changes}${others}`);
    const renamed = await call<object>("GET", "/api/v1/pipelines/by-name/after");
    expect(renamed).toMatchObject({ id: made.id, status: "paused", destination_config: { table: "t5" } });
    const history = await call<{ action: string }[]>("GET", `/api/v1/pipelines/${made.id}/changes`);
    expect(history.map(({ action }) => action)).toEqual(["applied", "paused", "created"]);
    expect(await datamantri(["diff", pipelines], secret)).toMatchObject({ code: 0 });

    await write("before.yaml", orders("t4").replace("name: orders", "name: before"));
    const claimed = await datamantri(["apply", pipelines], secret);
    expect(claimed).toMatchObject({ code: 1, err: expect.stringContaining('previous_name "before"') as string });
    await rm(join(pipelines, "before.yaml"));
    await rm(join(pipelines, "after.yaml"));
    await datamantri(["apply", pipelines, "--prune"], secret);
  });

  test("changes nothing when one of the files is wrong", async () => {
    await write("orders.yaml", orders("again"));
    await write("wrong.yaml", orders("t").replace("name: orders", "name: wrong\nschedule: 0 0 30 2 *"));
    const refused = await datamantri(["apply", pipelines], secret);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("never fires") as string });
    expect(refused.err).toContain(`${join(pipelines, "wrong.yaml")}: pipeline "wrong": `);
    expect(refused.err).toMatch(/\nNothing was changed\.\n$/);
    const compared = await datamantri(["diff", pipelines, "--output", "json"], secret);
    expect(compared).toMatchObject({ code: 1, err: expect.stringContaining("were not compared") as string });
    expect(JSON.parse(compared.out)).toMatchObject([
      { file: join(pipelines, "orders.yaml"), name: "orders", action: "updated" },
      { name: "other one", action: "unchanged" },
    ]);
    await rm(join(pipelines, "wrong.yaml"));
    expect((await datamantri(["diff", pipelines], secret)).out).toContain('"moved" → "again"');
    await write("orders.yaml", orders("moved"));
  });

  test("deletes pipelines that no file has when it is asked to, and shows them before", async () => {
    await write("third.yaml", orders("t3").replace("name: orders", "name: third"));
    await datamantri(["apply", pipelines], secret);
    await rm(join(pipelines, "third.yaml"));
    expect(await datamantri(["diff", pipelines], secret)).toMatchObject({ code: 0 });
    const kept = "orders: unchanged\nother one: unchanged\n";
    const shown = { out: `${kept}third: would be deleted\n` };
    expect(await datamantri(["diff", pipelines, "--prune"], secret)).toMatchObject({ ...shown, code: 2 });
    expect(await datamantri(["apply", pipelines, "--dry-run", "--prune"], secret)).toMatchObject({ ...shown, code: 0 });
    expect((await datamantri(["apply", pipelines, "--prune"], secret)).out).toBe(`${kept}third: deleted\n`);
    expect(await datamantri(["diff", pipelines, "--prune"], secret)).toMatchObject({ code: 0, out: kept });
  });

  test("exports files that, applied, change nothing and hold no secret", async () => {
    const exported = join(folder, "exported");
    expect((await datamantri(["export", "--to", exported])).code).toBe(0);
    expect((await readdir(exported)).toSorted()).toEqual([
      "orders.yaml",
      expect.stringMatching(/^other-one-[0-9a-f]{8}\.yaml$/),
    ]);
    expect((await datamantri(["diff", exported])).out).toBe("orders: unchanged\nother one: unchanged\n");
    const { out } = await datamantri(["export", "orders"]);
    expect(out).toContain("table: moved");
    expect(out).not.toContain("canary");
    expect(await datamantri(["export", "nothing"])).toMatchObject({
      code: 1,
      err: 'no pipeline is named "nothing"\n',
    });
  });

  test("shows changes, newest first", async () => {
    const { out } = await datamantri(["history", "orders"]);
    const lines = out.split("\n").map((line) => line.replace(/^\d{4}-[^ ]+Z /, ""));
    expect(lines).toEqual([
      ` version 2  applied by ${api.email}`,
      '  destination_config.table: "t" → "moved"',
      ` version 1  created by ${api.email}`,
      "  destination_config.password: (secret set, replaced or removed)",
      "",
    ]);
    expect(await datamantri(["history", "nothing"])).toMatchObject({ code: 1 });
  });

  test("starts a run, follows it to its end, and lists runs", async () => {
    const following = datamantri(["run", "orders", "--follow"]);
    const listed = await waitFor(
      async () => {
        const { out } = await datamantri(["runs", "orders"]);
        return out.includes("running") && out;
      },
      { what: "the run to be listed" },
    );
    const id = listed.split(/\s+/)[1]!;
    expect((await datamantri(["cancel", id])).out).toBe("The run is cancelled.\n");
    const { code, out } = await following;
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`^run ${id}\n.*queued: manual by .*\n.*cancelled by ${api.email}`));
    expect(out).toMatch(/\norders: run cancelled.*\n$/);
    const log = (await datamantri(["logs", id, "--follow"])).out;
    expect(out.slice(out.indexOf("\n") + 1).startsWith(log)).toBe(true);
    expect((await datamantri(["runs"])).out).toContain("cancelled");
    const refused = await datamantri(["retry", id, "--from-failure"]);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("a cancelled run cannot be resumed; retry it from the start");
    const retried = await datamantri(["retry", id]);
    expect(retried).toMatchObject({ code: 0, out: expect.stringMatching(/^run \S+\n$/) as string });
    await datamantri(["cancel", retried.out.trim().split(" ")[1]!]);
  });

  test("explains itself on request", async () => {
    for (const args of [["--help"], ["-h"], ["apply", "--help"]]) {
      expect(await datamantri(args)).toEqual({
        code: 0,
        out: expect.stringMatching(/^usage: datamantri/) as string,
        err: "",
      });
    }
    expect(await datamantri(["--version"])).toEqual({
      code: 0,
      out: expect.stringMatching(/^datamantri \d+\.\d+\.\d+\n$/) as string,
      err: "",
    });
  });

  test("shows its usage, and reports when no server answers", async () => {
    for (const args of [
      [],
      ["nothing"],
      ["run"],
      ["runs", "a", "b"],
      ["runs", "--fast"],
      ["runs", "--output", "xml"],
    ]) {
      expect(await datamantri(args)).toMatchObject({ code: 64, err: expect.stringContaining("usage:") as string });
    }
    const nowhere = { DATAMANTRI_URL: "http://127.0.0.1:1", DATAMANTRI_TOKEN: "dm_x" };
    expect(await datamantri(["runs"], nowhere)).toMatchObject({
      code: 1,
      err: expect.stringContaining("Could not connect to the API") as string,
    });
  });
});
