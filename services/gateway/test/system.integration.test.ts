/** The system's health from a gateway: with everything running, and with parts of it down. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import type { SystemView } from "@datamantri/api";
import { startApi, waitFor, type TestApi } from "@datamantri/testkit";

import { callAnonymously, signIn, type Call } from "./call-api.ts";
import { makeSigningKey } from "./test-auth.ts";

let api: TestApi;
let call: Call;

beforeAll(async () => {
  api = await startApi({
    postgres: inject("postgres").url,
    natsServer: inject("natsServer"),
    gateway: { SIGNING_KEY: makeSigningKey() },
  });
  call = await signIn(api);
});
afterAll(() => api?.[Symbol.asyncDispose]());

async function read(as: Call = call): Promise<SystemView> {
  const { status, body } = await as("GET", "/api/v1/system");
  expect([status, body]).toEqual([200, expect.any(Object)]);
  return body as SystemView;
}

const until = (what: string, condition: (view: SystemView) => boolean) =>
  waitFor(
    async () => {
      const view = await read();
      return condition(view) ? view : undefined;
    },
    { what, timeoutMs: 20_000 },
  );

const codes = ({ problems }: SystemView) => problems.map(({ code }) => code);
const statesOf = (view: SystemView, service: string) =>
  view.services!.find((one) => one.service === service)!.instances.map(({ state }) => state);

/** A request without an answer times out after ten seconds. */
const slow = { timeout: 60_000 };

describe("the system", () => {
  test("is complete, and each missing part is a problem", async () => {
    const view = await until("every process to be heard", (seen) => seen.problems.length === 2);
    expect(view.unavailable).toEqual([]);
    expect(view.broker!.unreadable).toEqual([]);
    expect(view.streams).toHaveLength(9);
    expect(view.queues).toHaveLength(6);
    expect(view.throughput).toHaveLength(24);
    for (const service of ["gateway", "scheduler", "registry"]) expect(statesOf(view, service)).toEqual(["answering"]);
    // This product has no workers.
    expect([view.state, view.problems.map(({ message }) => message)]).toEqual([
      "down",
      ["No extractor is online.", "No loader is online."],
    ]);
    const [registry] = view.services!.find(({ service }) => service === "registry")!.instances;
    expect(registry!.endpoints.map(({ name }) => name)).toEqual([
      "registry-commands",
      "registry-events",
      "requests",
      "secrets",
    ]);
    expect(registry!.endpoints.at(-2)!.done).toBeGreaterThan(0);
  });

  test("is for everybody who may read it", async () => {
    expect((await callAnonymously(api.url)("GET", "/api/v1/system")).status).toBe(401);
    const makeKey = async (scopes: string[]) => {
      const { body } = await call("POST", "/api/v1/api-keys", { body: { name: scopes[0], role: "viewer", scopes } });
      const authorization = `Bearer ${(body as { secret: string }).secret}`;
      return (await callAnonymously(api.url)("GET", "/api/v1/system", { headers: { authorization } })).status;
    };
    expect(await makeKey(["system:read"])).toBe(200);
    expect(await makeKey(["runs:read"])).toBe(403);
  });

  test("shows a process that hangs as silent, and as healthy when it continues", async () => {
    api.services.scheduler.signal("SIGSTOP");
    const hung = await until("the scheduler to be missed", (view) => statesOf(view, "scheduler")[0] === "silent");
    expect(hung.problems.find(({ message }) => message === "No scheduler is online.")).toMatchObject({
      code: "service_silent",
      severity: "bad",
    });
    api.services.scheduler.signal("SIGCONT");
    await until("the scheduler to be heard", (view) => statesOf(view, "scheduler")[0] === "answering");
  });

  test("without a registry is reported from the rest, to callers known before", slow, async () => {
    api.services.registry.signal("SIGSTOP");
    const view = await until("the registry to be missed", (seen) => seen.outbox === null);
    expect(view.unavailable).toEqual([{ part: "registry", reason: "the registry does not respond" }]);
    expect(view.queues).toHaveLength(6);
    expect(view.throughput).toBeNull();
    await until("the registry to be taken for silent", (seen) => statesOf(seen, "registry")[0] === "silent");
    // Only this operation, and only to them.
    const forged = { headers: { authorization: "Bearer dm_unknown" } };
    const refused = [call("GET", "/api/v1/runs"), callAnonymously(api.url)("GET", "/api/v1/system", forged)];
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([503, 503]);
    api.services.registry.signal("SIGCONT");
    await until(
      "the registry to be back",
      (seen) => seen.outbox !== null && statesOf(seen, "registry")[0] === "answering",
    );
  });

  test("without a broker is reported as such, and recovers with it", async () => {
    await read();
    await api.nats.kill();
    const view = await until("the broker to be missed", (seen) => seen.broker === null);
    expect(codes(view)).toEqual(["broker_silent"]);
    expect(view.state).toBe("down");
    expect(view.services).toBeNull();
    expect(view.unavailable.map(({ part }) => part).toSorted()).toEqual(["broker", "registry", "services"]);
    await api.nats.restart();
    const back = await until("everything to be back", (seen) => seen.unavailable.length === 0);
    // No instance is blamed for the time without a broker.
    for (const service of ["gateway", "scheduler", "registry"]) expect(statesOf(back, service)).toEqual(["answering"]);
  });

  test("is not shown to a user whose session was ended while the registry was up", slow, async () => {
    const other = await signIn(api);
    await read(other);
    await other("POST", "/api/v1/auth/logout");
    await waitFor(async () => (await other("GET", "/api/v1/system")).status === 401, {
      what: "the session to be over",
    });
    await api.nats.kill();
    expect((await other("GET", "/api/v1/system")).status).toBe(503);
    await api.nats.restart();
    await until("everything to be back", (seen) => seen.unavailable.length === 0);
  });

  test("does not miss an instance that stopped in order", async () => {
    await until("the scheduler to be heard", (view) => statesOf(view, "scheduler")[0] === "answering");
    await api.services.scheduler.kill("SIGTERM");
    const view = await until("the scheduler to be gone", (seen) => statesOf(seen, "scheduler").length === 0);
    expect(view.problems.map(({ message }) => message)).toContain("No scheduler is online.");
  });
});
