import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { repositoryRoot } from "../src/repository.ts";

/** Each service of deploy/compose.yaml with its lines. */
function readServices(): Map<string, string> {
  const text = readFileSync(join(repositoryRoot, "deploy/compose.yaml"), "utf8");
  const services = /^services:\n([\s\S]*?)^\S/m.exec(text)![1]!;
  return new Map(services.split(/^ {2}(?=[\w-]+:$)/m).map((part) => [part.slice(0, part.indexOf(":")), part]));
}

test("images built here are never pulled: their names may belong to others on a public registry", () => {
  const built = [...readServices()].filter(([, lines]) => /^ {4}build:/m.test(lines));
  expect(built.map(([name]) => name)).toEqual([
    "gateway",
    "scheduler",
    "registry",
    "extractor",
    "loader",
    "nats",
    "postgres",
    "bigquery-sandbox",
  ]);
  for (const [name, lines] of built)
    expect([name, lines]).toEqual([name, expect.stringMatching(/^ {4}pull_policy: never$/m)]);
});
