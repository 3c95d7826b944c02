import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { UserView } from "@datamantri/api";
import { openLog, PipelineError } from "@datamantri/runtime";

import { createApp } from "../src/app.ts";
import { openAuth } from "../src/auth/auth.ts";
import type { Backend } from "../src/backend.ts";
import { authOptions } from "./test-auth.ts";

const owner: UserView = { id: "1", email: "a@b.c", full_name: null, is_active: true, role: "admin", created_at: "" };
const known = { key: { id: "2", name: "key", role: "admin", scopes: ["pipelines:read"] }, owner };

/** A gateway whose registry looks up keys, and answers when the test says so. */
function openGateway() {
  const asked: PromiseWithResolvers<unknown>[] = [];
  const registry = () => {
    const answer = Promise.withResolvers<unknown>();
    asked.push(answer);
    return answer.promise;
  };
  const backend = { registry, forgetReads: () => undefined } as unknown as Backend;
  const auth = openAuth(backend, authOptions());
  const app = createApp(backend, auth, openLog("gateway", "silent"), undefined as never);
  const readMe = async () =>
    (await app.request("/api/v1/auth/me", { headers: { authorization: "Bearer dm_key" } })).status;
  return { asked, auth, readMe };
}

/** Waits until all settled promises have been handled. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a credential", () => {
  let nowMs = 1e12;
  beforeEach(() => {
    vi.spyOn(Date, "now").mockImplementation(() => nowMs);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test("is looked up once for concurrent requests, and cached for three seconds", async () => {
    const { asked, readMe } = openGateway();
    const all = [readMe(), readMe(), readMe()];
    await expect.poll(() => asked.length).toBe(1);
    asked[0]!.resolve(known);
    expect(await Promise.all(all)).toEqual([200, 200, 200]);
    nowMs += 1_900;
    expect(await readMe()).toBe(200);
    expect(asked).toHaveLength(1);
    nowMs += 1_100;
    const later = readMe();
    await expect.poll(() => asked.length).toBe(2);
    asked[1]!.reject(new PipelineError("not_found", "it was revoked"));
    expect(await later).toBe(401);
  });

  test("in steady use is looked up again while requests continue", async () => {
    const { asked, readMe } = openGateway();
    const first = readMe();
    await expect.poll(() => asked.length).toBe(1);
    asked[0]!.resolve(known);
    expect(await first).toBe(200);
    nowMs += 2_000;
    expect(await Promise.all([readMe(), readMe()])).toEqual([200, 200]);
    expect(asked).toHaveLength(2);
    asked[1]!.resolve(known);
    await settled();
    nowMs += 1_900;
    expect(await readMe()).toBe(200);
    expect(asked).toHaveLength(2);
    // A revoked key is refused by the answer, without a request that waits for it.
    nowMs += 200;
    expect(await readMe()).toBe(200);
    asked[2]!.reject(new PipelineError("not_found", "it was revoked"));
    await settled();
    const revoked = readMe();
    await expect.poll(() => asked.length).toBe(4);
    asked[3]!.reject(new PipelineError("not_found", "it was revoked"));
    expect(await revoked).toBe(401);
  });

  test("is cached for three seconds from its lookup, however slow the answer, and never longer", async () => {
    const { asked, readMe } = openGateway();
    const first = readMe();
    await expect.poll(() => asked.length).toBe(1);
    nowMs += 1_500;
    const second = readMe();
    await expect.poll(() => asked.length).toBe(2);
    nowMs += 1_000;
    asked[0]!.resolve(known);
    expect(await first).toBe(200);
    nowMs += 600;
    const third = readMe();
    await expect.poll(() => asked.length).toBe(3);
    asked[1]!.resolve(known);
    expect(await second).toBe(200);
    asked[2]!.reject(new PipelineError("not_found", "it was revoked"));
    expect(await third).toBe(401);
  });

  test("whose user was forgotten meanwhile is not cached by an answer to an earlier lookup", async () => {
    const { asked, auth, readMe } = openGateway();
    const before = readMe();
    await expect.poll(() => asked.length).toBe(1);
    auth.authenticator.forget(owner.id);
    const after = readMe();
    await expect.poll(() => asked.length).toBe(2);
    asked[0]!.resolve(known);
    expect(await before).toBe(200);
    asked[1]!.reject(new PipelineError("not_found", "it was revoked"));
    expect(await after).toBe(401);
  });
});
