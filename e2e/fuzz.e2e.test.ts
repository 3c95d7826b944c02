/** Every operation that the API describes, in every role, with hostile requests. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { repositoryRoot } from "@datamantri/local-stack";

import { hostileHeader, hostilePart, hostileVersionsOf } from "./fuzz/hostile-values.ts";
import { readOperations, type Operation, type Parameter } from "./fuzz/operations.ts";
import { send, sendBytes, type RawAnswer, type RawRequest } from "./fuzz/send.ts";
import { awaitEnd, pipelineBody, startTestStack, trigger, type TestStack } from "./test-stack.ts";

/** The same requests each time; the second seed is another one each time, and is printed. */
const seeds = [4_711, Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)];
/** Of each operation with each seed; both bounds together keep the file under a minute on a slow machine. */
const roundCount = 40;
const timePerSeedMs = 14_000;
const parallelRequests = 8;

const roles = ["admin", "editor", "operator", "viewer"] as const;
type Holder = (typeof roles)[number] | "api key" | "stranger";
const holders: readonly Holder[] = [...roles, "admin", "editor", "api key", "stranger"];

const canary = `canary-${crypto.randomUUID()}`;
const password = `${canary}-password`;

let product: TestStack;
let operations: readonly Operation[];
let bearer: Map<Holder, string>;
/** Ids and bodies of things that there are, by the name of the parameter or operation. */
let ids: Record<string, string>;
let bodies: Record<string, unknown>;
let processes: Record<string, number>;

