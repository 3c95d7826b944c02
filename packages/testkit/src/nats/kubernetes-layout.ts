import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

import { freePort, loopback, mapServices } from "@datamantri/local-stack";

import { deployDir, listenOptions, makeSecrets, readSecret, toUrl, type LayoutOfServers } from "./layout.ts";

interface Values {
  readonly config: {
    readonly cluster: { readonly replicas: number };
    readonly jetstream: {
      readonly fileStore: { readonly pvc: { readonly size: string } };
      readonly memoryStore: { readonly maxSize: string };
      readonly merge: object;
    };
    readonly merge: object;
  };
  readonly container: { readonly patch: readonly [{ readonly value: { readonly mountPath: string } }] };
}

/**
 * Prepares what deploy/nats/values.yaml and the chart of NATS create: the same number of servers, with the files as in
 * pods.
 */
export async function prepareKubernetesLayout(dataDir: string): Promise<LayoutOfServers> {
  const values = parse(readFileSync(join(deployDir, "nats/values.yaml"), "utf8")) as Values;
  const secrets = makeSecrets(dataDir);
  const pods = [];
  for (const name of Array.from({ length: values.config.cluster.replicas }, (_, i) => `nats-${i}`)) {
    const [port, monitoringPort, routePort] = [await freePort(), await freePort(), await freePort()];
    pods.push({ name, root: join(dataDir, name), port, monitoringPort, routePort });
  }
  const routes = pods.map(({ routePort }) => `nats://${loopback}:${routePort}`).join(",");
  const servers = pods.map(({ name, root, port, monitoringPort, routePort }) => {
    const storeDir = join(root, "data");
    const configDir = mountVolume(join(root, "etc/nats-config"), { "nats.conf": toNatsConf(values, storeDir) });
    // Like the ConfigMap and the Secret of README.md.
    mountVolume(join(root, values.container.patch[0].value.mountPath), {
      "accounts.conf": readFileSync(join(deployDir, "nats/accounts.conf"), "utf8"),
      "passwords.conf": readSecret(secrets, "nats_passwords"),
    });
    const args = [
      "--config",
      join(configDir, "nats.conf"),
      "--pid",
      join(root, "nats.pid"),
      ...listenOptions(port, monitoringPort),
      "--cluster",
      `nats://${loopback}:${routePort}`,
      "--routes",
      routes,
    ];
    return { args, env: { SERVER_NAME: name }, port, monitoringPort, storeDir };
  });
  const urlOf = (user: string, secret: string) =>
    toUrl(
      user,
      readSecret(secrets, secret),
      servers.map(({ port }) => port),
    );
  return {
    url: urlOf("datamantri", "nats_password"),
    serviceUrls: mapServices((service) => urlOf(service, `nats_${service}_password`)),
    tapUrl: urlOf("tap", "nats_tap_password"),
    servers,
  };
}

/**
 * A volume as kubelet shows it: each file is a link into a folder with the time in its name, to which `..data` points.
 * https://kubernetes.io/docs/concepts/storage/projected-volumes/
 */
function mountVolume(folder: string, files: Readonly<Record<string, string>>): string {
  const version = "..2026_01_31_08_00_00.123456789";
  mkdirSync(join(folder, version), { recursive: true });
  symlinkSync(version, join(folder, "..data"));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, version, name), content);
    symlinkSync(join("..data", name), join(folder, name));
  }
  return folder;
}

/**
 * The chart's configuration for these values. https://github.com/nats-io/k8s/tree/main/helm/charts/nats/files/config
 */
function toNatsConf({ config }: Values, storeDir: string): string {
  const written = {
    cluster: { name: "nats", no_advertise: true, port: 6222, routes: ["nats://nats-0.nats-headless:6222"] },
    http_port: 8222,
    jetstream: {
      max_file_store: `<< ${config.jetstream.fileStore.pvc.size} >>`,
      max_memory_store: `<< ${config.jetstream.memoryStore.maxSize} >>`,
      store_dir: storeDir,
      ...config.jetstream.merge,
    },
    lame_duck_duration: "30s",
    lame_duck_grace_period: "10s",
    pid_file: "/var/run/nats/nats.pid",
    port: 4222,
    server_name: "<< $SERVER_NAME >>",
    ...config.merge,
  };
  const sorted = Object.fromEntries(Object.entries(written).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(sorted, null, 2)
    .replaceAll(/".*\$include": "(.*)",?/g, "include $1;")
    .replaceAll(/"<<\s+(.*?)\s+>>"/g, "$1");
}
