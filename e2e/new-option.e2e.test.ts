/**
 * An option goes the whole way by its declaration alone. A copy of the product gets one more option in each place that has
 * options, and nothing else; then it is stored, shown, run, retried, copied, exported, applied and restored.
 */
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { Client } from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";

import { repositoryRoot, waitUntilItServes, type Stack } from "@datamantri/local-stack";

import { awaitEnd, cliEnvironment, pipelineBody, sandboxDir, trigger, type TestStack } from "./test-stack.ts";

/** What a developer adds, by file of packages/api/src/pipelines. */
const option =
  '\n  new_option: z.string().max(100).optional().meta({ title: "New", description: "Only for this test." }),';
const nullable =
  '\n  new_option: z.string().max(100).nullable().meta({ title: "New", description: "Only for this test." }),';
const insertions: Readonly<Record<string, readonly (readonly [after: string, text: string])[]>> = {
  "source.ts": [["const options = {", option]],
  "destination.ts": [["const options = {", option]],
  "mapping.ts": [
    ["export const mappingView = z\n  .strictObject({", option],
    ["const columnMapping = z\n  .strictObject({", option],
  ],
  "pipeline.ts": [["const options = {", nullable]],
  "pipeline-defaults.ts": [["export const pipelineDefaults = {", "\n  new_option: null,"]],
};

/** The value everywhere. The column is there because a mapping of columns needs one. */
function configurationOf(value: string) {
  return {
    new_option: value,
    source_config: { new_option: value },
    destination_config: { new_option: value },
    mapping: { new_option: value, columns: [{ source: "Title", new_option: value }] },
  };
}

let folder: string;
let product: TestStack;
let nats: NatsConnection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datamantri-new-option-"));
  const tree = join(folder, "tree");
  await copyTree(tree);
  await insertOptions(join(tree, "packages/api/src/pipelines"));
  const stack = await startStackOf(tree);
  product = {
    stack,
    access: stack.access,
    nats: undefined,
    api: await waitUntilItServes(stack.access),
    [Symbol.asyncDispose]: () => stack.stop(),
  };
  const { host, username, password } = new URL(product.access.nats);
  nats = await connect({ servers: host, user: username, pass: decodeURIComponent(password) });
});
afterAll(async () => {
  await nats.close();
  await product[Symbol.asyncDispose]();
  for (const each of [...product.stack.folders, folder]) await rm(each, { recursive: true, force: true });
});

/** Sources with their links to each other; what is installed is not copied. */
async function copyTree(tree: string): Promise<void> {
  await mkdir(tree);
  const isSource = (path: string): boolean => !["test", "dist"].includes(basename(path));
  for (const part of ["packages", "services", "deploy"]) {
    await cp(join(repositoryRoot, part), join(tree, part), {
      recursive: true,
      verbatimSymlinks: true,
      filter: isSource,
    });
  }
  await cp(join(repositoryRoot, "package.json"), join(tree, "package.json"));
  await symlink(join(repositoryRoot, "node_modules"), join(tree, "node_modules"));
}

async function insertOptions(pipelines: string): Promise<void> {
  for (const [file, pairs] of Object.entries(insertions)) {
    let text = await readFile(join(pipelines, file), "utf8");
    for (const [after, insertion] of pairs) {
      expect(text.split(after), `${file} has ${after}`).toHaveLength(2);
      text = text.replace(after, after + insertion);
    }
    await writeFile(join(pipelines, file), text);
  }
}

async function startStackOf(tree: string): Promise<Stack> {
  const index = pathToFileURL(join(tree, "packages/local-stack/src/index.ts")).href;
  const { startStack } = (await import(index)) as typeof import("@datamantri/local-stack");
  const dataDir = join(folder, "data");
  return startStack({ dataDir, sandboxDir, usualPorts: false, natsServer: inject("natsServer") });
}

/** @param changes to source and destination */
function bodyOf(name: string, value: string, changes: { readonly query?: string; readonly guards?: object } = {}) {
  const { new_option, source_config, destination_config, mapping } = configurationOf(value);
  const source = { query: changes.query ?? "SELECT * FROM movies.movies", ...source_config };
  const destination = { ...(changes.guards && { guards: changes.guards }), ...destination_config };
  return { ...pipelineBody(product, { name, source, destination, mapping }), new_option };
}

const pathOf = (id: string): string => `/api/v1/pipelines/${id}`;

/** What a worker is given for a run. */
async function askRegistry(operation: string, runId: string): Promise<{ configuration: object }> {
  const reply = await nats.request(`secrets.${operation}`, JSON.stringify({ run_id: runId }), { timeout: 10_000 });
  return reply.json<{ ok: { configuration: object } }>().ok;
}

