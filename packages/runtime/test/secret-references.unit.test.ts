import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { resolveSecret } from "../src/secret-references.ts";

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "secrets-"));
  await writeFile(join(directory, "db-password"), "from file\n");
  await writeFile(join(directory, "empty"), "\n");
  await writeFile(join(directory, ".hidden"), "no");
});
afterAll(() => rm(directory, { recursive: true }));

const resolve = (text: string | null) =>
  resolveSecret(text, { directory, environment: { DATAMANTRI_SECRET_DB: "from variable", NATS_URL: "no", DB: "no" } });

test("a reference becomes the worker's secret; any other text stays the same", async () => {
  expect(await resolve("file:db-password")).toBe("from file");
  expect(await resolve("env:DB")).toBe("from variable");
  for (const plain of ["secret", "", "files:x", '{"type":"service_account"}', null]) {
    expect(await resolve(plain)).toBe(plain);
  }
});

test.each([
  "file:missing",
  "file:empty",
  "file:.hidden",
  "file:../db-password",
  "file:/etc/hostname",
  "file:",
  "env:NATS_URL",
  "env:db",
  "env:",
  "env:__proto__",
])("%s is not one of the worker's secrets", async (reference) => {
  await expect(resolve(reference)).rejects.toMatchObject({
    code: "secret_reference_invalid",
    message: `the worker has no secret "${reference}"`,
  });
});

test("a changed file applies at once, and without a directory there are none", async () => {
  await writeFile(join(directory, "changing"), "one");
  expect(await resolve("file:changing")).toBe("one");
  await writeFile(join(directory, "changing"), "two");
  expect(await resolve("file:changing")).toBe("two");
  await expect(resolveSecret("file:changing", { directory: "", environment: {} })).rejects.toMatchObject({
    code: "secret_reference_invalid",
  });
});
