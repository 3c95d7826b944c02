import { generateKeyPairSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import { freePort, loopback, repositoryRoot } from "@datamantri/local-stack";

import { createDatabase } from "./create-database.ts";
import type { StartNatsOptions, TestNats } from "./nats/test-nats.ts";
import { startNats } from "./start-nats.ts";
import { TestService } from "./test-service.ts";

/** The API with the services that it needs to answer, but no workers, so that no run gets far. */
export interface TestApi extends AsyncDisposable {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  /** Of the metadata database. */
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly nats: TestNats;
  readonly services: Readonly<Record<"registry" | "scheduler" | "gateway", TestService>>;
}

export interface StartApiOptions {
  /** Administrator's connection string: `inject("postgres").url`. */
  readonly postgres: string;
  readonly natsServer: NonNullable<StartNatsOptions["server"]>;
  /** More settings of the gateway. */
  readonly gateway?: Readonly<Record<string, string>>;
}

/** Starts registry, scheduler and gateway as processes, with their own broker and database. */
export async function startApi(options: StartApiOptions): Promise<TestApi> {
  await using parts = new AsyncDisposableStack();
  const nats = parts.use(await startNats({ server: options.natsServer }));
  const database = parts.use(await createDatabase(options.postgres));
  const port = await freePort();
  const [email, password] = ["admin@example.com", randomBytes(12).toString("base64url")];
  const start = (service: string, settings: Readonly<Record<string, string>>): TestService => {
    const main = join(repositoryRoot, "services", service, "src/main.ts");
    return parts.use(new TestService(main, { NATS_URL: nats.url, ...settings }));
  };

  // The registry creates the streams that the others wait for.
  const registry = start("registry", {
    DATABASE_URL: database.url,
    SECRETS_KEY: randomBytes(32).toString("base64"),
    ADMIN_EMAIL: email,
    ADMIN_PASSWORD: password,
    BATCHES_MAX_MESSAGES: "100",
  });
  const scheduler = start("scheduler", {});
  const gateway = start("gateway", {
    HTTP_HOST: loopback,
    HTTP_PORT: String(port),
    SIGNING_KEY: generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    ...options.gateway,
  });
  await Promise.all([registry, scheduler, gateway].map((service) => service.started()));
  const owned = parts.move();
  return {
    url: `http://${loopback}:${port}`,
    email,
    password,
    databaseUrl: database.url,
    natsUrl: nats.url,
    nats,
    services: { registry, scheduler, gateway },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
