import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ProcessSpec } from "../processes/managed-process.ts";
import { repositoryRoot } from "../repository.ts";
import { permissionFlags, withOwnCache } from "./permission-flags.ts";

/** Our environment variables that children inherit; all others are passed explicitly. */
const inherited =
  /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|LOG_LEVEL|(HTTPS?|NO|ALL)_PROXY|NODE_EXTRA_CA_CERTS|NODE_COMPILE_CACHE|SSL_CERT_\w+|GOOGLE_\w+)$/i;

/**
 * Services use little memory by design; the heap limit turns a leak into a crash with a stack trace instead of a slow
 * machine. Batches are Buffers outside the heap.
 */
const nodeFlags = ["--max-old-space-size=160", "--max-semi-space-size=8", "--disable-sigusr1"];

/**
 * The collector's helper threads wait for busy CPUs, and the main thread waits for them. Without them, loads on two
 * busy cores were 8 % faster, and answers had no pauses of a tenth of a second (docs/performance.md).
 */
const serviceFlags = ["--single-threaded-gc", ...nodeFlags];

/**
 * The gateway answers users, so it uses more memory before it collects old objects: each such pause during a load
 * delays thirty requests (docs/performance.md).
 */
const answeringFlags = ["--initial-heap-size=96", ...serviceFlags];

/**
 * glibc gives every thread its own arena and keeps freed memory in it. Measured: one trimmed arena needs 20 to 40 MB
 * less per process, and costs 4 % of the speed.
 */
const oneArena = { MALLOC_ARENA_MAX: "1", MALLOC_TRIM_THRESHOLD_: "131072" };

/**
 * Services that move rows would take all CPUs, while users wait for the others. Loads are not slower by it
 * (docs/performance.md).
 */
const backgroundServices: ReadonlySet<string> = new Set(["extractor", "loader"]);

/** One of our processes: it reports `{type: "ready"}` over its channel, and ends when the channel closes. */
export function serviceSpec(name: string, service: string, env: NodeJS.ProcessEnv): ProcessSpec {
  const flags = service === "gateway" ? answeringFlags : serviceFlags;
  const own = withOwnCache(service, { ...inheritedEnv(), ...env });
  return {
    ...nodeSpec(name, join("services", service, "src", "main.ts"), own, [...flags, ...permissionFlags(own)]),
    isBackground: backgroundServices.has(service),
    async waitUntilReady(child, signal) {
      while (!signal.aborted) {
        const [message] = (await once(child, "message", { signal })) as [{ type?: string } | undefined];
        if (message?.type === "ready") return;
      }
    },
  };
}

/** The BigQuery sandbox: it prints `{"ready": "http://…"}` when it serves. */
export function sandboxSpec(env: NodeJS.ProcessEnv): ProcessSpec {
  return {
    ...nodeSpec("sandbox", join("packages", "bigquery-sandbox", "src", "main.ts"), env),
    readyTimeoutMs: 90_000, // the first start reads the sample data
    waitUntilReady: waitForReadyLine,
  };
}

function nodeSpec(name: string, script: string, env: NodeJS.ProcessEnv, flags = nodeFlags) {
  return {
    name,
    command: process.execPath,
    args: [...flags, join(repositoryRoot, script)],
    env: { ...inheritedEnv(), ...oneArena, ...env },
    cwd: repositoryRoot,
    ipc: true,
    stopSignal: "SIGTERM",
    graceMs: 10_000,
    readyTimeoutMs: 60_000,
  } as const;
}

function inheritedEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => inherited.test(name)));
}

async function waitForReadyLine(child: ChildProcess, signal: AbortSignal): Promise<void> {
  if (child.stdout === null) return;
  // The log reads the same stream; both receive every chunk.
  const lines = createInterface({ input: child.stdout, signal });
  for await (const line of lines) {
    if (line.startsWith('{"ready"')) break;
  }
  child.stdout.resume(); // closing the interface has paused it
}
