/** What a checkout gives away before anything runs: images that somebody else could publish, and files that others can read. */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { repositoryRoot } from "@datamantri/local-stack";

interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile?: string };
  readonly pull_policy?: string;
  readonly volumes?: readonly string[];
  readonly configs?: readonly unknown[];
  readonly env_file?: unknown;
}

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

/** As Compose reads it, with its anchors and merged keys. */
const compose = parse(readFileSync(join(repositoryRoot, "deploy/compose.yaml"), "utf8"), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const dockerfiles = globSync("deploy/**/Dockerfile", { cwd: repositoryRoot });

describe("an image that Compose builds", () => {
  test.each(services)("is never asked of a public registry: %s", (_, { image, build, pull_policy }) => {
    // `missing`, the default, pulls before it builds: https://docs.docker.com/reference/compose-file/services/#pull_policy
    if (build === undefined) expect(image).not.toContain("datamantri");
    else expect(pull_policy).toMatch(/^(never|build)$/);
  });

  test.each(dockerfiles)("is made of images that we do not build: %s", (path) => {
    const text = readFileSync(join(repositoryRoot, path), "utf8");
    const defaults = new Map([...text.matchAll(/^ARG (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]));
    const stages = new Set([...text.matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, stage]) => stage));
    const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base!);
    const others = bases.filter((base) => !stages.has(base)).map((base) => defaults.get(base.slice(2, -1)) ?? base);
    expect(others.length).toBeGreaterThan(0);
    // Docker's official images have no owner in their names.
    for (const base of others) expect(base).toMatch(/^(node|nats|postgres):[\w.-]+$/);
  });
});

describe.skipIf(!existsSync(join(repositoryRoot, ".git")))("a checkout that is readable only for its owner", () => {
  let folder: string;
  const checkout = () => join(folder, "checkout");
  const rightsOf = (path: string): string => (statSync(join(checkout(), path)).mode & 0o777).toString(8);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "datamantri-checkout-"));
    const clone = `umask 027 && git clone --quiet --depth 1 "file://$1" "$2" && exec sh "$2/deploy/init-secrets.sh"`;
    execFileSync("sh", ["-c", clone, "sh", repositoryRoot, checkout()], { stdio: "pipe" });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test("has secrets that containers read and nobody else", () => {
    expect(rightsOf("deploy/compose.yaml")).toBe("640");
    expect(rightsOf("deploy/secrets")).toBe("700");
    const files = Object.values(compose.secrets).map(({ file }) => `deploy/${file}`);
    expect(files.length).toBeGreaterThan(10);
    expect(files.map(rightsOf)).toEqual(files.map(() => "444"));
    expect(globSync("deploy/secrets/.*", { cwd: checkout() })).toEqual([]);
  });

  test("is seen by no container but for its secrets", () => {
    for (const [name, { volumes = [], configs, env_file }] of services) {
      const sources = volumes.map((volume) => volume.split(":")[0]!);
      expect([name, sources.filter((source) => !(source in compose.volumes))]).toEqual([name, []]);
      expect([name, configs, env_file]).toEqual([name, undefined, undefined]);
    }
  });

  test.each(dockerfiles)("is readable for the image's user once it is copied: %s", (path) => {
    const steps = readFileSync(join(checkout(), path), "utf8").split(/\n(?=[A-Z]+ )/);
    const copies = steps.flatMap((step, index) => (/^COPY (?!.*--from=)/.test(step) ? [[step, index] as const] : []));
    expect(copies.length).toBeGreaterThan(0);
    for (const [step, index] of copies) {
      const isLoosened = steps.slice(index + 1).some((next) => next.startsWith("RUN chmod -R a+rX ."));
      expect([step, /--chmod=(644|755) /.test(step) || isLoosened]).toEqual([step, true]);
    }
  });
});
