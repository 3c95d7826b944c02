import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";

import { freePort, mapServices } from "@datamantri/local-stack";

import { deployDir, listenOptions, makeSecrets, place, readSecret, toUrl, type LayoutOfServers } from "./layout.ts";

interface ComposeFile {
  readonly services: {
    readonly nats: {
      readonly command: readonly string[];
      readonly secrets: readonly { readonly source: string; readonly target: string }[];
    };
  };
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

/** Prepares the files of compose.yaml's container, below a folder instead of its root. */
export async function prepareComposeLayout(dataDir: string): Promise<LayoutOfServers> {
  const { services, secrets } = parse(readFileSync(join(deployDir, "compose.yaml"), "utf8")) as ComposeFile;
  const folder = makeSecrets(dataDir);
  const root = join(dataDir, "root");
  const dockerfile = readFileSync(join(deployDir, "nats/Dockerfile"), "utf8");
  for (const [, files, target] of dockerfile.matchAll(/^COPY (?:--\S+ )*(.+) (\S+)$/gm)) {
    for (const file of files!.split(" ")) place(join(deployDir, "nats", file), join(root, target!, basename(file)));
  }
  for (const { source, target } of services.nats.secrets) {
    place(join(dataDir, secrets[source]!.file), join(root, target));
  }
  const where = { port: await freePort(), monitoringPort: await freePort(), storeDir: join(root, "data") };
  const configuration = join(root, "etc/nats/nats.conf");
  // No option overrides it.
  writeFileSync(configuration, readFileSync(configuration, "utf8").replace('"/data"', JSON.stringify(where.storeDir)));
  const args = services.nats.command.map((arg) => (arg.startsWith("/") ? join(root, arg) : arg));
  return {
    url: toUrl("datamantri", readSecret(folder, "nats_password"), [where.port]),
    serviceUrls: mapServices((service) =>
      readSecret(folder, `nats_url_${service}`).replace(/@.*/, `@127.0.0.1:${where.port}`),
    ),
    tapUrl: toUrl("tap", readSecret(folder, "nats_tap_password"), [where.port]),
    servers: [{ ...where, args: [...args, ...listenOptions(where.port, where.monitoringPort)], env: {} }],
  };
}
