/** What orchestrators are told while NATS or the metadata database hangs. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { ServiceName } from "@datamantri/api";
import { serviceNames } from "@datamantri/api/values";
import { freePort, waitFor } from "@datamantri/testkit";

import { startTestStack, type TestStack } from "./test-stack.ts";

interface Readiness {
  readonly status: string;
  readonly dependencies: readonly {
    readonly name: string;
    readonly state: string;
    readonly reason?: string;
    readonly silent_seconds?: number;
  }[];
}

let product: TestStack;
let ports: Record<ServiceName, number>;

beforeAll(async () => {
  ports = {} as typeof ports;
  for (const service of serviceNames) ports[service] = await freePort();
  const settings = Object.fromEntries(serviceNames.map((name) => [name, { HEALTH_PORT: String(ports[name]) }]));
  product = await startTestStack(settings);
});
afterAll(() => product[Symbol.asyncDispose]());

const get = (service: ServiceName, path: string) =>
  fetch(`http://127.0.0.1:${ports[service]}${path}`, { signal: AbortSignal.timeout(5_000) });

async function ready(service: ServiceName): Promise<Readiness & { readonly code: number }> {
  const answer = await get(service, "/ready");
  return { code: answer.status, ...((await answer.json()) as Readiness) };
}

/** Names of what does not answer. */
async function silent(service: ServiceName): Promise<readonly string[]> {
  const { code, dependencies, status } = await ready(service);
  const names = dependencies.filter(({ state }) => state === "silent").map(({ name }) => name);
  expect([code, status]).toEqual(names.length === 0 ? [200, "ready"] : [503, "not ready"]);
  return names;
}

const becomes = (service: ServiceName, expected: readonly string[]) =>
  waitFor(async () => JSON.stringify(await silent(service)) === JSON.stringify(expected), {
    what: `${service}: ${expected.join() || "ready"}`,
  });

const everyOne = (of: (service: ServiceName) => unknown) => Promise.all(serviceNames.map(of));

async function expectAlive(): Promise<void> {
  await everyOne(async (service) => expect((await get(service, "/live")).status).toBe(200));
  const health = await fetch(`${product.access.url}/health`);
  expect(await health.json()).toEqual({ status: "healthy" });
}

const signalNats = (signal: NodeJS.Signals) => product.nats?.kill(signal) ?? product.stack.kill("nats", signal);

describe("a service", () => {
  test("is ready while what it needs answers", async () => {
    await everyOne((service) => becomes(service, []));
    expect((await ready("registry")).dependencies.map(({ name }) => name).toSorted()).toEqual([
      "NATS",
      "metadata database",
    ]);
    expect((await ready("gateway")).dependencies.map(({ name }) => name).toSorted()).toEqual(["NATS", "registry"]);
    // A loader's destinations are not its own.
    for (const worker of ["extractor", "loader", "scheduler"] as const) {
      expect((await ready(worker)).dependencies).toEqual([{ name: "NATS", state: "answers" }]);
    }
    await expectAlive();
  });

  test("is not ready while NATS hangs, says for how long, and is ready when it goes on", async () => {
    await signalNats("SIGSTOP");
    try {
      await everyOne((service) => becomes(service, service === "gateway" ? ["NATS", "registry"] : ["NATS"]));
      const { dependencies } = await ready("loader");
      expect(dependencies[0]).toMatchObject({ name: "NATS", reason: "it did not answer within 1 s" });
      expect(dependencies[0]!.silent_seconds).toBeGreaterThanOrEqual(1);
      await expectAlive();
    } finally {
      await signalNats("SIGCONT");
    }
    await everyOne((service) => becomes(service, []));
  });

  test("is not ready while its metadata database hangs; the others do not need it", async () => {
    await product.stack.kill("postgres", "SIGSTOP");
    try {
      await becomes("registry", ["metadata database"]);
      await becomes("gateway", ["registry"]);
      for (const service of ["extractor", "loader", "scheduler"] as const) await becomes(service, []);
      await expectAlive();
    } finally {
      await product.stack.kill("postgres", "SIGCONT");
    }
    await everyOne((service) => becomes(service, []));
  });

  test("is not ready while its metadata database is down", async () => {
    await product.stack.stopProcess("postgres");
    await becomes("registry", ["metadata database"]);
    const { dependencies } = await ready("registry");
    const database = dependencies.find(({ name }) => name === "metadata database");
    expect(database?.reason).toContain("ECONNREFUSED");
    await product.stack.resumeProcess("postgres");
    await everyOne((service) => becomes(service, []));
  });
});
