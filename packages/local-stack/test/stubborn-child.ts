import type { ProcessSpec } from "../src/processes/managed-process.ts";

/** A child that prints "up" and then lives until it is killed, even without its parent. */
export function stubbornSpec(
  name: string,
  script = "process.stdout.on('error', () => {}); console.log('up'); setInterval(() => {}, 1000)",
): ProcessSpec {
  return {
    name,
    command: process.execPath,
    args: ["-e", script],
    env: {},
    cwd: "/",
    stopSignal: "SIGTERM",
    graceMs: 2_000,
    readyTimeoutMs: 5_000,
    async waitUntilReady(child) {
      await new Promise((resolve) => child.stdout?.once("data", resolve));
    },
  };
}
