import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { basename, dirname } from "node:path";
import { permissionFlags, withOwnCache } from "@datamantri/local-stack";

import { waitFor } from "./wait-for.ts";

/** Several processes that start at once share the machine with all other tests. */
const startTimeoutMs = 60_000;

/** A service as a process; `await using` ends it. */
export class TestService implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #endWithUs = (): void => void this.#process.kill("SIGKILL");
  /** Everything it wrote. */
  output = "";

  /** @param main path of the service's main.ts. */
  constructor(main: string, environment: Readonly<Record<string, string>>) {
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const own = { PATH, NODE_COMPILE_CACHE, LOG_LEVEL: "debug", ...environment };
    const env = withOwnCache(basename(dirname(dirname(main))), own);
    // A service ends when the channel closes, also because this process is killed.
    this.#process = spawn(process.execPath, [...permissionFlags(env), main], {
      env,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#process.channel?.unref();
    // Also if the test never disposed of it.
    process.once("exit", this.#endWithUs);
    for (const stream of [this.#process.stdout!, this.#process.stderr!]) {
      stream.on("data", (data: Buffer) => (this.output += data.toString()));
    }
  }

  async started(): Promise<this> {
    await waitFor(() => this.output.includes('"msg":"started"') || this.#hasExited, {
      what: "the service to start",
      timeoutMs: startTimeoutMs,
    });
    if (this.#hasExited) throw new Error(`the service ended: ${this.output}`);
    return this;
  }

  /** Resolves with the exit code when it has ended by itself. */
  async ended(): Promise<number | null> {
    await waitFor(() => this.#hasExited, { what: "the service to end", timeoutMs: startTimeoutMs });
    return this.#process.exitCode;
  }

  /** Resolves with the exit code. */
  async kill(signal: NodeJS.Signals): Promise<number | null> {
    if (!this.#hasExited) {
      const exited = once(this.#process, "exit");
      this.#process.kill(signal);
      await exited;
    }
    return this.#process.exitCode;
  }

  /** Does not wait: for SIGSTOP and SIGCONT. */
  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill("SIGKILL");
    process.off("exit", this.#endWithUs);
  }

  get #hasExited(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }
}
