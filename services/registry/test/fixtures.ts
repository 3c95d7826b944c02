/** Fixtures of the registry's tests: a broker and a registry for the file, or for each test. */
import { inject, test as base } from "vitest";

import { Secret } from "@datamantri/runtime";
import { createDatabase, startNats, type TestDatabase, type TestNats } from "@datamantri/testkit";
import type { PipelineConfiguration } from "@datamantri/api";

import { openDatabase } from "../src/database/open-database.ts";
import { answerAll, type Api } from "./answer-all.ts";
import { createMigratedDatabase, log, TestRegistry } from "./test-registry.ts";
import { TestRun } from "./test-run.ts";

export type { Api };

interface Cleanup {
  readonly onCleanup: (cleanup: () => PromiseLike<void>) => void;
}

// vitest reads from the pattern which fixtures a function needs.
// oxlint-disable-next-line no-empty-pattern
async function openNats({}: object, { onCleanup }: Cleanup): Promise<TestNats> {
  const nats = await startNats({ server: inject("natsServer") });
  onCleanup(() => nats[Symbol.asyncDispose]());
  return nats;
}

async function openRegistry({ nats }: { readonly nats: TestNats }, { onCleanup }: Cleanup): Promise<TestRegistry> {
  const registry = await TestRegistry.open({ postgres: inject("postgres").url, nats: nats.url });
  onCleanup(() => registry[Symbol.asyncDispose]());
  return registry;
}

// oxlint-disable-next-line no-empty-pattern
async function openEmptyDatabase({}: object, { onCleanup }: Cleanup): Promise<TestDatabase> {
  const database = await createDatabase(inject("postgres").url);
  onCleanup(() => database[Symbol.asyncDispose]());
  return database;
}

// oxlint-disable-next-line no-empty-pattern
async function openMigratedDatabase({}: object, { onCleanup }: Cleanup): Promise<TestDatabase> {
  const database = await createMigratedDatabase(inject("postgres").url);
  onCleanup(() => database[Symbol.asyncDispose]());
  return database;
}

/** A second registry of the same product. */
async function openSecond(
  { nats, registry }: { readonly nats: TestNats; readonly registry: TestRegistry },
  { onCleanup }: Cleanup,
): Promise<TestRegistry> {
  const urls = { postgres: inject("postgres").url, nats: nats.url };
  const second = await TestRegistry.open(urls, registry.database);
  onCleanup(() => second[Symbol.asyncDispose]());
  return second;
}

const input: Partial<PipelineConfiguration> = {};

async function createPipeline({
  registry,
  input,
}: {
  readonly registry: TestRegistry;
  readonly input: Partial<PipelineConfiguration>;
}): Promise<string> {
  const { id } = await registry.createPipeline(input);
  await registry.drainOutbox();
  return id;
}

const toRun = ({ registry, pipelineId }: { readonly registry: TestRegistry; readonly pipelineId: string }) =>
  new TestRun(registry, pipelineId);

const natsTest = base.extend("nats", { scope: "file" }, openNats);

/** One registry for the whole file. A test that uses `pipelineId` or `run` gets its own, created with `input`. */
export const test = natsTest
  .extend("registry", { scope: "file" }, openRegistry)
  .extend("second", { scope: "file" }, openSecond)
  .extend("api", { scope: "file" }, ({ registry }): Api => answerAll(registry))
  .extend("input", input)
  .extend("pipelineId", createPipeline)
  .extend("run", toRun);

/** A registry for each test, for files that read a whole database. */
export const ownRegistryTest = natsTest.extend("registry", openRegistry);

/** A broker and a registry for each test, for files that lose messages or read all runs. */
export const isolatedTest = base
  .extend("nats", openNats)
  .extend("registry", openRegistry)
  .extend("second", openSecond)
  .extend("input", input)
  .extend("pipelineId", createPipeline)
  .extend("run", toRun);

/** An empty database for each test. */
export const databaseTest = base.extend("database", openEmptyDatabase);

/** A migrated database for each test. */
export const dbTest = base
  .extend("database", openMigratedDatabase)
  .extend("db", async ({ database }, { onCleanup }) => {
    const db = await openDatabase(new Secret(database.url), log, new AbortController().signal);
    onCleanup(() => db.destroy());
    return db;
  });
