// Prepares a test run once: one PostgreSQL (each test creates its own database in it), and the nats-server binary (each
// test file starts its own server, because tests kill and wipe it).
import { findRunnableNatsServer, type RunnableNatsServer } from "@datamantri/local-stack";
import type { TestProject } from "vitest/node";
import { startPostgres } from "./start-postgres.ts";
import { usesContainers } from "./uses-containers.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Administrator's connection string; see `createDatabase`. */
    postgres: { readonly url: string };
    /** For `startNats({ server })`. */
    natsServer: RunnableNatsServer;
  }
}

/** The project of vitest.config.ts whose tests use the oldest supported PostgreSQL of a destination. */
const oldestPostgresProject = "integration-postgres-15";

/** vitest calls it before the first integration test and its result after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // In containers the image is the server; a binary need not be found.
  const natsServer = usesContainers()
    ? ({ kind: "docker", version: "2.14", how: "Docker" } as const)
    : await findRunnableNatsServer({ say: (line) => void process.stderr.write(`${line}\n`) });
  const postgres = await startPostgres({ major: project.config.name === oldestPostgresProject ? 15 : 18 });
  project.provide("natsServer", natsServer);
  project.provide("postgres", { url: postgres.url });
  return async () => postgres[Symbol.asyncDispose]();
}
