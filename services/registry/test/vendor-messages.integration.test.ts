import { expect } from "vitest";

import { getVendorMessage, putVendorMessage } from "../src/runs/vendor-messages.ts";
import { test } from "./fixtures.ts";

test("why a run failed is not replaced by what is said when it is discarded", async ({ registry: { db }, run }) => {
  await run.reach("loading");
  const put = (step: string, message: string | null) => putVendorMessage(db, { run_id: run.runId, step, message });
  const seen = () => getVendorMessage(db, run.runId);
  await put("discard", "FATAL: too many connections");
  expect(await seen()).toBe("discard: FATAL: too many connections");
  await put("load", "ERROR: no space left");
  await put("discard", "FATAL: password authentication failed");
  await put("discard", null);
  expect(await seen()).toBe("load: ERROR: no space left");
  await put("load", null);
  expect(await seen()).toBeNull();
});
