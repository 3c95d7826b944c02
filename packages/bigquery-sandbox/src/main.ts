import { startSandbox } from "./sandbox.ts";

const { SANDBOX_PORT, SANDBOX_HOST, SANDBOX_DATA_DIR, SANDBOX_REQUIRE_TOKEN, SANDBOX_MEMORY_LIMIT_MB } = process.env;

const sandbox = await startSandbox({
  port: Number(SANDBOX_PORT ?? 0),
  requireToken: SANDBOX_REQUIRE_TOKEN === "true",
  ...(SANDBOX_MEMORY_LIMIT_MB ? { memoryLimitMb: Number(SANDBOX_MEMORY_LIMIT_MB) } : {}),
  ...(SANDBOX_HOST ? { host: SANDBOX_HOST } : {}),
  ...(SANDBOX_DATA_DIR ? { dataDir: SANDBOX_DATA_DIR } : {}),
});

let isStopping = false;

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await sandbox.close();
  process.exit(0);
}

process.once("SIGTERM", () => void stop());
process.once("SIGINT", () => void stop());
// The sandbox ends with its parent.
process.once("disconnect", () => void stop());

process.stdout.write(`${JSON.stringify({ ready: sandbox.url })}\n`);
