// Real processes: how a service starts, reports that it is ready, and ends.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";

import { afterEach, describe, expect, test } from "vitest";

import { freePort } from "@datamantri/testkit";

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly what?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly stack?: string };
  readonly solution?: string;
}

const children = new Set<ChildProcess>();

afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});

/** One run of test/sample-service.ts. */
class Sample {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
  readonly ended: Promise<[code: number | null, signal: string | null]>;
  #output = "";
  #stderr = "";

  constructor(env: NodeJS.ProcessEnv) {
    const path = join(import.meta.dirname, "sample-service.ts");
    this.child = fork(path, { env: { NATS_URL: "nats://user:hunter2@h", COUNT: "1", ...env }, silent: true });
    children.add(this.child);
    this.child.stdout!.on("data", (chunk: Buffer) => void (this.#output += chunk.toString()));
    this.child.stderr!.on("data", (chunk: Buffer) => void (this.#stderr += chunk.toString()));
    this.ready = once(this.child, "message");
    // Not "close": it never comes after disconnect().
    this.ended = Promise.all([once(this.child, "exit"), once(this.child.stdout!, "end")]).then(
      ([exit]) => exit as never,
    );
  }

  get lines(): Line[] {
    expect(this.#stderr).toBe("");
    expect(this.#output).not.toContain("hunter2");
    return this.#output
      .trimEnd()
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  }

  get messages(): string[] {
    return this.lines.map(({ msg, what }) => (what === undefined ? msg : `${msg} ${what}`));
  }

  /** Resolves when the service has written this message. */
  async wrote(message: string): Promise<void> {
    while (!this.messages.includes(message)) await once(this.child.stdout!, "data");
  }
}

/** Resolves when something answers there. */
async function listening(port: number): Promise<void> {
  while (
    await statusOf(port, "/live").then(
      () => false,
      () => true,
    )
  ) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const statusOf = async (port: number, path: string): Promise<number> =>
  (await fetch(`http://127.0.0.1:${port}${path}`)).status;

describe("a service that is stopped", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "closes its resources, the last first, and exits 0 on %s",
    async (signal) => {
      const sample = new Sample({});
      await expect(sample.ready).resolves.toMatchObject([{ type: "ready" }, undefined]);
      sample.child.kill(signal);
      expect(await sample.ended).toEqual([0, null]);
      expect(sample.messages).toEqual([
        "started",
        "stopping",
        "closed last",
        "failed to close broken",
        "closed first",
        "stopped",
      ]);
    },
  );

  test("does the same when its parent process ends", async () => {
    const sample = new Sample({});
    await sample.ready;
    sample.child.disconnect();
    expect(await sample.ended).toEqual([0, null]);
    expect(sample.messages.at(-1)).toBe("stopped");
  });

  test("never reports that it is ready when it was stopped before", async () => {
    const port = await freePort();
    const sample = new Sample({ LABEL: "held", HEALTH_PORT: String(port) });
    let isReady = false;
    void sample.ready.then(() => (isReady = true));
    await listening(port);
    sample.child.kill("SIGTERM");
    expect(await sample.ended).toEqual([0, null]);
    expect(sample.messages).not.toContain("started");
    expect(isReady).toBe(false);
  });
});

describe("a service that cannot continue", () => {
  test("closes everything and exits 1, so that it is restarted", async () => {
    const sample = new Sample({});
    await sample.ready;
    sample.child.send("fail");
    expect(await sample.ended).toEqual([1, null]);
    const failed = sample.lines.find(({ msg }) => msg === "failed")!;
    expect(failed).toMatchObject({ level: "error", error: { code: "internal", message: "something broke" } });
    expect(failed.solution).toMatch(/\.$/);
    expect(sample.messages).toContain("closed first");
  });

  test("exits 78 when a restart will not help", async () => {
    const sample = new Sample({});
    await sample.ready;
    sample.child.send("misconfigured");
    expect(await sample.ended).toEqual([78, null]);
  });

  test.each(["reject", "throw"])("ends in order after a bug (%s), however many there are", async (order) => {
    const sample = new Sample({});
    await sample.ready;
    sample.child.send(order);
    expect(await sample.ended).toEqual([1, null]);
    expect(sample.lines.filter(({ msg }) => msg === "failed").map(({ error }) => error?.code)).toEqual(["internal"]);
    expect(sample.lines.find(({ msg }) => msg === "failed")?.error?.stack).toContain("sample-service.ts");
    expect(sample.messages.slice(-2)).toEqual(["closed first", "stopped"]);
  });

  test("because its start failed exits 1 and closes what it opened", async () => {
    const sample = new Sample({ LABEL: "broken" });
    expect(await sample.ended).toEqual([1, null]);
    expect(sample.messages).toEqual(expect.arrayContaining(["failed", "closed last", "closed first", "stopped"]));
  });
});

describe("invalid settings", () => {
  test("end it with 78 and a sentence for each", async () => {
    const sample = new Sample({ NATS_URL: "", COUNT: "hunter2", LOG_LEVEL: "loud" });
    expect(await sample.ended).toEqual([78, null]);
    expect(sample.lines.length).toBe(1);
    const { error, msg } = sample.lines[0]!;
    expect(msg).toBe("found invalid settings");
    expect(error?.code).toBe("config_invalid");
    expect(error?.message.split("; ")).toEqual([
      expect.stringMatching(/^NATS_URL is missing \(.+\)$/),
      "LOG_LEVEL must be one of debug, info, warn, error",
      "COUNT must be a whole number (how many)",
    ]);
  });

  test.each(["99999", "taken"])("a health port that is unavailable (%s) too", async (wanted) => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const HEALTH_PORT = wanted === "taken" ? String((holder.address() as AddressInfo).port) : wanted;
    const sample = new Sample({ HEALTH_PORT });
    expect(await sample.ended).toEqual([78, null]);
    holder.close();
    expect(sample.lines.find(({ msg }) => msg === "failed")?.error?.message).toContain(`127.0.0.1:${HEALTH_PORT}`);
  });
});

test("/live answers from the start to the end, /ready only in between", async () => {
  const port = await freePort();
  const sample = new Sample({ LABEL: "held", HEALTH_PORT: String(port) });
  await listening(port);
  expect([await statusOf(port, "/live"), await statusOf(port, "/ready")]).toEqual([200, 503]);
  sample.child.send("go on");
  await sample.ready;
  expect([await statusOf(port, "/live"), await statusOf(port, "/ready")]).toEqual([200, 200]);
  expect(await statusOf(port, "/other")).toBe(503);
  sample.child.kill("SIGTERM");
  expect(await sample.ended).toEqual([0, null]);

  const slow = new Sample({ LABEL: "slow", HEALTH_PORT: String(port) });
  await slow.ready;
  slow.child.kill("SIGTERM");
  await slow.wrote("stopping");
  expect([await statusOf(port, "/live"), await statusOf(port, "/ready")]).toEqual([200, 503]);
  slow.child.send("go on");
  expect(await slow.ended).toEqual([0, null]);
});
