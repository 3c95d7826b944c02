import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { inject, onTestFinished } from "vitest";

import { freePort, makeDataFolder, waitFor } from "@datamantri/testkit";

/** A nats-server with exactly this configuration, and no accounts of ours; the current test's. */
export class PlainNats {
  readonly port: number;
  readonly dir: string;
  #process: ChildProcess | undefined;

  /** Use `startPlainNats`. */
  constructor(port: number, dir: string) {
    [this.port, this.dir] = [port, dir];
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  get url(): string {
    return `nats://${this.host}`;
  }

  /** Starts it, or starts it again with another configuration. */
  async start(configuration: string): Promise<void> {
    await this.stop();
    const server = inject("natsServer");
    if (server.kind !== "binary") throw new Error("needs a program nats-server");
    await this.#configure(configuration);
    const child = spawn(server.path, ["-c", this.#file], { stdio: ["ignore", "ignore", "pipe"] });
    this.#process = child;
    let log = "";
    child.stderr.on("data", (data: Buffer) => (log += data.toString()));
    await waitFor(
      () => {
        if (child.exitCode !== null) throw new Error(log);
        return log.includes("Server is ready");
      },
      { what: "nats-server to start" },
    );
  }

  /** Changes the configuration of the running server. */
  async reload(configuration: string): Promise<void> {
    await this.#configure(configuration);
    this.#process!.kill("SIGHUP");
  }

  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  jetStream(): string {
    return `jetstream { store_dir: ${JSON.stringify(join(this.dir, "jetstream"))} }`;
  }

  get #file(): string {
    return join(this.dir, "plain.conf");
  }

  async #configure(configuration: string): Promise<void> {
    await writeFile(this.#file, `listen: "${this.host}"\nserver_name: "plain"\n${configuration}`);
  }

  async writeFile(name: string, content: string): Promise<string> {
    const path = join(this.dir, name);
    await writeFile(path, content);
    return JSON.stringify(path);
  }
}

/** Reserves a port for the current test; `start` runs the server. */
export async function preparePlainNats(): Promise<PlainNats> {
  const nats = new PlainNats(await freePort(), await makeDataFolder("datamantri-test-plain-nats-"));
  onTestFinished(async () => {
    await nats.stop();
    await rm(nats.dir, { recursive: true, force: true });
  });
  return nats;
}
