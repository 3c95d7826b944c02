// Finds a nats-server, from the most explicit choice to the most expensive one, and reports which it took.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { ServiceName } from "@datamantri/api";
import { toolchainDir } from "../repository.ts";
import { fetchDebianPackage } from "./fetch-debian-package.ts";
import { dockerOffers, natsImage } from "../docker-images.ts";
import { fetchRelease } from "./fetch-release.ts";

/** Before 2.10.6 a full stream with a limit in bytes silently deletes acknowledged messages. */
export const minimumNatsVersion = "2.10.6";

/** A nats-server that this stack did not start. */
export interface ForeignNatsServer {
  readonly kind: "url";
  readonly url: string;
  /** URL for each service, if they have accounts. Default: all connect with `url`. */
  readonly serviceUrls?: Readonly<Record<ServiceName, string>>;
  readonly tapUrl?: string;
  readonly how: string;
}

/** A nats-server that we can start: a program, or Docker's image. */
export type RunnableNatsServer =
  | { readonly kind: "binary"; readonly path: string; readonly version: string; readonly how: string }
  | { readonly kind: "docker"; readonly version: string; readonly how: string };

export type FoundNatsServer = ForeignNatsServer | RunnableNatsServer;

/** Everything the search touches outside this process. */
export interface NatsProbes {
  readonly env: NodeJS.ProcessEnv;
  /** Version of the program, undefined when it is missing or does not run. */
  versionOf(path: string): string | undefined;
  dockerOffers(image: string): boolean;
  /** Each stores the program in a folder of ours and returns its path, or throws with the reason. */
  fetchRelease(targetDir: string): Promise<string>;
  fetchDebianPackage(targetDir: string): Promise<string>;
}

export interface FindNatsOptions {
  readonly probes?: NatsProbes;
  /** One line before a step that takes seconds. */
  readonly say?: (line: string) => void;
  /** Where fetched programs are kept. */
  readonly cacheDir?: string;
}

/**
 * The order: NATS_URL, PATH, fetched earlier, Docker, the official release, Debian's package.
 * @throws Error that lists what was tried and what to do
 */
export async function findNatsServer(options: FindNatsOptions = {}): Promise<FoundNatsServer> {
  const probes = options.probes ?? systemProbes;
  const url = probes.env.NATS_URL;
  if (url !== undefined && url !== "") return { kind: "url", url, how: "NATS_URL in the environment" };
  return findRunnableNatsServer({ ...options, probes });
}

/** Like `findNatsServer` without NATS_URL, for callers that must be able to stop and wipe the server. */
export async function findRunnableNatsServer(options: FindNatsOptions = {}): Promise<RunnableNatsServer> {
  const probes = options.probes ?? systemProbes;
  const cacheDir = options.cacheDir ?? join(toolchainDir, "nats-server");
  const tried: string[] = [];

  for (const folder of (probes.env.PATH ?? "").split(delimiter).filter(Boolean)) {
    const found = usable(probes, join(folder, "nats-server"), "found on PATH", tried);
    if (found !== undefined) return found;
  }
  const cached = usable(probes, join(cacheDir, "nats-server"), "fetched earlier", tried);
  if (cached !== undefined) return cached;
  if (probes.dockerOffers(natsImage)) {
    return { kind: "docker", version: "2.14", how: `Docker's official image ${natsImage}` };
  }
  tried.push(`Docker: no engine responds, or it cannot pull ${natsImage}`);

  const sources = [
    { title: "the official release", fetch: () => probes.fetchRelease(cacheDir) },
    { title: "Debian's package", fetch: () => probes.fetchDebianPackage(cacheDir) },
  ];
  for (const { title, fetch } of sources) {
    options.say?.(`downloading nats-server: ${title}`);
    try {
      const found = usable(probes, await fetch(), `${title}, downloaded to .toolchain/`, tried);
      if (found !== undefined) return found;
    } catch (error) {
      tried.push(`${title}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(noServerMessage(tried));
}

function usable(
  probes: NatsProbes,
  path: string,
  how: string,
  tried: string[],
): Extract<RunnableNatsServer, { kind: "binary" }> | undefined {
  const version = probes.versionOf(path);
  if (version === undefined) return undefined;
  if (isAtLeast(version, minimumNatsVersion)) return { kind: "binary", path, version, how };
  tried.push(`${path}: version ${version} is too old, ${minimumNatsVersion} is needed`);
  return undefined;
}

function noServerMessage(tried: readonly string[]): string {
  return [
    `Found no nats-server ${minimumNatsVersion} or newer. Tried:`,
    "  PATH: no usable nats-server",
    ...tried.map((line) => `  ${line}`),
    "Install nats-server on the PATH, start Docker, or set NATS_URL to a server with JetStream.",
  ].join("\n");
}

/** Compares dotted versions number by number; text after a hyphen is ignored. */
export function isAtLeast(version: string, minimum: string): boolean {
  const numbers = (text: string) => (text.split("-", 1)[0] ?? "").split(".").map(Number);
  const have = numbers(version);
  for (const [index, wanted] of numbers(minimum).entries()) {
    const difference = (have[index] ?? 0) - wanted;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

const systemProbes: NatsProbes = {
  env: process.env,
  versionOf(path) {
    if (!existsSync(path)) return undefined;
    const result = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 10_000 });
    return /v(\d+\.\d+\.\d+\S*)/.exec(result.stdout ?? "")?.[1];
  },
  dockerOffers,
  fetchRelease,
  fetchDebianPackage,
};
