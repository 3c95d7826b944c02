import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { expect, test } from "vitest";

test("the generated code matches the .proto files", { timeout: 30_000 }, () => {
  const generate = join(import.meta.dirname, "../generate.ts");
  const { status, stderr } = spawnSync(process.execPath, [generate, "--check"], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