/** Takes the option out of what is stored of pipeline `plain`. */
async function forgetOption(): Promise<void> {
  const client = new Client({ connectionString: product.stack.adminUrl("datamantri_registry") });
  await client.connect();
  for (const table of ["pipelines", "pipeline_versions"]) {
    await client.query(
      `update ${table} set configuration = (configuration::jsonb - 'new_option')::json where configuration ->> 'name' = 'plain'`,
    );
  }
  await client.end();
}

function datamantri(...args: string[]) {
  const env = cliEnvironment(product, folder);
  const main = join(folder, "tree/packages/cli/src/main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { env, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, expect.anything()]);
  return stdout;
}

test("an option that only its declaration knows goes the whole way", async () => {
  // Created, read, changed.
  const { id } = await product.api.post<{ id: string }>("/api/v1/pipelines", bodyOf("movies", "one"));
  expect(await product.api.get(pathOf(id))).toMatchObject(configurationOf("one"));
  expect(await product.api.put(pathOf(id), bodyOf("movies", "two"))).toMatchObject(configurationOf("two"));
  expect(await product.api.get(pathOf(id))).toMatchObject(configurationOf("two"));

  // Run until a guard stops it, and retried from there: the workers have the whole configuration both times.
  await awaitEnd(product, await trigger(product, id));
  const query = "SELECT * FROM movies.movies LIMIT 100";
  await product.api.put(pathOf(id), bodyOf("movies", "two", { query }));
  const failed = await awaitEnd(product, await trigger(product, id));
  expect(failed).toMatchObject({ status: "failed", error_code: "guard_stopped" });
  await product.api.put(pathOf(id), bodyOf("movies", "two", { query, guards: { shrink: "allow" } }));
  const retry = await product.api.post<{ task_id: string }>(`/api/v1/runs/${failed.id}/retry`, { from: "failure" });
  expect(await awaitEnd(product, retry.task_id)).toMatchObject({ status: "success", records_resumed: 100 });
  for (const runId of [failed.id, retry.task_id]) {
    for (const operation of ["runs.source", "runs.destination"]) {
      expect(await askRegistry(operation, runId)).toMatchObject({ configuration: configurationOf("two") });
    }
  }

  // Duplicated.
  const copy = await product.api.post<{ id: string }>(`${pathOf(id)}/duplicate`, { name: "copy" });
  expect(await product.api.get(pathOf(copy.id))).toMatchObject(configurationOf("two"));

  // Exported; what is exported changes nothing when it is applied, and something when it was edited.
  const files = join(folder, "files");
  datamantri("login");
  datamantri("export", "movies", "--to", files);
  const text = await readFile(join(files, "movies.yaml"), "utf8");
  expect(text.match(/new_option: two/g)).toHaveLength(5);
  expect(JSON.parse(datamantri("apply", files))).toMatchObject([{ action: "unchanged", changes: [] }]);
  await writeFile(join(files, "movies.yaml"), text.replaceAll("new_option: two", "new_option: three"));
  const applied = JSON.parse(datamantri("apply", files)) as { changes: { field: string }[] }[];
  expect(applied[0]!.changes.map(({ field }) => field).toSorted()).toEqual([
    "destination_config.new_option",
    "mapping.columns",
    "mapping.new_option",
    "new_option",
    "source_config.new_option",
  ]);
  expect(await product.api.get(pathOf(id))).toMatchObject(configurationOf("three"));

  // Left out, it is null at the top and absent elsewhere.
  const same = pipelineBody(product, { name: "plain", source: { dataset: "movies", table: "movies" } });
  const plain = await product.api.post<{ id: string }>("/api/v1/pipelines", same);
  const { new_option, source_config } = await product.api.get<Record<string, object | null>>(pathOf(plain.id));
  expect([new_option, Object.keys(source_config!)]).toEqual([null, expect.not.arrayContaining(["new_option"])]);

  // A pipeline that was stored before the option existed has its default, and sent again it is the same pipeline.
  await forgetOption();
  expect(await product.api.get(pathOf(plain.id))).toMatchObject({ new_option: null, version: 1 });
  expect(await product.api.put(pathOf(plain.id), same)).toMatchObject({ version: 1 });
  const [again] = await product.api.get<object[]>(`${pathOf(plain.id)}/changes`);
  expect(again).toMatchObject({ version: 1, changes: [] });

  // In the history, and restored from it.
  const changes = await product.api.get<{ changes: object[] }[]>(`${pathOf(id)}/changes`);
  expect(changes[0]!.changes).toContainEqual({ field: "new_option", before: "two", after: "three" });
  const first = await product.api.get<{ configuration: object }>(`${pathOf(id)}/changes/1`);
  expect(first.configuration).toMatchObject(configurationOf("one"));
  await product.api.put(pathOf(id), first.configuration);
  expect(await product.api.get(pathOf(id))).toMatchObject(configurationOf("one"));
});
