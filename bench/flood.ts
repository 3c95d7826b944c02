/** How long the gateway keeps others waiting while somebody sends it the bodies that cost the most. */
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { freePort, removeFolderAtEnd, startStack, waitUntilItServes } from "@datamantri/local-stack";

import { logIn } from "./log-in.ts";
import { quantile } from "./quantile.ts";

export interface FloodFigures {
  readonly flood: string;
  readonly requests: number;
  /** How they were answered: status × number. */
  readonly answers: string;
  /** How late the gateway's event loop was; an idle one shows 10. */
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
  /** Latency of reads by another client. */
  readonly readP50Ms: number;
  readonly readP99Ms: number;
}

const floodMs = 10_000;
const connections = 16;

interface Flood {
  readonly name: string;
  readonly path: string;
  readonly bodies: readonly string[];
  readonly isSignedIn: boolean;
}

const login = "/api/v1/auth/login";
const pipelines = "/api/v1/pipelines";

function floods(): readonly Flood[] {
  const objects = (count: number, text: string) => `[${Array.from({ length: count }, () => text).join(",")}]`;
  const keys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":1`).join(",")}}`;
  const mapped = (columns: string) => `{"source_config":{},"destination_config":{},"mapping":{"columns":${columns}}}`;
  return [
    { name: "nobody", path: login, bodies: [], isSignedIn: false },
    {
      name: "a stranger, as large and deep as a login may be, and larger",
      path: login,
      bodies: [
        "[".repeat(16_000),
        keys(95),
        objects(49, "{}"),
        `{"email":"${"a@".repeat(8_000)}"}`,
        "[".repeat(2 ** 21),
      ],
      isSignedIn: false,
    },
    {
      name: "a stranger, where a login is needed",
      path: pipelines,
      bodies: [objects(500_000, "{}"), keys(100_000)],
      isSignedIn: false,
    },
    {
      name: "a user, with wrong values",
      path: pipelines,
      bodies: [
        mapped(objects(7_900, `{"a":1,"mask":{}}`)),
        mapped(objects(9_999, "{}")),
        mapped(objects(7_000, `{"source":1,"mask":{"method":"x"}}`)),
        keys(31_000),
        `{"source_config":{"credentials":${keys(31_000)}}}`,
      ],
      isSignedIn: true,
    },
    {
      name: "a user, with as much as there may be",
      path: pipelines,
      bodies: [
        `{"name":"${String.raw`\u0041`.repeat(340_000)}"}`,
        `{"batch_size":${"9".repeat(2_000_000)}}`,
        `{"name":"x","source_config":{"query":"${"x".repeat(2_000_000)}"}}`,
        objects(600_000, "{}"),
        "[".repeat(2_000_000),
      ],
      isSignedIn: true,
    },
  ];
}

export async function measureFlood(): Promise<readonly FloodFigures[]> {
  const dataDir = await mkdtemp(join(tmpdir(), "datamantri-bench-"));
  removeFolderAtEnd(dataDir);
  const metricsPort = await freePort();
  const settings = { gateway: { METRICS_PORT: String(metricsPort) } };
  const stack = await startStack({ dataDir, usualPorts: false, settings });
  try {
    await waitUntilItServes(stack.access);
    const token = await logIn(stack.access);
    const figures: FloodFigures[] = [];
    for (const flood of floods()) figures.push(await measure(flood, { url: stack.access.url, token, metricsPort }));
    return figures;
  } finally {
    await stack.stop();
    for (const folder of stack.folders) await rm(folder, { recursive: true, force: true });
  }
}

interface Gateway {
  readonly url: string;
  readonly token: string;
  readonly metricsPort: number;
}

async function measure(flood: Flood, gateway: Gateway): Promise<FloodFigures> {
  await readDelay(gateway);
  const endMs = performance.now() + floodMs;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const answers = new Map<string, number>();
  const reads: number[] = [];
  const send = async (first: number): Promise<void> => {
    for (let i = first; performance.now() < endMs && flood.bodies.length > 0; i++) {
      const answer = await post(flood, flood.bodies[i % flood.bodies.length]!, gateway, agent);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  };
  const read = async (): Promise<void> => {
    while (performance.now() < endMs) {
      const beganMs = performance.now();
      const headers = { authorization: `Bearer ${gateway.token}` };
      await (await fetch(`${gateway.url}${pipelines}?limit=1`, { headers })).arrayBuffer();
      reads.push(performance.now() - beganMs);
      await sleep(20);
    }
  };
  await Promise.all([read(), ...Array.from({ length: connections }, (_, i) => send(i))]);
  agent.destroy();
  const delay = await readDelay(gateway);
  const round = (ms: number) => Math.round(ms * 10) / 10;
  return {
    flood: flood.name,
    requests: [...answers.values()].reduce((sum, count) => sum + count, 0),
    answers: [...answers].map(([answer, count]) => `${answer} × ${count}`).join(", "),
    delayP99Ms: round(delay["0.99"]! * 1_000),
    delayMaxMs: round(delay["1"]! * 1_000),
    readP50Ms: round(quantile(reads, 0.5)),
    readP99Ms: round(quantile(reads, 0.99)),
  };
}

/** @returns the status, or how the connection ended. */
async function post({ path, isSignedIn }: Flood, body: string, { url, token }: Gateway, agent: Agent): Promise<string> {
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...(isSignedIn ? { authorization: `Bearer ${token}` } : {}),
  };
  return new Promise((resolve) => {
    const outgoing = request(`${url}${path}`, { method: "POST", headers, agent }, (response) => {
      response.resume();
      response.once("end", () => resolve(String(response.statusCode)));
    });
    outgoing.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.end(body);
  });
}

/** Since it was read last, in seconds by quantile. */
async function readDelay({ metricsPort }: Gateway): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const lines = text.matchAll(/^datamantri_event_loop_delay_seconds\{quantile="([\d.]+)"\} (\S+)$/gm);
  return Object.fromEntries([...lines].map(([, share, value]) => [share!, Number(value)]));
}
