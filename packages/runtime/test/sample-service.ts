// A service for lifecycle.integration.test.ts that executes its parent's commands over the IPC channel.
import { once } from "node:events";

import { commonSettings, PipelineError, startService } from "../src/index.ts";

const settings = {
  ...commonSettings,
  COUNT: { kind: "integer", description: "how many" },
  LABEL: { kind: "text", default: "", description: "held, slow or nothing" },
} as const;

await startService("sample", settings, async ({ config, log, lifecycle }) => {
  const { stopping, onStop, fail } = lifecycle;
  stopping.addEventListener("abort", () => log.info("stopping"));
  onStop("first", () => log.info({ what: "first" }, "closed"));
  onStop("broken", () => {
    throw new Error("cannot close");
  });
  onStop("last", async () => {
    if (config.LABEL === "slow") await once(process, "message");
    log.info({ what: "last" }, "closed");
  });
  if (config.LABEL === "held") await once(process, "message");
  process.on("message", (order: string) => {
    if (order === "fail") fail(new Error("something broke"));
    if (order === "misconfigured") fail(new PipelineError("bus_misconfigured", "too old"));
    if (order === "reject") for (let i = 0; i < 3; i++) void Promise.reject(new TypeError("a bug"));
    if (order === "throw") {
      setImmediate(() => {
        throw new TypeError("a bug");
      });
    }
  });
  if (config.LABEL === "broken") throw new PipelineError("bus_unavailable", "nobody there");
});
