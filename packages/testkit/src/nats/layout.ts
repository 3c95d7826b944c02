/** The ways in which nats-server gets its configuration. `npm run verify:nats` runs the attacks in each of them. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { ServiceName } from "@datamantri/api";
import { loopback, repositoryRoot } from "@datamantri/local-stack";

export const natsLayouts = ["start", "compose", "kubernetes"] as const;
export type NatsLayout = (typeof natsLayouts)[number];

/** The layout of this test run: that of `npm start`, or the one in DATAMANTRI_TEST_NATS_LAYOUT. */
export function natsLayout(): NatsLayout {
  const name = process.env.DATAMANTRI_TEST_NATS_LAYOUT ?? "start";
  const layout = natsLayouts.find((one) => one === name);
  if (layout === undefined) throw new Error(`DATAMANTRI_TEST_NATS_LAYOUT must be one of ${natsLayouts.join(", ")}`);
  return layout;
}

/** Copies of each stream: as many as the layout has servers. */
export function natsReplicas(): number {
  return natsLayout() === "kubernetes" ? 3 : 1;
}

/** Servers with one configuration, and how to run them. */
export interface LayoutOfServers {
  /** In the registry's account. */
  readonly url: string;
  readonly serviceUrls: Readonly<Record<ServiceName, string>>;
  readonly tapUrl: string;
  readonly servers: readonly PreparedServer[];
}

export interface PreparedServer {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly port: number;
  readonly monitoringPort: number;
  readonly storeDir: string;
}

export const deployDir = join(repositoryRoot, "deploy");

/** Creates passwords as deploy/README.md describes. @returns the folder of secrets */
export function makeSecrets(dataDir: string): string {
  const script = join(dataDir, "init-secrets.sh");
  cpSync(join(deployDir, "init-secrets.sh"), script);
  execFileSync("sh", [script], { stdio: "ignore" });
  return join(dataDir, "secrets");
}

export function readSecret(secrets: string, name: string): string {
  return readFileSync(join(secrets, name), "utf8").trim();
}

/** @param ports of the servers; the URL names all. */
export function toUrl(user: string, password: string, ports: readonly number[]): string {
  return ports.map((port) => `nats://${user}:${password}@${loopback}:${port}`).join(",");
}

/**
 * Options that only override the addresses on which the server listens.
 * https://docs.nats.io/reference/reference-clis/nats-server
 */
export function listenOptions(port: number, monitoringPort: number): string[] {
  return ["--addr", loopback, "--port", String(port), "--http_port", String(monitoringPort)];
}

/** Copies a file with its folders. */
export function place(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  cpSync(source, target);
}
