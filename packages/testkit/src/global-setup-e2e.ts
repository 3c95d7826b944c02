import { ensureConsole, findRunnableNatsServer } from "@datamantri/local-stack";
import type { TestProject } from "vitest/node";
import { makeCluster } from "./copy-cluster.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** For `copyCluster`. */
    cluster: string;
  }
}

/**
 * End-to-end tests run the local stack themselves. Only the console is built, nats-server searched for and a PostgreSQL
 * cluster created once, before them.
 */
export async function setup(project: TestProject): Promise<void> {
  ensureConsole();
  project.provide(
    "natsServer",
    await findRunnableNatsServer({ say: (line) => void process.stderr.write(`${line}\n`) }),
  );
  project.provide("cluster", await makeCluster());
}
