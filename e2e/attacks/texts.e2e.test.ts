/** What editors write is text to an administrator's command line: no variable of its environment, and no command to its terminal. */
import { spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";

import { warehouseOf } from "@datamantri/local-stack";

import { openApi, type CallApi } from "../call-api.ts";
import { test } from "../fixtures.ts";
import { awaitEnd, cliEnvironment, pipelineBody, trigger, type TestStack } from "../test-stack.ts";

const main = join(import.meta.dirname, "../../packages/cli/src/main.ts");
const password = "correct horse battery staple";
const source = { dataset: "flights", table: "airports" };

/** In the administrator's environment, where the command line runs. */
const canary = "canary-4711-of-the-administrator";

let product: TestStack;
/** As an editor. */
let call: CallApi;
let folder: string;

test.beforeAll(async ({ product: shared }) => {
  product = shared;
  const email = "writer@example.com";
  await product.api.post("/api/v1/users", { email, role: "editor", password });
  call = await openApi({ ...product, access: { ...product.access, email, password } });
  folder = await mkdtemp(join(tmpdir(), "datamantri-attacks-"));
  expect((await datamantri("login")).status).toBe(0);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  /** Both outputs. */
  readonly text: string;
}

/** As an administrator. */
function datamantri(...args: string[]): Promise<Ended> {
  return start(process.execPath, [main, ...args]);
}

function start(command: string, args: readonly string[]): Promise<Ended> {
  const warehouse = decodeURIComponent(new URL(product.access.postgres).password);
  const env = { ...cliEnvironment(product, folder), HOME: folder, CANARY: canary, WAREHOUSE_PASSWORD: warehouse };
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const output of [child.stdout, child.stderr]) output.on("data", (data: Buffer) => (text += data.toString()));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, text })));
}

/** Every answer that a reader of pipelines gets. */
async function readAll(ids: readonly string[]): Promise<string> {
  const paths = ids.flatMap((id) => ["", "/yaml", "/changes"].map((end) => `/api/v1/pipelines/${id}${end}`));
  return (await Promise.all(paths.map(async (path) => (await call("GET", path)).text))).join("\n");
}

async function idOf(name: string): Promise<string> {
  const { json } = await call("GET", `/api/v1/pipelines/by-name/${encodeURIComponent(name)}`);
  return json["id"] as string;
}

describe("a variable of the environment that an editor names", () => {
  const named = ["${CANARY}", "$${CANARY}", "${DATAMANTRI_PASSWORD}", "${HOME}", "$CANARY"];
  const name = named.join(" ");
  const secrets = () => [canary, product.access.password, folder];

  test("in a pipeline is in no exported file, and comes back as it was", async () => {
    const query = `SELECT '${named.join("', '")}' AS a, iata FROM flights.airports`;
    const options = { name, source: { query }, destination: { table: "named" } };
    const made = await call("POST", "/api/v1/pipelines", {
      body: { ...pipelineBody(product, options), description: name },
    });
    expect(made).toMatchObject({ status: 201, json: { name, description: name } });
    const exported = join(folder, "exported");
    expect((await datamantri("export", "--to", exported)).status).toBe(0);
    const [file] = await readdir(exported);
    const text = await readFile(join(exported, file!), "utf8");
    for (const secret of secrets()) expect(text).not.toContain(secret);
    // Unchanged, although the file has no password: nothing is substituted on the way back.
    expect(await datamantri("diff", exported, "--output", "text")).toEqual({ status: 0, text: `${name}: unchanged\n` });
    expect((await datamantri("apply", exported)).status).toBe(0);
    const id = made.json["id"] as string;
    const found = await readAll([id]);
    for (const secret of secrets()) expect(found).not.toContain(secret);
    expect(await idOf(name)).toBe(id);
    expect((await call("GET", `/api/v1/pipelines/${id}`)).json).toMatchObject({
      description: name,
      source_config: { query },
    });
  });

  test("in a file that an administrator applies is filled in as a secret only", async () => {
    const files = join(folder, "files");
    await mkdir(files);
    const { password: _password, ...server } = warehouseOf(product.access) as { password?: string };
    const body = {
      ...pipelineBody(product, { name: "filed ${CANARY}", source, destination: { table: "filed_${CANARY}" } }),
      description: "${CANARY} $${CANARY} ${DATAMANTRI_PASSWORD}",
      destination_config: { ...server, password: "${WAREHOUSE_PASSWORD}", table: "filed_${CANARY}" },
      mapping: { columns: [{ source: "iata", name: "iata_${CANARY}" }] },
    };
    // JSON is YAML: https://yaml.org/spec/1.2.2/#12-yaml-and-json
    await writeFile(join(files, "filed.yaml"), JSON.stringify(body));
    expect(await datamantri("apply", files, "--output", "text")).toEqual({
      status: 0,
      text: "filed ${CANARY}: created\n",
    });
    const id = await idOf("filed ${CANARY}");
    const found = await readAll([id]);
    for (const secret of secrets()) expect(found).not.toContain(secret);
    expect((await call("GET", `/api/v1/pipelines/${id}`)).json).toMatchObject({
      description: body.description,
      destination_config: { table: "filed_${CANARY}" },
      mapping: { columns: body.mapping.columns },
    });
    // The password was filled in: the destination accepts it.
    expect(await awaitEnd(product, await trigger(product, id))).toMatchObject({ status: "success" });
  });
});

