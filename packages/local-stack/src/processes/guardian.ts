// Runs as a process of its own and outlives the one that started it. When that one is gone, by whatever cause, the
// pipe on stdin closes and everything still registered is ended: PostgreSQL and nats-server know nothing of us and
// would run on for ever.
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

/** A process, and the signal that makes it stop in order. */
export interface WatchedProcess extends ProcessIdentity {
  readonly signal: NodeJS.Signals;
}

/** Time to stop in order before SIGKILL, when the parent is gone. */
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

// Only the pipe decides: a signal meant for the whole group must not take the guardian first.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  apply(JSON.parse(line) as GuardianCommand);
}
await endEverything();
