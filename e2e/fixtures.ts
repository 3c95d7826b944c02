/** For tests that need a running product, and none of their own. */
import { test as base } from "vitest";

import { waitUntilItServes } from "@datamantri/local-stack";

import { inDatabase } from "./in-database.ts";
import { startTestStack, type TestStack } from "./test-stack.ts";

/**
 * `product` is started once for all files that a process runs; to start it takes as long as many a file. A file finds no
 * pipeline, connection, webhook or table, but the users, the audit log and the ended runs of earlier ones. A file that changes
 * services or counts what there is starts one of its own.
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
