import { waitFor } from "@datamantri/testkit";

import type { TestRegistry } from "./test-registry.ts";

/** Publishes what the outbox holds. */
export async function flushOutbox(registry: TestRegistry): Promise<void> {
  const stop = new AbortController();
  const running = registry.outbox.run(stop.signal);
  const isEmpty = async () => !(await registry.db.selectFrom("outbox").select("id").limit(1).executeTakeFirst());
  await waitFor(isEmpty, { what: "the outbox to be published", timeoutMs: 20_000 });
  stop.abort();
  await running;
}
