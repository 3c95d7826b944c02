// Runs as a separate process and outlives its parent. When the parent ends, for any reason, the pipe on stdin closes
// and all registered processes are ended: PostgreSQL and nats-server would otherwise keep running.
//
// Input, one JSON value a line: {"watch": {pid, startedAt, signal}} | {"forget": pid} | {"removeAtEnd": path}
import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { endProcesses, type ProcessIdentity } from "./process-identity.ts";

/** One line for the guardian. */
export type GuardianCommand =
  | { readonly watch: WatchedProcess }
  | { readonly forget: number }
  | { readonly removeAtEnd: string };

/** A process, and its signal for an orderly stop. */
export interface WatchedProcess extends ProcessIdentity {
  readonly signal: NodeJS.Signals;
}

/** Time for an orderly stop before SIGKILL, when the parent has ended. */
const graceMs = 4_000;

const watched = new Map<number, WatchedProcess>();
const removeAtEnd = new Set<string>();

function apply(command: GuardianCommand): void {
  if ("watch" in command) watched.set(command.watch.pid, command.watch);
  else if ("forget" in command) watched.delete(command.forget);
  else removeAtEnd.add(command.removeAtEnd);
}

async function endEverything(): Promise<void> {
  await Promise.all([...watched.values()].map((one) => endProcesses([one], one.signal, graceMs)));
  for (const path of removeAtEnd) await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

// Only the pipe counts: a signal to the whole group must not end the guardian first.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  apply(JSON.parse(line) as GuardianCommand);
}
await endEverything();