beforeAll(async () => {
  product = await startTestStack();
  operations = await readOperations(product.access.url);
  bearer = new Map();
  for (const role of roles) {
    const email = `${role}@example.com`;
    await product.api.post("/api/v1/users", { email, role, password });
    bearer.set(role, await logIn(role));
  }
  await makeThings();
  processes = product.stack.pids();
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

async function logIn(role: string): Promise<string> {
  const body = new URLSearchParams({ username: `${role}@example.com`, password });
  const response = await fetch(`${product.access.url}/api/v1/auth/login`, { method: "POST", body });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** One of everything, with secrets where there is room for one. */
async function makeThings(): Promise<void> {
  const { api } = product;
  const source = { dataset: "movies", table: "movies", credentials: { private_key: `${canary}-key` } };
  const body: object = {
    ...pipelineBody(product, { name: "victim", source, destination: { password: canary, key: ["title"] } }),
    mode: "merge",
    mapping: {
      columns: [{ source: "director", mask: { method: "hmac" } }],
      mask_key: `${canary}-mask-key`,
    },
  };
  const pipeline = await api.post<{ id: string }>("/api/v1/pipelines", body);
  const run = await trigger(product, pipeline.id);
  await awaitEnd(product, run);
  const hook = { name: "victim", url: "http://127.0.0.1:9/hook?token=none" };
  const { webhook } = await api.post<{ webhook: { id: string } }>("/api/v1/webhooks", hook);
  const delivery = await api.post<{ id: string }>(`/api/v1/webhooks/${webhook.id}/test`);
  const victim = { email: "victim@example.com", role: "viewer", password };
  const { user } = await api.post<{ user: { id: string } }>("/api/v1/users", victim);
  const key = await api.post<{ key: { id: string }; secret: string }>("/api/v1/api-keys", {
    name: "k",
    role: "editor",
  });
  bearer.set("api key", key.secret);
  ids = {
    pipelines: pipeline.id,
    runs: run,
    webhooks: webhook.id,
    users: user.id,
    "api-keys": crypto.randomUUID(),
    sessions: crypto.randomUUID(),
    delivery_id: delivery.id,
    name: "victim",
    version: "1",
  };
  const access = { project: "sandbox", api_endpoint: product.access.bigquery, credentials: { private_key: canary } };
  bodies = {
    ...Object.fromEntries(operations.map(({ id, example }) => [id, example])),
    createPipeline: { ...body, schedule: "0 5 * * *" },
    replacePipeline: body,
    applyPipeline: body,
    estimatePipeline: body,
    validatePipeline: body,
    createWebhook: hook,
    changeRuns: { action: "retry", run_ids: [run] },
    browseSource: { ...access, dataset: "movies", table: "movies" },
  };
}

interface Attempt extends RawRequest {
  readonly holder: Holder;
}

/** What to send to an operation: mostly plausible in all parts but one or two. */
function attemptsOn(operation: Operation): fc.Arbitrary<Attempt> {
  const of = (place: Parameter["in"]): readonly Parameter[] => operation.parameters.filter((one) => one.in === place);
  const resource = operation.path.split("/")[3] === "auth" ? "sessions" : operation.path.split("/")[3]!;
  // The one pipeline with a run is wanted by others.
  const known: Record<string, string> = operation.id === "archivePipeline" ? {} : ids;
  const idOf = ({ name }: Parameter): string => known[name === "id" ? resource : name] ?? crypto.randomUUID();
  const path = fc
    .tuple(...of("path").map((one) => fc.oneof({ weight: 4, arbitrary: fc.constant(idOf(one)) }, hostilePart)))
    .map((parts) =>
      parts.reduce((text, part, i) => text.replace(`{${of("path")[i]!.name}}`, () => part), operation.path),
    );
  const query = fc
    .array(
      fc.tuple(
        fc.constantFrom(...of("query").map(({ name }) => name), "unknown", "limit"),
        fc.oneof(hostilePart, fc.constant("1")),
      ),
      { maxLength: 3 },
    )
    .map((fields) => fields.map(([name, value]) => `${name}=${value}`).join("&"));
  const header = fc.dictionary(
    fc.constantFrom(...of("header").map(({ name }) => name), "X-Request-Id", "Accept", "Origin", "Cookie", "Range"),
    hostileHeader,
    { maxKeys: 2 },
  );
  const type = fc.oneof(
    { weight: 9, arbitrary: fc.constant("application/json") },
    fc.constantFrom(
      "application/x-www-form-urlencoded",
      "text/plain",
      "multipart/form-data",
      "application/json;charset=x",
      "",
    ),
    hostileHeader,
  );
  const body = bodies[operation.id] === undefined ? fc.constant(undefined) : hostileVersionsOf(bodies[operation.id]);
  const valid = of("header").some(({ name }) => name === "If-Match") ? { "If-Match": "*" } : {};
  return fc.record({ path, query, header, type, body, holder: fc.constantFrom(...holders) }).map((part) => ({
    method: operation.method,
    path: part.query === "" ? part.path : `${part.path}?${part.query}`,
    headers: {
      ...(part.body === undefined ? {} : { "content-type": part.type }),
      ...valid,
      ...part.header,
    },
    body: part.body,
    holder: part.holder,
  }));
}

async function attempt(operation: Operation, { holder, ...request }: Attempt): Promise<void> {
  const token = bearer.get(holder);
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await send(product.access.url, { ...request, headers: { ...authorization, ...request.headers } });
  assertHarmless(answer);
  // Attempts to log out, and those on the roles' own users, may well succeed.
  if (answer.status === 401 && token !== undefined && holder !== "api key") bearer.set(holder, await logIn(holder));
  // May be another route by now; with an empty last part it is the collection.
  if (/[.;*%]|\/\/|\/$/.test(request.path.split("?")[0]!)) return;
  if (!operation.statuses.has(answer.status)) throw new Error(`the document does not have ${answer.status}`);
}

const traces = [
  /\n\s+at /,
  /node_modules/,
  /node:internal/,
  /\.[cm]?[jt]s:\d+/,
  /\b(?:select|insert into|update) .* (?:from|values|set) /i,
];

function assertHarmless(answer: RawAnswer): void {
  const { status, type, headers, body } = answer;
  const shown = `${headers}\n${body}`;
  const problem = `${status} ${type} ${body.slice(0, 500)}`;
  if (status >= 500) throw new Error(`a server error: ${problem}`);
  if (status >= 400 && !type.startsWith("application/problem+json")) throw new Error(`no problem document: ${problem}`);
  if (status >= 400)
    expect(JSON.parse(body)).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) });
  for (const secret of [canary, product.access.password, repositoryRoot, product.stack.dataDir]) {
    if (shown.includes(secret)) throw new Error(`it shows what nobody may see: ${problem}`);
  }
  if (type === "application/problem+json") {
    for (const trace of traces) if (trace.test(body)) throw new Error(`it shows our insides: ${problem}`);
  }
}