describe("control sequences of an editor", () => {
  /** Title, erased screen, moved cursor, C1, and direction of text: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html */
  const sequences = "\u001B]0;owned\u0007\u001B[2J\u009B31m\b\b\u202Etxt\r";
  const name = `evil${sequences}pipeline`;

  /** Whatever a terminal obeys, but new lines. */
  // oxlint-disable-next-line no-control-regex
  const obeyed = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
  const obeyedIn = ({ text }: Ended): readonly string[] => text.replaceAll("\r\n", "\n").match(obeyed) ?? [];

  let runId: string;
  let files: string;

  beforeAll(async () => {
    const options = { name, source, destination: { schema: `none${sequences}`, table: "evil" } };
    const body = { ...pipelineBody(product, options), description: sequences };
    const { status, json } = await call("POST", "/api/v1/pipelines", { body });
    expect(status).toBe(201);
    const id = json["id"] as string;
    const changed = { ...body, description: `${sequences}again` };
    await call("PUT", `/api/v1/pipelines/${id}`, { body: changed, headers: { "if-match": "*" } });
    runId = await trigger(product, id);
    const run = await awaitEnd(product, runId);
    expect(run.error_message).toContain("\u001B[2J");
    files = join(folder, "evil");
    await mkdir(files);
    await writeFile(
      join(files, `a${sequences.replaceAll("/", "")}.yaml`),
      JSON.stringify({ ...changed, name: `${name}2` }),
    );
  });

  test.each([
    ["runs", () => ["runs"]],
    ["its log", () => ["logs", runId]],
    ["its history", () => ["history", name]],
    ["its file", () => ["export", name]],
    ["a run that fails", () => ["run", name, "--follow"]],
    ["a difference", () => ["diff", files]],
    ["what would be applied", () => ["apply", files, "--dry-run"]],
    ["exported files", () => ["export", name, "--to", join(folder, "evil-exported")]],
    ["an unknown name", () => ["history", `${name}?`]],
    ["an unknown folder", () => ["diff", `${files}${sequences}`]],
    ["an unknown command", () => [`login${sequences}`]],
    ["an unknown format", () => ["runs", `--${sequences}`]],
  ])("are shown and not obeyed: %s", async (_, args) => {
    for (const format of ["text", "json"]) {
      const ended = await datamantri(...args(), "--output", format);
      expect(ended.text).not.toBe("");
      expect([ended.text, obeyedIn(ended)]).toEqual([ended.text, []]);
    }
  });

  const hasScript = spawnSync("script", ["--version"]).status === 0;

  test.skipIf(!hasScript)("are not obeyed on a terminal either (needs `script` of util-linux)", async () => {
    const shown = await start("script", ["-qec", `stty cols 300; ${process.execPath} ${main} runs`, "/dev/null"]);
    expect([shown.status, shown.text]).toEqual([0, expect.stringContaining("owned")]);
    expect(obeyedIn(shown)).toEqual([]);
  });
});
