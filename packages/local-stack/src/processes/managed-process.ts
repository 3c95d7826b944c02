// Manages one child process: starts it, waits until it is ready, restarts it if wanted, and stops it in order.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { runInBackground } from "./background.ts";
import { guardProcess, releaseProcess } from "./guard.ts";
import { waitUntilStopped } from "./process-identity.ts";
import type { RotatingLog } from "./rotating-log.ts";

/** How to run one child. Secrets belong in `env` or a file, never in `args`, which any user can read. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment; nothing is inherited unless named here. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** A channel to a Node child: it reports `{type: "ready"}` there and ends by itself when the channel closes. */
  readonly ipc?: boolean;
  /** True if other processes take precedence when CPUs are scarce. */
  readonly isBackground?: boolean;
  readonly stopSignal: NodeJS.Signals;
  /** Time for an orderly stop; SIGKILL follows. */
  readonly graceMs: number;
  readonly readyTimeoutMs: number;
  /** Runs before every start, for example to remove what a crash left behind. */
  prepare?(): Promise<void>;
  /** Resolves when the child is ready; aborted when the child ends or the time limit passes. */
  waitUntilReady(child: ChildProcess, signal: AbortSignal): Promise<void>;
}

/** Delay between restarts, doubling: quick after a single crash, slow for a child that cannot start. */
const firstBackoffMs = 200;
const maxBackoffMs = 5_000;
/** A child that ran this long was healthy; its next crash counts as the first. */
const healthyAfterMs = 20_000;

export interface ManagedProcessOptions {
  readonly log: RotatingLog;
  /** Called when it has ended by itself: returns true to restart it. */
  readonly restart: () => boolean;
  /** Reports an event in one line: it died, or was restarted. */
  readonly say?: (line: string) => void;
  /** Called with each new pid, and with undefined when there is no process. */
  readonly onPid?: (pid: number | undefined) => void;
}

/** Manages one child; never runs two at a time. */
export class ManagedProcess {
  readonly spec: ProcessSpec;
  readonly log: RotatingLog;
  readonly #options: ManagedProcessOptions;
  #child: ChildProcess | undefined;
  #isStopping = false;
  #isReady = false;
  #stopWaiting = new AbortController();
  #revival: Promise<void> | undefined;

  constructor(spec: ProcessSpec, options: ManagedProcessOptions) {
    this.spec = spec;
    this.log = options.log;
    this.#options = options;
  }

  /** Pid of the current child; undefined between restarts. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Starts the child and waits until it is ready. If it fails, rejects with nothing left running. */
  async start(): Promise<void> {
    this.#isStopping = false;
    this.#stopWaiting = new AbortController();
    try {
      await this.#launch();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /**
   * Sends a signal, to simulate a fault; the child is restarted if `restart` returns true. Resolves after SIGKILL has
   * ended it or SIGSTOP has stopped it, and at once after any other signal.
   */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    // No other signal is waited for: a child that gets many would keep a listener of each.
    const exited = signal === "SIGKILL" ? once(child, "exit") : undefined;
    child.kill(signal);
    await exited;
    if (signal === "SIGSTOP") await waitUntilStopped(child.pid!);
  }

  /** Stops it in order, then by force. Safe to call twice and during a restart. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#stopWaiting.abort();
    await this.#end();
    await this.#revival;
    await this.#end();
  }

  async #end(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const exited = once(child, "exit");
    child.kill(this.spec.stopSignal);
    child.kill("SIGCONT"); // a frozen child would not see the first signal
    const force = setTimeout(() => child.kill("SIGKILL"), this.spec.graceMs);
    await exited;
    clearTimeout(force);
  }

  async #launch(): Promise<void> {
    await this.spec.prepare?.();
    const child = this.#spawn();
    const giveUp = AbortSignal.any([AbortSignal.timeout(this.spec.readyTimeoutMs), this.#stopWaiting.signal]);
    const ended = new AbortController();
    const died = once(child, "exit", { signal: ended.signal }).then(([code, signal]) => {
      throw new Error(this.#failure(`ended with ${signal ?? `exit code ${code}`} before it was ready`));
    });
    const late = once(giveUp, "abort", { signal: ended.signal }).then(() => {
      throw new Error(this.#failure(`was not ready within ${this.spec.readyTimeoutMs / 1000} s`));
    });
    try {
      await Promise.race([this.spec.waitUntilReady(child, giveUp), died, late]);
    } finally {
      // The loser of the race rejects with an AbortError that nothing awaits.
      died.catch(() => {});
      late.catch(() => {});
      ended.abort();
    }
    if (this.#child !== child) throw new Error(this.#failure("ended as soon as it was ready"));
    this.#isReady = true;
  }

  #spawn(): ChildProcess {
    const { spec } = this;
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      // A separate process group: Ctrl-C in a terminal reaches a whole group, but we stop children in order.
      detached: true,
      stdio: ["ignore", "pipe", "pipe", ...(spec.ipc === true ? (["ipc"] as const) : [])],
      ...(spec.user === undefined ? {} : { uid: spec.user.uid, gid: spec.user.gid }),
    });
    const startedAt = performance.now();
    for (const output of [child.stdout, child.stderr]) output?.on("data", (chunk: Buffer) => this.log.write(chunk));
    child.on("error", (error) => {
      this.log.write(`could not start ${spec.command}: ${error.message}\n`);
      if (child.pid === undefined) child.emit("exit", 127, null); // "error" alone means that there never was a process
    });
    child.on("exit", (code, signal) => this.#onExit(child, startedAt, signal ?? `exit code ${code}`));
    this.#child = child;
    if (child.pid !== undefined) guardProcess(child.pid, spec.stopSignal);
    if (child.pid !== undefined && spec.isBackground === true) void runInBackground(child.pid);
    this.#options.onPid?.(child.pid);
    return child;
  }

  #onExit(child: ChildProcess, startedAt: number, how: string): void {
    if (child.pid !== undefined) releaseProcess(child.pid);
    if (this.#child !== child) return;
    const wasReady = this.#isReady;
    this.#child = undefined;
    this.#isReady = false;
    this.#options.onPid?.(undefined);
    // The waiting caller handles a child that never became ready.
    if (this.#isStopping || !wasReady || !this.#options.restart()) return;
    this.#say(`exited (${how}), restarting`);
    const wasHealthy = performance.now() - startedAt > healthyAfterMs;
    this.#revival = this.#revive(wasHealthy ? 0 : firstBackoffMs);
  }

  async #revive(firstDelayMs: number): Promise<void> {
    const startedAt = performance.now();
    for (let delayMs = firstDelayMs; !this.#isStopping; delayMs = Math.min(Math.max(delayMs, 100) * 2, maxBackoffMs)) {
      await sleep(delayMs, undefined, { signal: this.#stopWaiting.signal }).catch(() => {});
      if (this.#isStopping) return;
      try {
        await this.#launch();
        this.#say(`runs again after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
        return;
      } catch {
        // The log has its last output; the next try follows after the current child has ended.
        await this.#end();
      }
    }
  }

  #failure(what: string): string {
    return [`${this.spec.name} ${what}.`, ...this.log.tail(), `Its log: ${this.log.path}`].join("\n");
  }

  #say(what: string): void {
    this.#options.say?.(`${this.spec.name} ${what}`);
  }
}