describe("hostile requests", () => {
  test.each(seeds)("do no harm (seed %i)", async (seed) => {
    const attempts = operations.map((operation) =>
      fc.sample(attemptsOn(operation), { seed, numRuns: roundCount }).map((one) => ({ operation, one })),
    );
    // In rounds: when the time is up, each operation had its share.
    const waiting = Array.from({ length: roundCount }, (_, round) => attempts.map((all) => all[round]!)).flat();
    const deadline = Date.now() + timePerSeedMs;
    const failures = new Map<string, string>();
    let count = 0;
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && Date.now() < deadline; next = waiting.shift()) {
        const { operation, one } = next;
        count++;
        await attempt(operation, one).catch((error: unknown) => {
          const key = `${operation.id} ${String(error).slice(0, 60)}`;
          failures.set(key, `${String(error)}\n${JSON.stringify(one).slice(0, 1_500)}`);
        });
      }
    };
    await Promise.all(Array.from({ length: parallelRequests }, worker));
    process.stdout.write(`seed ${seed}: ${count} requests to ${operations.length} operations\n`);
    expect(count).toBeGreaterThan(3 * operations.length);
    expect([...failures.values()]).toEqual([]);
  });

  test("of sizes that add up are answered, and lists go on where they stop", async () => {
    const source = { query: `SELECT '${"é".repeat(900_000)}' AS text` };
    for (let i = 0; i < 6; i++) {
      await product.api.post("/api/v1/pipelines", pipelineBody(product, { name: `large ${i}`, source }));
    }
    const headers = { authorization: `Bearer ${bearer.get("viewer")}` };
    const first = await fetch(`${product.access.url}/api/v1/pipelines`, { headers });
    expect([first.status, first.headers.get("link")]).toEqual([200, expect.stringContaining('rel="next"')]);
    const shown = (await first.json()) as { name: string }[];
    expect(shown.map(({ name }) => name)).toEqual(["large 5", "large 4"]);
  });

  test("that are nested without end are refused in words", async () => {
    const headers = { authorization: `Bearer ${bearer.get("editor")}`, "content-type": "application/json" };
    const body = `{"project":"p","credentials":${'{"a":'.repeat(9_000)}1${"}".repeat(9_001)}`;
    const address = `${product.access.url}/api/v1/connections/browse-source`;
    const response = await fetch(address, { method: "POST", headers, body });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("nested more than")]);
  });

  test("for another protocol are answered in ours", async () => {
    const answer = await sendBytes(
      product.access.url,
      "GET /health HTTP/1.1\r\nHost: x\r\nConnection: upgrade, close\r\nUpgrade: h2c\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("leave no error, no secret and no dead process behind", () => {
    expect(product.stack.pids()).toEqual(processes);
    for (const name of Object.keys(processes)) {
      const log = readFileSync(product.stack.logPath(name), "utf8");
      expect([name, log.match(/canary-.{0,80}/)?.[0]]).toEqual([name, undefined]);
      expect([name, /.*"msg":"failed a request".*/.exec(log)?.[0]]).toEqual([name, undefined]);
    }
  });
});

describe("requests that are no HTTP", () => {
  const head = "Host: x\r\nConnection: close\r\n";
  test.each([
    ["binary", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["no version", "GET /\r\n\r\n"],
    ["an unknown method", `HACK / HTTP/1.1\r\n${head}\r\n`],
    ["two lengths", `POST /api/v1/auth/login HTTP/1.1\r\n${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
    ["length and chunks", `POST / HTTP/1.1\r\n${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["a chunk of no size", `POST /api/v1/auth/login HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ["a header of 20 kB", `GET / HTTP/1.1\r\n${head}X: ${"x".repeat(20_000)}\r\n\r\n`],
    ["no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["an invalid host", "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"],
    ["NUL in the path", `GET /\0 HTTP/1.1\r\n${head}\r\n`],
    ["an invalid path", `GET x HTTP/1.1\r\n${head}\r\n`],
    ["another site's address", `GET http://169.254.169.254/ HTTP/1.1\r\n${head}\r\n`],
    ["an authority", `CONNECT example.com:443 HTTP/1.1\r\n${head}\r\n`],
    ["an asterisk", `OPTIONS * HTTP/1.1\r\n${head}\r\n`],
  ])("%s", async (_what, bytes) => {
    const answer = await sendBytes(product.access.url, bytes);
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 400);
    expect([status < 500, answer]).toEqual([true, answer]);
    for (const trace of traces) expect(answer).not.toMatch(trace);
  });
});
