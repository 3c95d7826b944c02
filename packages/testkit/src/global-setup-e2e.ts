import { ensureConsole, findRunnableNatsServer } from "@datamantri/local-stack";
import type { TestProject } from "vitest/node";

/** End-to-end tests run the local stack themselves; only the console is built and nats-server searched for once, ahead of them. */
export async function setup(project: TestProject): Promise<void> {
  ensureConsole();
  project.provide(
    "natsServer",
    await findRunnableNatsServer({ say: (line) => void process.stderr.write(`${line}\n`) }),
  );
}
