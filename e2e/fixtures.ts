/** For tests that need a running product, and none of their own. */
import { test as base } from "vitest";

import { waitUntilItServes } from "@datamantri/local-stack";

import { inDatabase } from "./in-database.ts";
import { startTestStack, type TestStack } from "./test-stack.ts";

/**
 * `product` is shared by all files of a process, because starting it costs 7 s of processor time. Each file begins without
 * pipelines, connections, webhooks and tables; users, audit log and ended runs of earlier files remain. A file that stops
 * services, or counts such things, starts its own product.
 */
export const test = base
  // vitest reads from the pattern which fixtures a function needs.
  // oxlint-disable-next-line no-empty-pattern
  .extend("shared", { scope: "worker" }, async ({}, { onCleanup }) => {
    const shared = await startTestStack();
    onCleanup(() => shared[Symbol.asyncDispose]());
    return shared;
  })
  .extend("product", { scope: "file" }, async ({ shared }, { onCleanup }): Promise<TestStack> => {
    // An earlier file may have ended all sessions.
    const product = { ...shared, api: await waitUntilItServes(shared.access) };
    onCleanup(() => removeThings(product));
    return product;
  });

async function removeThings({ api, access }: TestStack): Promise<void> {
  for (const kind of ["pipelines", "webhooks", "connections"]) {
    const list = async () => api.get<readonly { id: string }[]>(`/api/v1/${kind}`);
    // Page by page.
    for (let things = await list(); things.length > 0; things = await list()) {
      for (const { id } of things) await api.delete(`/api/v1/${kind}/${id}`);
    }
  }
  await inDatabase(access.postgres, "drop schema public cascade; create schema public");
}
