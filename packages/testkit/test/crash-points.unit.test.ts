import { globSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";

import { repositoryRoot } from "@datamantri/local-stack";
import { crashPoint, crashPoints } from "@datamantri/runtime";

import { armCrashPoint, crashPointsModule, readFiredPoints } from "../src/arm-crash-points.ts";

const runtime = join(repositoryRoot, "packages/runtime/src/crash-point.ts");

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "crash-points-"));
});

afterEach(() => rm(folder, { recursive: true }));

/** Reaches `loader.load.copied` `count` times in a process of its own, then ends. */
function reach(count: number, flags: readonly string[]) {
  const script = `
    import { crashPoint } from ${JSON.stringify(runtime)};
    for (let i = 1; i <= ${count}; i++) {
      try { await crashPoint("loader.load.copied"); } catch (error) { console.log(error.message); }
      console.log(i);
    }`;
  return spawnSync(process.execPath, [...flags, "--input-type=module", "--eval", script], {
    env: { PATH: process.env["PATH"], CRASH_POINTS_FOLDER: folder },
    encoding: "utf8",
  });
}

const sorted = (names: readonly string[]) => names.toSorted((a, b) => a.localeCompare(b));

const loaded = ["--import", crashPointsModule];

test("each name is reached in one place of the product", () => {
  const files = globSync(["packages/*/src/**/*.ts", "services/*/src/**/*.ts"], { cwd: repositoryRoot });
  const calls = /\bcrashPoint\("([^"]+)"\)/g;
  const reached = files.flatMap((file) =>
    [...readFileSync(join(repositoryRoot, file), "utf8").matchAll(calls)].map(([, name]) => name!),
  );
  // The documentation of the function has one as example.
  expect(sorted(reached)).toEqual(sorted([...crashPoints, "loader.load.committed"]));
});

test("nothing happens at a point in production", () => {
  expect(crashPoint("loader.load.copied")).toBeUndefined();
});

test("an armed point does nothing to a process that has not loaded the module, whatever its environment", () => {
  armCrashPoint(folder, "loader.load.copied", { action: "kill" });
  expect(reach(2, [])).toMatchObject({ status: 0, stdout: "1\n2\n" });
});

test("kills the process at the third reach", () => {
  armCrashPoint(folder, "loader.load.copied", { action: "kill", reaches: 3 });
  expect(reach(4, loaded)).toMatchObject({ signal: "SIGKILL", stdout: "1\n2\n" });
  expect(readFiredPoints(folder)).toMatchObject([{ name: "loader.load.copied", action: "kill" }]);
  expect(reach(1, loaded)).toMatchObject({ status: 0, stdout: "1\n" });
});

test("acts as often as it was armed", () => {
  armCrashPoint(folder, "loader.load.copied", { action: "throw", times: 2 });
  const message = "crash point loader.load.copied\n";
  expect(reach(3, loaded)).toMatchObject({ status: 0, stdout: `${message}1\n${message}2\n3\n` });
});

test("no service, and no image, has the module", () => {
  const readPackage = (path: string) =>
    JSON.parse(readFileSync(join(repositoryRoot, path, "package.json"), "utf8")) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
  const services = globSync("services/*", { cwd: repositoryRoot });
  const found = new Set<string>();
  // An image has what a service depends on, directly or not: deploy/Dockerfile installs with --filter-prod.
  const follow = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const name of Object.keys(readPackage(path).dependencies ?? {})) {
      if (name.startsWith("@datamantri/")) follow(join("packages", name.slice("@datamantri/".length)));
    }
  };
  services.forEach(follow);
  expect([...found]).toEqual(expect.arrayContaining([...services, "packages/runtime", "packages/bus"]));
  expect([...found]).not.toContain("packages/testkit");
  const dockerfile = readFileSync(join(repositoryRoot, "deploy/Dockerfile"), "utf8");
  expect(dockerfile.match(/pnpm install --prod/g)).toHaveLength(1);
  expect(dockerfile).not.toContain("testkit");
});
